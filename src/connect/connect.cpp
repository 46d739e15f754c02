#include "connect/connect.h"

#include "connect/brokers/routes.h"
#include "connect/opcua/routes.h"
#include "connect/templates/template_routes.h"

namespace openspc::connect {

Connect::Connect(db::Database& database, base::EventBus& bus, quality::Quality& quality, const base::Clock& clock,
                 base::SecretVault& vault, const std::filesystem::path& data_dir)
    : links_(database, quality.intake(), clock, vault),
      outbound_(database, bus, clock, [this] { links_.wake_outbound(); }),
      brokers_(database, clock, vault, links_, outbound_),
      sparkplug_(database, brokers_, links_),
      tags_(database, clock, links_),
      visits_(clock),
      discoveries_(clock),
      templates_(database, clock, brokers_, tags_, links_, discoveries_),
      opcua_pki_(database, vault, clock, data_dir / "opcua"),
      opcua_links_(database, quality.intake(), clock, vault, opcua_pki_),
      opcua_servers_(database, clock, vault, opcua_links_),
      opcua_mappings_(database, clock, opcua_links_),
      opcua_visits_(opcua_links_, vault, opcua_pki_),
      opcua_writing_(database, clock, opcua_visits_),
      opcua_certificates_(database, opcua_pki_, [this] { opcua_links_.hurry(); }),
      opcua_reactor_(database, bus, opcua_links_) {}

void Connect::start() {
  outbound_.start();
  links_.start();
  opcua_links_.start();
  opcua_reactor_.start();
}

void Connect::stop() {
  end_visits();
  discoveries_.stop_all();
  outbound_.stop();
  opcua_reactor_.stop();
  links_.stop();
  opcua_links_.stop();
}

void Connect::add_routes(net::Router& router) {
  const brokers::BrokerServices services{brokers_, tags_, visits_, discoveries_, links_, sparkplug_};
  add_broker_routes(router, services);
  add_broker_live_routes(router, services);
  add_sparkplug_routes(router, services);
  add_tag_routes(router, services);
  add_template_routes(router, templates_);
  add_provider_routes(router, services);
  const opcua::Services opcua{opcua_servers_, opcua_mappings_, opcua_visits_, opcua_writing_, opcua_certificates_};
  add_opcua_routes(router, opcua);
  add_opcua_live_routes(router, opcua);
  add_opcua_mapping_routes(router, opcua);
  add_opcua_writing_routes(router, opcua);
  add_opcua_certificate_routes(router, opcua);
}

}  // namespace openspc::connect
