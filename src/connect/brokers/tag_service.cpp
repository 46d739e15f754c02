#include "connect/brokers/tag_service.h"

#include <string>
#include <utility>

#include "base/certain.h"
#include "base/error.h"
#include "connect/brokers/broker_settings.h"
#include "connect/brokers/tag_check.h"
#include "connect/brokers/tag_store.h"
#include "connect/source/connection_service.h"
#include "connect/source/data_source.h"
#include "net/schema.h"
#include "quality/characteristic/access.h"

namespace openspc::connect::brokers {
namespace {

void require_broker(db::Session& session, const net::Principal& principal, base::BrokerId id,
                    base::PlantId characteristic_plant) {
  const auto row = source::ConnectionService<BrokerKind>::find_seen(session, principal, id);
  if (row.plant_id && *row.plant_id != characteristic_plant)
    throw base::refused_member("broker_id", "the broker belongs to another plant than the characteristic",
                               std::to_string(id.value));
}

void add_live_state(TagMapping& mapping, const std::map<base::DataSourceId, source::IntakeCounts>& all,
                    const std::map<base::DataSourceId, SparkplugLink::Standing>& peers) {
  if (const auto peer = peers.find(mapping.data_source_id); peer != peers.end()) {
    mapping.peer_state = peer->second.state;
    mapping.metric_problem = peer->second.metric_problem;
  }
  const auto known = all.find(mapping.data_source_id);
  if (known == all.end()) return;
  const source::IntakeCounts& counts = known->second;
  source::add_counts(mapping, counts);
  mapping.messages_received = counts.messages;
  mapping.uncertain_count = counts.uncertain;
  mapping.birth_values_left_out = counts.births_left_out;
  mapping.subgroups_closed_early = counts.closed_early;
  mapping.open_subgroups = counts.open_subgroups;
  mapping.last_message_at = counts.last_message_at;
}

base::Error no_source(base::CharacteristicId id) {
  return base::not_found("Characteristic " + std::to_string(id.value) + " has no data source");
}

}  // namespace

TagService::TagService(db::Database& database, const base::Clock& clock, Links& links)
    : db_(database), clock_(clock), links_(links) {}

base::Task<std::vector<TagMapping>> TagService::list(const net::Principal& principal, TagListQuery query) {
  auto read = [&](db::Session& session) { return tag_store::list(session, principal, query); };
  std::vector<TagMapping> mappings = co_await db_.read(read);
  const auto counts = links_.counts_by_source();
  const auto states = links_.sparkplug_standing();
  for (TagMapping& mapping : mappings) add_live_state(mapping, counts, states);
  co_return mappings;
}

TagMapping TagService::store(db::Session& session, const identity::Caller& caller, const TagMappingCreate& mapping) {
  const auto owned = quality::characteristic::require_engineer(session, caller.principal, mapping.characteristic_id);
  require_broker(session, caller.principal, mapping.broker_id, owned.plant);
  check_mapping(mapping);
  const bool replaced = source::data_source_store::remove(session, mapping.characteristic_id);
  tag_store::insert(session, mapping, clock_.now());
  source::record_mapping(session, caller, replaced ? "data_source.replaced" : "data_source.created",
                         mapping.characteristic_id, owned.plant,
                         {{"topic", mapping.mqtt_topic}, {"broker_id", mapping.broker_id.value}});
  session.after_commit([this] { links_.refresh(); });
  return base::certain(tag_store::find(session, mapping.characteristic_id));
}

base::Task<TagMapping> TagService::map(identity::Caller caller, TagMappingCreate mapping) {
  auto job = [&](db::Session& session) { return store(session, caller, mapping); };
  co_return co_await db_.write(job);
}

base::Task<void> TagService::unmap(identity::Caller caller, base::CharacteristicId characteristic) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::characteristic::require_engineer(session, caller.principal, characteristic);
    if (!source::data_source_store::remove(session, characteristic)) throw no_source(characteristic);
    source::record_mapping(session, caller, "data_source.deleted", characteristic, owned.plant);
    session.after_commit([this] { links_.refresh(); });
  };
  co_await db_.write(job);
}

base::Task<TagMapping> TagService::set_active(identity::Caller caller, base::CharacteristicId characteristic,
                                              bool active) {
  auto job = [&](db::Session& session) {
    const auto owned = quality::characteristic::require_engineer(session, caller.principal, characteristic);
    auto mapping = tag_store::find(session, characteristic);
    if (!mapping) throw no_source(characteristic);
    if (source::data_source_store::switched(session, caller, owned.plant, *mapping, active, clock_.now()))
      session.after_commit([this] { links_.refresh(); });
    return *mapping;
  };
  TagMapping mapping = co_await db_.write(job);
  add_live_state(mapping, links_.counts_by_source(), links_.sparkplug_standing());
  co_return mapping;
}

base::Task<TrialGround> TagService::trial_ground(const net::Principal& principal, base::BrokerId broker,
                                                 std::optional<base::CharacteristicId> characteristic) {
  auto read = [&](db::Session& session) {
    TrialGround ground;
    if (characteristic)
      ground.characteristic = quality::characteristic::require_engineer(session, principal, *characteristic).row;
    if (auto row = broker_store::Rows::find(session, broker)) ground.time_zone = std::move(row->time_zone);
    return ground;
  };
  TrialGround ground = co_await db_.read(read);
  ground.births = [&links = links_, broker](const sparkplug::Peer& peer) {
    std::vector<sparkplug::MetricStatus> metrics;
    links.with_sparkplug(broker, [&](const SparkplugLink& link) { metrics = link.metrics(peer); });
    return metrics;
  };
  co_return ground;
}

base::Task<source::MappingImportResult> TagService::import(identity::Caller caller, std::string csv) {
  auto job = [&](db::Session& session) {
    return source::import_mappings(session, csv, [&](const boost::json::object& row) {
      store(session, caller, net::from_json<TagMappingCreate>(row, {"row"}));
    });
  };
  co_return co_await db_.write(job);
}

}  // namespace openspc::connect::brokers
