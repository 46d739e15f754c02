// The connect room, wired together: what server/ makes one of. start() opens the connections, stop() closes them; stop
// before the database is closed. All references must outlive the room.
#pragma once

#include <filesystem>

#include "base/event_bus.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/brokers/broker_service.h"
#include "connect/brokers/links.h"
#include "connect/brokers/sparkplug_service.h"
#include "connect/brokers/tag_service.h"
#include "connect/brokers/topic_discovery.h"
#include "connect/brokers/visits.h"
#include "connect/opcua/certificate_service.h"
#include "connect/opcua/mapping_service.h"
#include "connect/opcua/reactor.h"
#include "connect/opcua/service.h"
#include "connect/opcua/visits.h"
#include "connect/opcua/writing_service.h"
#include "connect/outbound/queue.h"
#include "connect/templates/template_service.h"
#include "db/database.h"
#include "net/router.h"
#include "quality/quality.h"

namespace openspc::connect {

class Connect {
 public:
  Connect(db::Database& database, base::EventBus& bus, quality::Quality& quality, const base::Clock& clock,
          base::SecretVault& vault, const std::filesystem::path& data_dir);

  void start();
  /// Previews and tests under way end within a moment. Does not block.
  void end_visits() {
    visits_.stop();
    opcua_visits_.stop();
  }
  void stop();
  void add_routes(net::Router& router);

  const brokers::Links& links() const { return links_; }
  const opcua::Links& opcua_links() const { return opcua_links_; }

 private:
  brokers::Links links_;
  outbound::Queue outbound_;
  brokers::BrokerService brokers_;
  brokers::SparkplugService sparkplug_;
  brokers::TagService tags_;
  brokers::Visits visits_;
  brokers::Discoveries discoveries_;
  templates::TemplateService templates_;
  opcua::Pki opcua_pki_;
  opcua::Links opcua_links_;
  opcua::Service opcua_servers_;
  opcua::MappingService opcua_mappings_;
  opcua::Visits opcua_visits_;
  opcua::WritingService opcua_writing_;
  opcua::CertificateService opcua_certificates_;
  opcua::Reactor opcua_reactor_;
};

}  // namespace openspc::connect
