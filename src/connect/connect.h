// The connect room, wired together: what server/ makes one of. start() opens the connections, stop() closes them; stop
// before the database is closed. All references must outlive the room.
#pragma once

#include "base/config.h"
#include "base/event_bus.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/broker_service.h"
#include "connect/links.h"
#include "connect/opcua_certificate_service.h"
#include "connect/opcua_mapping_service.h"
#include "connect/opcua_reactor.h"
#include "connect/opcua_service.h"
#include "connect/opcua_visits.h"
#include "connect/opcua_writing_service.h"
#include "connect/outbound_queue.h"
#include "connect/sparkplug_service.h"
#include "connect/tag_service.h"
#include "connect/template_service.h"
#include "connect/topic_discovery.h"
#include "connect/visits.h"
#include "db/database.h"
#include "net/router.h"
#include "quality/quality.h"

namespace openspc::connect {

class Connect {
 public:
  Connect(db::Database& database, base::EventBus& bus, quality::Quality& quality, const base::Clock& clock,
          const base::Config& config);

  /// One for the whole process: its key is made once.
  base::SecretVault& vault() { return vault_; }

  void start();
  /// Previews and tests under way end within a moment. Does not block.
  void end_visits() {
    visits_.stop();
    opcua_visits_.stop();
  }
  void stop();
  void add_routes(net::Router& router);

 private:
  base::SecretVault vault_;
  Links links_;
  OutboundQueue outbound_;
  BrokerService brokers_;
  SparkplugService sparkplug_;
  TagService tags_;
  Visits visits_;
  Discoveries discoveries_;
  TemplateService templates_;
  OpcuaPki opcua_pki_;
  OpcuaLinks opcua_links_;
  OpcuaService opcua_servers_;
  OpcuaMappingService opcua_mappings_;
  OpcuaVisits opcua_visits_;
  OpcuaWritingService opcua_writing_;
  OpcuaCertificateService opcua_certificates_;
  OpcuaReactor opcua_reactor_;
  std::string metrics_token_;
};

}  // namespace openspc::connect
