// The thread that plans and sends: looks whenever the bus says that something happened, and every second besides;
// between two looks it gives each channel its next message as soon as the last one has arrived. Of several servers on
// one database only the one that holds the lease does. The bus only wakes it: what happened is read from the database,
// so that nothing is lost with the process. Made by the room; start() once, stop() is idempotent.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/event_bus.h"
#include "base/guarded.h"
#include "base/time.h"
#include "db/database.h"
#include "db/leases.h"
#include "notify/delivery/courier.h"
#include "notify/watch/planner.h"

namespace openspc::notify {

class Dispatcher {
 public:
  Dispatcher(db::Database& database, base::EventBus& bus, const base::Clock& clock, Sender& sender);
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;
  ~Dispatcher();

  void start();
  void stop();
  /// Rules, channels or the queue changed: look now.
  void refresh();

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  /// True when it is time for something that is done every so often.
  class Rhythm {
   public:
    explicit Rhythm(std::chrono::milliseconds every) : every_(every) {}
    bool is_due();
    void hurry() { next_ = {}; }

   private:
    std::chrono::milliseconds every_;
    SteadyTime next_{};
  };

  /// What other threads tell this one.
  struct News {
    bool woken = false, settle = false, finished = false, changed_by_people = false, ending = false;
  };

  void run(const std::stop_token& stop);
  void guarded(const std::function<void()>& work);
  void look(const std::stop_token& stop);
  void send_until_next_look(const std::stop_token& stop);
  void send_next();
  bool keep_lease(bool is_needed);
  void wake(bool settle);
  void one_has_ended();

  db::Leases leases_;
  Planner planner_;
  db::Database& database_;
  Sender& sender_;
  Courier courier_;
  std::optional<db::LeaseToken> lease_;
  Rhythm lease_rhythm_, settle_rhythm_, silence_rhythm_, forget_rhythm_;

  base::Guarded<News> news_;
  std::condition_variable changed_;

  std::vector<base::Subscription> subscriptions_;
  std::jthread thread_;
};

}  // namespace openspc::notify
