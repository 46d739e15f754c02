#include "server/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <optional>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/brokers/broker_link.h"
#include "net/response.h"

namespace openspc::server {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

struct Measure {
  const char* name;
  const char* help;
  MetricType type;
};

double seconds(const std::optional<base::Timestamp>& time) {
  return time ? static_cast<double>(time->time_since_epoch().count()) / 1e6 : 0;
}

ClientMetric metric(const std::string& label, std::int64_t id, MetricType type, double value) {
  ClientMetric one;
  one.label = {{label, std::to_string(id)}};
  if (type == MetricType::Counter) {
    one.counter.value = value;
  } else {
    one.gauge.value = value;
  }
  return one;
}

class Page {
 public:
  template <class All, class Value>
  void add(const Measure& measure, const std::string& label, const All& all, Value value) {
    MetricFamily family;
    family.name = measure.name;
    family.help = measure.help;
    family.type = measure.type;
    for (const auto& [id, one] : all)
      family.metric.push_back(metric(label, id.value, measure.type, static_cast<double>(value(one))));
    families_.push_back(std::move(family));
  }

  void add(const Measure& measure, double value) {
    MetricFamily family;
    family.name = measure.name;
    family.help = measure.help;
    family.type = measure.type;
    family.metric.emplace_back().counter.value = value;
    families_.push_back(std::move(family));
  }

