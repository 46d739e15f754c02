// The threads that all links to brokers share. A link is a coroutine: between two turns it holds none of them, so that
// hundreds of idle brokers cost no more threads than one. Made by brokers::Links; outlives its links. Any thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>

#include "base/executors.h"
#include "base/task.h"
#include "connect/mqtt/session.h"

namespace openspc::connect::mqtt {

/// Where one coroutine waits, and others end its waiting.
class LinkWait {
 public:
  explicit LinkWait(const boost::asio::any_io_executor& pool);

  /// Of the coroutine: everything of it runs here, one after another.
  boost::asio::any_io_executor executor() const;

  // For the coroutine:

  /// Until wake() or the end of `patience`. May return early.
  base::Task<void> wait(std::chrono::milliseconds patience);
  /// As wait(), and until the session has something to read, or room for what it wants to write.
  base::Task<void> wait(const Session& session, std::chrono::milliseconds patience);

  /// Ends the wait under way, or else the next one. Any thread.
  void wake() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

class LinkPool {
 public:
  LinkPool();
  LinkPool(const LinkPool&) = delete;
  LinkPool& operator=(const LinkPool&) = delete;
  ~LinkPool();

  /// For LinkWait.
  boost::asio::any_io_executor executor() { return turns_.get_executor(); }
  /// Runs a link's coroutine at its place; the future is ready when it is over.
  static std::future<void> start(const LinkWait& place, base::Task<void> link);

  /// An address that failed before may take its whole patience again: it has no share in the threads of the others.
  enum class Prospect : std::uint8_t { good, doubtful };
  /// Session::connect() on a thread for what blocks. Throws Error, also when it is asked to stop.
  base::Task<Session::Accepted> connect(Session& session, Prospect prospect, LinkWait& place,
                                        const std::stop_token& stop);

 private:
  struct Lane {
    int free = 0;
  };
  class Seat;
  Lane& lane_of(Prospect prospect) { return prospect == Prospect::good ? good_ : doubtful_; }

  std::mutex mutex_;  // guards the lanes
  Lane good_, doubtful_;
  base::WorkerPool connecting_;
  boost::asio::thread_pool turns_;
};

}  // namespace openspc::connect::mqtt
