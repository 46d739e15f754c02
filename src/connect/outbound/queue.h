// From the engine's events to rows that wait for a broker: a thread of its own collects what was published on the bus,
// finds out who wants to be told, and writes the messages in their order. Violations, acknowledgements and changes of
// limits are always told; samples of one characteristic no closer to each other than the broker's interval.
// Made by the composition of the room; ends with it. Events that were not written when the process died are lost.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/event_bus.h"
#include "base/time.h"
#include "connect/outbound/event.h"
#include "db/database.h"

namespace openspc::connect::outbound {

class Queue {
 public:
  /// `written` is called after messages were stored, on the queue's thread.
  Queue(db::Database& database, base::EventBus& bus, const base::Clock& clock, std::function<void()> written);
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;
  ~Queue();

  void start();
  /// Writes what waits, then ends. Idempotent.
  void stop();
  /// Brokers changed.
  void forget_brokers();

  /// Events that wait in memory at most; the oldest samples give way first. And rows that wait for one broker.
  static constexpr std::size_t capacity = 100'000;
  static constexpr std::int64_t kept_for_a_broker = 200'000;

 private:
  struct Waiting {
    EngineEvent event;
    base::Timestamp at;
  };

  /// When a broker was last told of a sample of a characteristic.
  using LastTold = std::map<std::pair<base::BrokerId, base::CharacteristicId>, base::Timestamp>;
  struct Telling {
    const Receiver* receiver = nullptr;
    const Waiting* what = nullptr;
  };

  void take(EngineEvent event);
  void run(const std::stop_token& stop);
  bool write(const std::vector<Waiting>& events);
  std::vector<Telling> to_tell(const std::vector<Waiting>& events, LastTold& told) const;
  bool may_tell(const Receiver& receiver, const Waiting& waiting, LastTold& told) const;
  void store(db::Session& session, const std::vector<Telling>& tellings) const;

  db::Database& database_;
  const base::Clock& clock_;
  const std::function<void()> written_;

  // The thread's own.
  std::vector<Receiver> receivers_;
  LastTold last_sample_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable_any arrived_;
  std::deque<Waiting> waiting_;
  std::size_t dropped_ = 0;
  bool receivers_known_ = false;
  bool anybody_ = true;  // somebody wants to be told, as far as is known

  std::vector<base::Subscription> subscriptions_;
  std::jthread thread_;
};

}  // namespace openspc::connect::outbound
