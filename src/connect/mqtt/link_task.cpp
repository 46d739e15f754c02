#include "connect/mqtt/link_task.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.h"
#include "connect/source/backoff.h"

namespace openspc::connect::mqtt {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kConfirmationPatience{10'000};
constexpr milliseconds kLongestWait{10'000};
constexpr std::chrono::seconds kShortLife{10};
constexpr int kSuspicious = 3;

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.broker");
  return instance;
}

// MQTT 3.1.1 has no word for it: two clients with one id throw each other out, again and again.
std::exception_ptr suspect_a_twin(const std::exception_ptr& failure, int short_lives, const std::string& client_id) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return std::make_exception_ptr(Error(
        error.kind(),
        fmt::format("{}, soon after connecting and {} times in a row: another client may have the client id '{}', of "
                    "which a broker lets only one in. Give each its own",
                    error.what(), short_lives, client_id)));
  } catch (...) {
    return failure;
  }
}

}  // namespace

LinkTask::LinkTask(LinkSettings settings, LinkPool& pool, const base::Clock& clock, Work work)
    : settings_(std::move(settings)),
      preferred_(settings_.mqtt.version),
      work_(std::move(work)),
      pool_(pool),
      place_(pool.executor()),
      keeper_({.what = "broker", .id = settings_.broker.value, .name = settings_.name}, clock) {}

void LinkTask::start() {
  over_ = LinkPool::start(place_, run(stop_.get_token()));
}

void LinkTask::ask_to_stop() {
  stop_.request_stop();
  place_.wake();
}

void LinkTask::stop() {
  if (!over_.valid()) return;
  ask_to_stop();
  over_.get();
}

void LinkTask::hurry() {
  hurried_ = !keeper_.status().connected;
  place_.wake();
}

LinkStatus LinkTask::status() const {
  LinkStatus status{keeper_.status()};
  const std::lock_guard lock(mutex_);
  status.version = version_;
  return status;
}

base::Task<void> LinkTask::run(std::stop_token stop) {
  source::Backoff backoff(settings_.longest_pause);
  int short_lives = 0;  // of connections, one after another
  while (!stop.stop_requested()) {
    const auto began = steady_clock::now();
    const auto before = keeper_.status().last_connected;
    std::exception_ptr failure;
    try {
      co_await attempt(stop);
    } catch (...) {
      failure = std::current_exception();
    }
    const bool was_connected = keeper_.status().last_connected != before;
    short_lives = failure && was_connected && steady_clock::now() - began < kShortLife ? short_lives + 1 : 0;
    if (short_lives >= kSuspicious) failure = suspect_a_twin(failure, short_lives, settings_.mqtt.client_id);
    if (failure && keeper_.note_end(failure) != source::LinkKeeper::After::try_again) co_return;
    prospect_ = failure ? LinkPool::Prospect::doubtful : LinkPool::Prospect::good;
    // A connection that came about ends the waiting of earlier failures.
    if (was_connected) {
      backoff.reset();
      prospect_ = LinkPool::Prospect::good;
    }
    co_await pause(backoff.next(), stop);
  }
}

base::Task<void> LinkTask::pause(milliseconds time, const std::stop_token& stop) {
  const auto end = steady_clock::now() + time;
  while (!stop.stop_requested() && !hurried_.exchange(false)) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    if (left <= milliseconds(0)) co_return;
    co_await place_.wait(left);
  }
}

base::Task<void> LinkTask::attempt(const std::stop_token& stop) {
  const auto before = keeper_.status().last_connected;
  for (;;) {
    try {
      co_await connect_and_serve(stop);
      co_return;
    } catch (const Error& error) {
      const bool may_be_older = error.kind() == Error::Kind::protocol_version && settings_.may_fall_back;
      if (!may_be_older || settings_.mqtt.version != Version::v5) {
        // Whoever hung up without a connection may have been a proxy, or a broker on its way down.
        if (keeper_.status().last_connected == before) settings_.mqtt.version = preferred_;
        throw;
      }
      settings_.mqtt.version = Version::v311;
      logger().info("falling_back_to_mqtt_311", {{"broker", settings_.broker}, {"reason", error.what()}});
    }
  }
}

base::Task<void> LinkTask::connect_and_serve(const std::stop_token& stop) {
  struct Ended {
    const Work& work;
    explicit Ended(const Work& owners) : work(owners) {}
    Ended(const Ended&) = delete;
    Ended& operator=(const Ended&) = delete;
    ~Ended() { work.ended(); }
  };
  const Ended ended(work_);
  is_told_ = false;
  expect_confirmation();
  work_.prepare(settings_.mqtt);
  Session session(settings_.mqtt);
  const Session::Accepted accepted = co_await pool_.connect(session, prospect_, place_, stop);
  co_await work_.serve(session, accepted.session_present, stop);
  session.disconnect();
}

base::Task<void> LinkTask::persist(const std::stop_token& stop, const std::function<void()>& write) {
  source::LinkKeeper::StoreRetry retry;
  for (;;) {
    if (stop.stop_requested()) throw source::LinkEnding{};
    if (keeper_.stored(write, retry)) co_return;
    co_await pause(retry.next(), stop);
  }
}

base::Task<void> LinkTask::receive(Session& session, std::vector<Message>& batch, std::size_t limit,
                                   milliseconds patience) {
  const std::size_t unconfirmed = session.unconfirmed();
  session.receive(batch, limit, milliseconds(0));
  // A confirmation that came along is the owner's to see before it waits: the broker may say nothing more for long.
  if (!batch.empty() || session.unconfirmed() != unconfirmed || patience <= milliseconds(0)) co_return;
  co_await place_.wait(session, patience);
  session.receive(batch, limit, milliseconds(0));
}

milliseconds LinkTask::longest_wait() const {
  return std::min(kLongestWait, std::chrono::duration_cast<milliseconds>(settings_.mqtt.keepalive) / 8);
}

void LinkTask::expect_confirmation() {
  is_expecting_ = true;
  expecting_since_ = steady_clock::now();
}

bool LinkTask::notes_service(const Session& session) {
  if (!is_expecting_) return false;
  const bool is_late = steady_clock::now() > expecting_since_ + kConfirmationPatience;
  if (session.unconfirmed() > 0 && !is_late) return false;
  is_expecting_ = false;
  if (!is_told_) {
    const std::lock_guard lock(mutex_);
    version_ = settings_.mqtt.version;
    keeper_.note_connected();
  }
  is_told_ = true;
  if (session.unconfirmed() > 0) note_error("The broker confirms no subscription");
  return true;
}

}  // namespace openspc::connect::mqtt
