#include "db/notice/writer.h"

#include <random>
#include <utility>

namespace openspc::db::detail {
namespace {

// By chance, so that nobody need be asked: one of 2^52 that two lanes share would only mix their order.
std::int64_t some_lane() {
  std::random_device chance;
  return std::uniform_int_distribution<std::int64_t>(1, (std::int64_t{1} << 52) - 1)(chance);
}

constexpr std::string_view kOthersHear = "EXISTS (SELECT 1 FROM server_instance WHERE hears AND holder <> ?)";

}  // namespace

NoticeWriter::NoticeWriter(std::string instance, std::shared_ptr<const Bell> bell)
    : instance_(std::move(instance)), bell_(std::move(bell)), lane_(some_lane()) {}

void NoticeWriter::add(const Hooks& job) {
  notices_.insert(notices_.end(), job.notices.begin(), job.notices.end());
}

void NoticeWriter::write(Session& session) {
  written_ = !notices_.empty();
  if (!written_) return;
  if (session.dialect().answers_at_once()) {
    written_ = session.scalar<bool>("SELECT " + std::string(kOthersHear), instance_);
    if (written_) make_known(session);
    if (written_) session.execute("INSERT INTO notice (lane, body) VALUES (?, ?)", lane_, body());
  } else {
    make_known(session);
    session.post("INSERT INTO notice (lane, body) SELECT ?, ? WHERE " + std::string(kOthersHear), lane_, body(),
                 instance_);
  }
  notices_.clear();
}

void NoticeWriter::make_known(Session& session) {
  if (is_known_) return;
  session.post(
      "INSERT INTO notice_lane (lane, holder) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM notice_lane WHERE lane = ?)",
      lane_, instance_, lane_);
}

std::string NoticeWriter::body() const {
  std::string body = "[";
  for (const Notice& notice : notices_) {
    if (body.size() > 1) body += ',';
    body += notice();
  }
  return body += ']';
}

void NoticeWriter::ring() {
  if (!std::exchange(written_, false)) return;
  is_known_ = true;
  bell_->ring();
}

}  // namespace openspc::db::detail
