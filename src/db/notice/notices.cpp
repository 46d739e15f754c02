#include "db/notice/notices.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "db/notice/bell.h"
#include "db/session_impl.h"
#include "db/sql/where.h"

namespace openspc::db {
namespace {

using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kBeatEvery{2};
constexpr seconds kKept{10};
// Well before rows are deleted.
constexpr seconds kLongestSleep{6};
constexpr milliseconds kRingEvery{5};
constexpr milliseconds kPauseAfterFailure{200};
constexpr std::size_t kReadAtOnce = 500;

struct Row {
  std::int64_t id = 0, lane = 0;
  std::string body;
  bool is_for_own = false;
};

/// When each of them was first seen.
class Waiting {
 public:
  /// Those that were there at each look for so long; what is not there any more is forgotten.
  std::vector<std::int64_t> overdue(const std::vector<std::int64_t>& there, SteadyClock::time_point now) {
    std::map<std::int64_t, SteadyClock::time_point> seen;
    std::vector<std::int64_t> overdue;
    for (const std::int64_t each : there) {
      const auto known = seen_.find(each);
      const auto since = known == seen_.end() ? now : known->second;
      seen.emplace(each, since);
      if (now - since >= kKept) overdue.push_back(each);
    }
    seen_ = std::move(seen);
    return overdue;
  }

 private:
  std::map<std::int64_t, SteadyClock::time_point> seen_;
};

}  // namespace

class Notices::Impl {
 public:
  Impl(Database& database, Listener listener)
      : database_(database), listener_(std::move(listener)), endpoint_(database.notice_endpoint()) {}

  void start() {
    session_ = database_.connect();
    session_->impl().listen();
    enter();
    last_look_ = SteadyClock::now();
    session_->impl().ring();
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  void stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    endpoint_.bell->ring();
    thread_.join();
    endpoint_.bell->note_others(false);
    leave();
    session_.reset();
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      try {
        look();
        wait();
        complained_ = false;
      } catch (const std::exception& error) {
        if (!std::exchange(complained_, true)) base::log::warning("notices_wait", {{"reason", error.what()}});
        std::this_thread::sleep_for(kPauseAfterFailure);
      }
    }
  }

  void look() {
    // Stays so until it is told: the database may not take this server in at once.
    has_missed_ = has_missed_ || !session_->impl().is_open() || SteadyClock::now() - last_look_ > kLongestSleep;
    if (has_missed_) start_anew();
    beat();
    read();
    last_look_ = SteadyClock::now();
  }

  void wait() {
    const auto now = SteadyClock::now();
    // What was told here is news for others; they are woken once for all of it.
    if (endpoint_.bell->take()) has_news_ = true;
    if (has_news_ && now >= next_ring_) {
      if (has_others()) session_->impl().ring();
      has_news_ = false;
      next_ring_ = now + kRingEvery;
    }
    const auto until = has_news_ ? next_ring_ : next_beat_;
    const auto left = std::chrono::ceil<milliseconds>(until - now);
    session_->impl().hear(std::max(left, milliseconds(1)), endpoint_.bell->descriptor(), has_others());
  }

  /// Everybody who commits after this writes down what he tells; what was told before is of no concern.
  void enter() {
    cursors_ = database_.write_now([this](Session& session) {
      for (const std::int64_t lane : endpoint_.lanes)
        session.execute(
            "INSERT INTO notice_lane (lane, holder) VALUES (?, ?) " + session.dialect().upsert({"lane"}, {"holder"}),
            lane, endpoint_.instance);
      if (session.execute("UPDATE server_instance SET hears = ?, beat = beat + 1 WHERE holder = ?", true,
                          endpoint_.instance) == 0)
        session.execute("INSERT INTO server_instance (holder, beat, hears) VALUES (?, 0, ?)", endpoint_.instance, true);
      std::map<std::int64_t, std::int64_t> newest;
      for (const std::int64_t lane : lanes(session))
        newest[lane] = session.scalar<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM notice WHERE lane = ?", lane);
      return newest;
    });
    next_beat_ = SteadyClock::now() + kBeatEvery;
  }

  void start_anew() {
    session_->impl().reopen_if_lost();
    session_->impl().listen();
    enter();
    has_missed_ = false;
    base::log::warning("notices_missed");
    guarded([this] { listener_.on_missed(); });
  }

  void leave() noexcept {
    try {
      database_.write_now([this](Session& session) {
        session.execute("UPDATE server_instance SET hears = ? WHERE holder = ?", false, endpoint_.instance);
      });
    } catch (const std::exception& error) {
      base::log::warning("notices_not_left", {{"reason", error.what()}});
    }
  }

