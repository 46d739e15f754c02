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

NoticeWriter::NoticeWriter(const NoticeEndpoint& endpoint)
    : instance_(endpoint.instance), bell_(endpoint.bell), lane_(some_lane()) {}

void NoticeWriter::add(const Hooks& job) {
  notices_.insert(notices_.end(), job.notices.begin(), job.notices.end());
}

void NoticeWriter::write(Session& session) {
  comes_back_ = !notices_.empty() && bell_->has_others();
  written_ = comes_back_ || (!notices_.empty() && does_any_hear(session));
  if (!written_) return;
  make_known(session);
  const std::string insert = "INSERT INTO notice (lane, body, is_for_own) ";
  if (comes_back_ || session.dialect().answers_at_once()) {
    session.post(insert + "VALUES (?, ?, ?)", lane_, body(), comes_back_);
  } else {
    session.post(insert + "SELECT ?, ?, ? WHERE " + std::string(kOthersHear), lane_, body(), comes_back_, instance_);
  }
  notices_.clear();
}

void NoticeWriter::make_known(Session& session) {
  if (is_known_) return;
  session.post(
      "INSERT INTO notice_lane (lane, holder) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM notice_lane WHERE lane = ?)",
      lane_, instance_, lane_);
}

// Where an answer costs a trip, the database looks while it writes.
bool NoticeWriter::does_any_hear(Session& session) const {
  if (!session.dialect().answers_at_once()) return true;
  return session.scalar<bool>("SELECT " + std::string(kOthersHear), instance_);
}

std::string NoticeWriter::body() const {
  std::string body = "[";
  for (const Notice& notice : notices_) {
    if (body.size() > 1) body += ',';
    body += notice.text();
  }
  return body += ']';
}

void NoticeWriter::ring() {
  if (!std::exchange(written_, false)) return;
  is_known_ = true;
  bell_->ring();
}

}  // namespace openspc::db::detail
