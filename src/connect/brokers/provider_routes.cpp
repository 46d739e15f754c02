#include <algorithm>
#include <set>

#include "base/error.h"
#include "connect/brokers/provider.h"
#include "connect/brokers/routes.h"

namespace openspc::connect::brokers {
namespace {

using net::Access;
using net::Role;

// One view of what all links do together.
base::Task<TagProviderStatus> tag_provider(const net::Principal& principal, BrokerService& brokers, TagService& tags) {
  TagProviderStatus status;
  std::set<std::string> topics;
  const BrokerStatusList list = co_await brokers.statuses(principal, std::nullopt);
  for (const BrokerStatus& broker : list.states) {
    status.is_running = status.is_running || broker.is_connected;
    topics.insert(broker.subscribed_topics.begin(), broker.subscribed_topics.end());
  }
  const std::vector<TagMapping> mappings = co_await tags.list(principal, TagListQuery{});
  for (const TagMapping& mapping : mappings) {
    if (mapping.is_active) ++status.characteristics_count;
    status.samples_processed += mapping.samples_stored;
    if (mapping.last_sample_at) status.last_sample_time = std::max(status.last_sample_time, mapping.last_sample_at);
  }
  status.subscribed_topics.assign(topics.begin(), topics.end());
  co_return status;
}

base::Task<MqttSummary> summary(const net::Principal& principal, BrokerService& brokers) {
  const auto current = co_await brokers.current(principal);
  if (!current) co_return MqttSummary{.error_message = "No broker configured"};
  co_return MqttSummary{.is_connected = current->is_connected,
                        .broker_id = current->broker_id,
                        .broker_name = current->broker_name,
                        .last_connected = current->last_connected,
                        .error_message = current->error_message,
                        .subscribed_topics = current->subscribed_topics};
}

}  // namespace

void add_provider_routes(net::Router& router, const BrokerServices& services) {
  BrokerService& brokers = services.brokers;
  TagService& tags = services.tags;
  Links& links = services.links;
  router.add(net::get("/api/v1/providers/status")
                 .access(Access::authenticated())
                 .tag("providers")
                 .id("providerStatus")
                 .summary("Ingestion in short")
                 .handle([&brokers, &tags](net::Request& r) -> base::Task<ProviderStatus> {
                   ProviderStatus status;
                   status.mqtt = co_await summary(r.principal(), brokers);
                   status.tag_provider = co_await tag_provider(r.principal(), brokers, tags);
                   co_return status;
                 }));
  router.add(net::post("/api/v1/providers/tag/restart")
                 .access(Access::any_plant(Role::engineer))
                 .tag("providers")
                 .id("restartTagProvider")
                 .summary("Look at brokers and mappings anew")
                 .description("Changes are in force without it; kept for clients of the reference. Nothing that was "
                              "collected is lost.")
                 .fails({500, 503})
                 .handle([&brokers, &tags, &links](net::Request& r) -> base::Task<TagProviderStatus> {
                   links.refresh();
                   TagProviderStatus status = co_await tag_provider(r.principal(), brokers, tags);
                   if (!status.is_running) throw base::unavailable("No broker is connected");
                   co_return status;
                 }));
  router.add(net::post("/api/v1/providers/tag/refresh")
                 .access(Access::any_plant(Role::engineer))
                 .tag("providers")
                 .id("refreshTagProvider")
                 .summary("Read the mappings again")
                 .fails({503})
                 .handle([&brokers, &tags, &links](net::Request& r) -> base::Task<RefreshResult> {
                   links.refresh();
                   const TagProviderStatus status = co_await tag_provider(r.principal(), brokers, tags);
                   if (!status.is_running) throw base::unavailable("No broker is connected");
                   co_return RefreshResult{.message = "Mappings refreshed",
                                           .characteristics_count = status.characteristics_count};
                 }));
}

}  // namespace openspc::connect::brokers
