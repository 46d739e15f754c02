#include "connect/brokers/broker_settings.h"

#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/mqtt/broker_address.h"
#include "connect/mqtt/tls_context.h"
#include "connect/payload/machine_time.h"
#include "connect/sparkplug/topic.h"

namespace openspc::connect::brokers {
namespace {

// mqtts://machine:8883 in `host` says all three.
template <class Broker>
void take_apart_host(Broker& broker) {
  mqtt::BrokerAddress address =
      mqtt::broker_address({.host = broker.host, .port = broker.port, .use_tls = broker.use_tls});
  broker.host = std::move(address.host);
  broker.port = address.port;
  broker.use_tls = address.use_tls;
}

// An empty id is none.
void check_host_id(Broker& broker) {
  auto& id = broker.sparkplug_host_id;
  if (id && id->empty()) id.reset();
  if (id && !sparkplug::is_sparkplug_id(*id))
    throw base::refused_member("sparkplug_host_id", "an id of Sparkplug has no '+', '#' and '/'", *id);
}

}  // namespace

void BrokerKind::complete(BrokerCreate& request) {
  // Brokers let in one client of a name: two servers that both had the default would throw each other out.
  if (request.client_id == BrokerCreate{}.client_id) request.client_id = "openspc-" + base::random_token(6);
  take_apart_host(request);
}

void BrokerKind::apply(const BrokerUpdate& request, Row& row) {
  request.apply_to<&BrokerCreate::username, &BrokerCreate::password, &BrokerCreate::client_key>(row);
  if (request.field<&BrokerCreate::host>().present()) take_apart_host(row);
}

std::vector<identity::Destination> BrokerKind::destinations(const Row& before, const Row& after) {
  return {{"host", before.host != after.host},
          {"port", before.port != after.port},
          {"use_tls", before.use_tls != after.use_tls},
          {"verify_certificate", before.verify_certificate != after.verify_certificate},
          {"ca_certificate", before.ca_certificate != after.ca_certificate}};
}

// What cannot be used is refused where it is entered, not when the connection fails.
void BrokerKind::check(Row& row, const std::optional<std::string>& client_key) {
  mqtt::check_tls({.verify = row.verify_certificate,
                   .ca_certificate = row.ca_certificate.value_or(""),
                   .client_certificate = row.client_certificate.value_or(""),
                   .client_key = client_key.value_or("")});
  check_host_id(row);
  if (row.time_zone) payload::zone_named(*row.time_zone);
}

boost::json::object BrokerKind::named(const Row& row) {
  return {{"name", row.name}, {"host", row.host}, {"port", row.port}};
}

}  // namespace openspc::connect::brokers
