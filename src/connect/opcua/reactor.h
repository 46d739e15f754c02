// Writes to machines what reactions say when a rule fires: listens on the bus, asks the database which characteristics
// have reactions, and has each machine's own lane write them, so that a machine that hangs delays nobody else's stop
// bit. What waits when the process ends is lost, and said in the log, as is every write that fails.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/event_bus.h"
#include "connect/opcua/links.h"
#include "connect/opcua/write_lane.h"
#include "db/database.h"
#include "peers/heard.h"
#include "quality/judge/events.h"
#include "spc/rules.h"

namespace openspc::connect::opcua {

class Reactor {
 public:
  Reactor(db::Database& database, base::EventBus& bus, Links& links);
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;
  ~Reactor() { stop(); }

  void start();
  /// Idempotent.
  void stop();

 private:
  struct Signal {
    spc::Severity worst{};
    bool is_from_here = false;
  };
  /// What fired since the last look: signals that come faster than machines answer are written once, and none gives way
  /// to those of another characteristic.
  using Fired = std::map<base::CharacteristicId, Signal>;

  void take(const quality::judge::ViolationCreated& event, peers::Origin origin);
  void run(const std::stop_token& stop);
  void react(const Fired& fired);
  bool is_ours(base::OpcuaServerId server, const Signal& signal) const;

  db::Database& database_;
  Links& links_;
  std::map<base::OpcuaServerId, std::unique_ptr<WriteLane>> lanes_;  // of the thread alone

  std::mutex mutex_;  // guards what follows
  std::condition_variable_any arrived_;
  Fired waiting_;

  std::vector<base::Subscription> subscriptions_;
  std::jthread thread_;
};

}  // namespace openspc::connect::opcua
