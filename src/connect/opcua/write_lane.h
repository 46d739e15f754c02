// What waits to be written to one machine: each reaction once, however often it is added while it waits, at most once a
// second, and tried for half a minute (a machine that was restarted since would be stopped for what is over). One that
// the machine refuses does not hold up the next. A thread of its own; what became of each is in the audit trail. Made
// by Reactor; any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "connect/opcua/links.h"
#include "connect/opcua/writing.h"
#include "db/database.h"

namespace openspc::connect::opcua {

class WriteLane {
 public:
  WriteLane(db::Database& database, Links& links);
  WriteLane(const WriteLane&) = delete;
  WriteLane& operator=(const WriteLane&) = delete;
  ~WriteLane() = default;

  void add(const OpcuaReaction& reaction);
  /// What waits is given up within a moment.
  void request_stop() { thread_.request_stop(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    OpcuaReaction reaction;
    Clock::time_point due, deadline;
    std::string reason{};  // why the last attempt failed
  };

  void run(const std::stop_token& stop);
  /// False when it is to be tried again.
  bool settle(Waiting& write, const std::stop_token& stop);
  /// Empty, or why the machine did not take it.
  std::string attempt(const OpcuaReaction& reaction, const std::stop_token& stop);
  void record(const OpcuaReaction& reaction, std::string_view outcome, const std::string& reason);

  db::Database& database_;
  Links& links_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable_any arrived_;
  std::vector<Waiting> waiting_;
  std::map<std::int64_t, Clock::time_point> written_;  // last, by the id of the reaction

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace openspc::connect::opcua
