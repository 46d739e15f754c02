// The composition root: makes every room once and wires them. Used by `serve`, and by `openapi` for the routes alone.
// Owns all services; the database, bus and clock must outlive it.
#pragma once

#include <string>

#include "admin/demo_seed.h"
#include "base/config.h"
#include "base/event_bus.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/connect.h"
#include "db/database.h"
#include "identity/identity.h"
#include "net/router.h"
#include "notify/notify.h"
#include "peers/peers.h"
#include "plants/hierarchy_service.h"
#include "plants/plant_service.h"
#include "quality/quality.h"

namespace openspc::server {

class Rooms {
 public:
  Rooms(db::Database& database, base::EventBus& bus, const base::Clock& clock, const base::Config& config,
        std::string jwt_secret);

  identity::Identity& identity() { return identity_; }
  quality::Quality& quality() { return quality_; }
  connect::Connect& connect() { return connect_; }
  notify::Notify& notify() { return notify_; }
  peers::Peers& peers() { return peers_; }
  base::SecretVault& vault() { return vault_; }

  admin::DemoServices demo_services() { return {identity_.users(), plants_, hierarchy_, quality_}; }

  /// Every route of every room, and the server's own.
  net::Router routes();

 private:
  db::Database& database_;
  std::string app_version_, metrics_token_;
  identity::Identity identity_;
  plants::PlantService plants_;
  plants::HierarchyService hierarchy_;
  quality::Quality quality_;
  base::SecretVault vault_;  // one for the whole process: its key is made once
  connect::Connect connect_;
  notify::Notify notify_;
  peers::Peers peers_;  // after all that listen to it
};

}  // namespace openspc::server
