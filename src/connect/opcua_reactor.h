// Writes to machines what reactions say when a rule fires: listens on the bus, asks the database which characteristics
// have reactions, and writes over the link, three times when it must. A thread of its own; what waits when the process
// ends is lost, and said in the log, as is every write that fails.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/event_bus.h"
#include "connect/opcua_links.h"
#include "connect/opcua_writing.h"
#include "db/database.h"
#include "quality/events.h"
#include "spc/rules.h"

namespace openspc::connect {

class OpcuaReactor {
 public:
  OpcuaReactor(db::Database& database, base::EventBus& bus, OpcuaLinks& links);
  OpcuaReactor(const OpcuaReactor&) = delete;
  OpcuaReactor& operator=(const OpcuaReactor&) = delete;
  ~OpcuaReactor() { stop(); }

  void start();
  /// Idempotent.
  void stop();

 private:
  /// What fired since the last look, and how bad the worst of it is: signals that come faster than machines answer are
  /// written once, and none gives way to those of another characteristic.
  using Fired = std::map<base::CharacteristicId, spc::Severity>;

  void take(const quality::ViolationCreated& event);
  void run(const std::stop_token& stop);
  void react(const Fired& fired, const std::stop_token& stop);
  void insist(const OpcuaReaction& reaction, const std::stop_token& stop);
  bool write(const OpcuaReaction& reaction);

  db::Database& database_;
  OpcuaLinks& links_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable_any arrived_;
  Fired waiting_;

  base::Subscription subscription_;
  std::jthread thread_;
};

}  // namespace openspc::connect