  /// Shows that this server hears still, and tidies up.
  void beat() {
    if (SteadyClock::now() < next_beat_) return;
    const auto now = SteadyClock::now();
    const bool is_known = database_.write_now([&](Session& session) {
      if (session.execute("UPDATE server_instance SET beat = beat + 1 WHERE holder = ? AND hears = ?",
                          endpoint_.instance, true) == 0)
        return false;
      forget_own(session, now);
      forget_dead(session, now);
      return true;
    });
    next_beat_ = now + kBeatEvery;
    // Others took this server for dead, and told it nothing since.
    if (!is_known) start_anew();
  }

  void forget_own(Session& session, SteadyClock::time_point now) {
    for (const std::int64_t lane : endpoint_.lanes) {
      auto& marks = marks_[lane];
      while (!marks.empty() && now - marks.front().at >= kKept) {
        session.execute("DELETE FROM notice WHERE lane = ? AND id <= ?", lane, marks.front().id);
        marks.erase(marks.begin());
      }
      const auto newest =
          session.scalar<std::optional<std::int64_t>>("SELECT MAX(id) FROM notice WHERE lane = ?", lane);
      if (newest) marks.push_back({now, *newest});
    }
  }

  void forget_dead(Session& session, SteadyClock::time_point now) {
    std::vector<std::int64_t> orphans;
    session.each<std::int64_t>("SELECT lane FROM notice_lane WHERE holder NOT IN (SELECT holder FROM server_instance)",
                               [&](std::int64_t lane) { orphans.push_back(lane); });
    for (const std::int64_t lane : orphans_.overdue(orphans, now)) {
      session.execute("DELETE FROM notice WHERE lane = ?", lane);
      session.execute("DELETE FROM notice_lane WHERE lane = ?", lane);
    }
  }

  static std::vector<std::int64_t> lanes(Session& session) {
    std::vector<std::int64_t> lanes;
    session.each<std::int64_t>("SELECT lane FROM notice_lane ORDER BY lane",
                               [&](std::int64_t lane) { lanes.push_back(lane); });
    return lanes;
  }

  bool is_own(std::int64_t lane) const { return std::ranges::count(endpoint_.lanes, lane) > 0; }
  bool has_others() const { return cursors_.size() > endpoint_.lanes.size(); }

  void read() {
    const std::vector<std::int64_t> there = lanes(*session_);
    std::erase_if(cursors_, [&](const auto& known) { return !std::ranges::binary_search(there, known.first); });
    for (const std::int64_t lane : there) cursors_.try_emplace(lane, 0);
    endpoint_.bell->note_others(has_others());
    while (read_some() == kReadAtOnce) continue;
  }

  /// In one statement, so that of two lanes no later row is seen without the earlier one.
  std::size_t read_some() {
    std::string sql;
    std::vector<Value> values;
    for (const auto& [lane, id] : cursors_) {
      sql.append(sql.empty() ? "" : " UNION ALL ")
          .append("SELECT id, lane, body, is_for_own FROM notice WHERE lane = ? AND id > ?");
      values.insert(values.end(), {Value(lane), Value(id)});
    }
    sql.append(" ORDER BY id LIMIT ").append(std::to_string(kReadAtOnce));
    std::vector<Row> rows;
    session_->each<std::int64_t, std::int64_t, std::string, bool>(
        sql,
        [&](std::int64_t id, std::int64_t lane, std::string body, bool is_for_own) {
          rows.push_back({id, lane, std::move(body), is_for_own});
        },
        std::span<const Value>(values));
    for (const Row& row : rows) {
      cursors_[row.lane] = row.id;
      const bool own = is_own(row.lane);
      if (!own || row.is_for_own) guarded([&] { listener_.on_notice(row.body, own); });
    }
    return rows.size();
  }

  static void guarded(const std::function<void()>& call) {
    try {
      call();
    } catch (const std::exception& error) {
      base::log::error("notice_failed", {{"error", error.what()}});
    }
  }

  struct Mark {
    SteadyClock::time_point at;
    std::int64_t id = 0;
  };

  Database& database_;
  const Listener listener_;
  const detail::NoticeEndpoint endpoint_;
  std::unique_ptr<Session> session_;
  std::map<std::int64_t, std::int64_t> cursors_;     // of each lane: the newest id that was read
  std::map<std::int64_t, std::vector<Mark>> marks_;  // of each own lane: how far it had come, oldest first
  Waiting orphans_;                                  // lanes of servers that are gone
  SteadyClock::time_point last_look_, next_beat_, next_ring_;
  bool has_news_ = false;
  bool has_missed_ = false;
  bool complained_ = false;
  std::jthread thread_;
};

Notices::Notices(Database& database, Listener listener)
    : impl_(std::make_unique<Impl>(database, std::move(listener))) {}

Notices::~Notices() {
  stop();
}

void Notices::start() {
  impl_->start();
}

void Notices::stop() {
  impl_->stop();
}

}  // namespace openspc::db
