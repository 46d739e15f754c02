// The notify room, wired together: what server/ makes one of. start() begins to tell people, stop() ends it; stop
// before the database is closed. All references must outlive the room.
#pragma once

#include "base/config.h"
#include "base/event_bus.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "db/database.h"
#include "net/router.h"
#include "notify/delivery/sender.h"
#include "notify/desk/channel_service.h"
#include "notify/desk/delivery_service.h"
#include "notify/desk/mail_server_service.h"
#include "notify/desk/rule_service.h"
#include "notify/dispatcher.h"

namespace openspc::notify {

class Notify {
 public:
  Notify(db::Database& database, base::EventBus& bus, const base::Clock& clock, base::SecretVault& vault,
         const base::Config& config);

  void start() { dispatcher_.start(); }
  /// Tests of channels under way end within a moment, and so do messages: they are sent after the next start.
  void end_tests() { sender_.stop(); }
  void stop();
  void add_routes(net::Router& router);

 private:
  Sender sender_;
  Dispatcher dispatcher_;
  ChannelService channels_;
  RuleService rules_;
  DeliveryService deliveries_;
  MailServerService mail_server_;
};

}  // namespace openspc::notify