  std::string text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  std::vector<MetricFamily> families_;
};

void add_brokers(Page& page, const std::map<base::BrokerId, connect::mqtt::LinkStatus>& brokers) {
  const auto add = [&](const Measure& measure, auto value) { page.add(measure, "broker", brokers, value); };
  add({"openspc_broker_connected", "1 while the connection stands", MetricType::Gauge},
      [](const connect::mqtt::LinkStatus& s) { return s.connected ? 1 : 0; });
  add({"openspc_broker_reconnects_total", "Connections after the first", MetricType::Counter},
      [](const connect::mqtt::LinkStatus& s) { return s.reconnects; });
  add({"openspc_broker_messages_total", "Messages received", MetricType::Counter},
      [](const connect::mqtt::LinkStatus& s) { return s.counts.messages; });
  add({"openspc_broker_samples_total", "Samples stored", MetricType::Counter},
      [](const connect::mqtt::LinkStatus& s) { return s.counts.samples; });
  add({"openspc_broker_rejected_total", "Messages and samples that were refused", MetricType::Counter},
      [](const connect::mqtt::LinkStatus& s) { return s.counts.rejected; });
  add({"openspc_broker_duplicates_total", "Redeliveries and repetitions that were left out", MetricType::Counter},
      [](const connect::mqtt::LinkStatus& s) { return s.counts.duplicates; });
  add({"openspc_broker_lag_seconds", "From the arrival of the last batch to its commit", MetricType::Gauge},
      [](const connect::mqtt::LinkStatus& s) { return s.lag ? std::chrono::duration<double>(*s.lag).count() : 0; });
  add({"openspc_broker_last_message_timestamp_seconds", "When the last message came, Unix time", MetricType::Gauge},
      [](const connect::mqtt::LinkStatus& s) { return seconds(s.counts.last_message_at); });
}

void add_sources(Page& page, const std::map<base::DataSourceId, connect::source::IntakeCounts>& sources) {
  const auto add = [&](const Measure& measure, auto value) { page.add(measure, "data_source", sources, value); };
  add({"openspc_source_messages_total", "Messages received", MetricType::Counter},
      [](const connect::source::IntakeCounts& c) { return c.messages; });
  add({"openspc_source_samples_total", "Samples stored", MetricType::Counter},
      [](const connect::source::IntakeCounts& c) { return c.samples; });
  add({"openspc_source_rejected_total", "Messages and samples that were refused", MetricType::Counter},
      [](const connect::source::IntakeCounts& c) { return c.rejected; });
  add({"openspc_source_duplicates_total", "Repetitions that were left out", MetricType::Counter},
      [](const connect::source::IntakeCounts& c) { return c.duplicates; });
  add({"openspc_source_pending_values", "Readings of an incomplete subgroup", MetricType::Gauge},
      [](const connect::source::IntakeCounts& c) { return c.pending; });
  add({"openspc_source_last_message_timestamp_seconds", "When the last message came, Unix time", MetricType::Gauge},
      [](const connect::source::IntakeCounts& c) { return seconds(c.last_message_at); });
}

void add_opcua_servers(Page& page, const std::map<base::OpcuaServerId, connect::opcua::LinkStatus>& servers) {
  const auto add = [&](const Measure& measure, auto value) { page.add(measure, "opcua_server", servers, value); };
  add({"openspc_opcua_connected", "1 while the connection stands", MetricType::Gauge},
      [](const connect::opcua::LinkStatus& s) { return s.connected ? 1 : 0; });
  add({"openspc_opcua_reconnects_total", "Connections after the first", MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.reconnects; });
  add({"openspc_opcua_values_total", "Values received", MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.counts.messages; });
  add({"openspc_opcua_samples_total", "Samples stored", MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.counts.samples; });
  add({"openspc_opcua_rejected_total", "Values of bad quality, and values and samples that were refused",
       MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.counts.rejected; });
  add({"openspc_opcua_uncertain_total", "Values of uncertain quality", MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.doubts.uncertain; });
  add({"openspc_opcua_overflows_total", "Times that a server's queue was full", MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.doubts.overflows; });
  add({"openspc_opcua_notifications_lost_total", "Notifications that a server no longer had", MetricType::Counter},
      [](const connect::opcua::LinkStatus& s) { return s.notifications.lost; });
  add({"openspc_opcua_lag_seconds", "From the arrival of the last values to their commit", MetricType::Gauge},
      [](const connect::opcua::LinkStatus& s) { return s.lag ? std::chrono::duration<double>(*s.lag).count() : 0; });
  add({"openspc_opcua_last_value_timestamp_seconds", "When the last value came, Unix time", MetricType::Gauge},
      [](const connect::opcua::LinkStatus& s) { return seconds(s.counts.last_message_at); });
}

bool is_allowed(const net::Request& request, const std::string& token) {
  return token.empty() || base::constant_time_equal(request.bearer_token(), token);
}

std::string metrics_text(const std::map<base::BrokerId, connect::mqtt::LinkStatus>& brokers,
                         const std::map<base::OpcuaServerId, connect::opcua::LinkStatus>& opcua_servers,
                         const std::map<base::DataSourceId, connect::source::IntakeCounts>& sources,
                         const net::RequestCounts& requests) {
  Page page;
  add_brokers(page, brokers);
  add_opcua_servers(page, opcua_servers);
  add_sources(page, sources);
  page.add({"openspc_http_ignored_inputs_total", "Members and parameters of requests that no route knows",
            MetricType::Counter},
           static_cast<double>(requests.ignored_inputs.load()));
  return page.text();
}

}  // namespace

void add_metrics_route(net::Router& router, const connect::Connect& connect, std::string token) {
  router.add(net::get("/metrics")
                 .access(net::Access::public_())
                 .tag("app")
                 .id("metrics")
                 .summary("Connections and mappings for Prometheus")
                 .description("Open unless OPENSPC_METRICS_TOKEN is set; then it wants that as a bearer token.")
                 .produces("text/plain")
                 .fails({401})
                 .handle([&links = connect.links(), &opcua = connect.opcua_links(), wanted = std::move(token),
                          requests = router.counts()](net::Request& r) -> base::Task<net::Response> {
                   if (!is_allowed(r, wanted)) throw base::unauthorized("The metrics want their token");
                   auto sources = links.counts_by_source();
                   sources.merge(opcua.counts_by_source());
                   auto page =
                       net::Response::text(200, metrics_text(links.statuses(), opcua.statuses(), sources, *requests));
                   page.content_type = "text/plain; version=0.0.4; charset=utf-8";
                   co_return page;
                 }));
}

}  // namespace openspc::server
