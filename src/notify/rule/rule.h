// Notification rules: who is told what, when. As stored and as the API shows and receives them. Called by the rule
// routes, service, store and the planner.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/schema.h"
#include "notify/notice/alert.h"
#include "notify/notice/ids.h"
#include "notify/rule/escalation.h"
#include "notify/rule/quiet_hours.h"

namespace openspc::notify {

/// What a rule says: all but its name and place. Stored as one document.
struct RuleDefinition {
  std::vector<EventKind> events{};
  std::vector<Severity> severities = {Severity::WARNING, Severity::CRITICAL};
  std::vector<std::int64_t> rule_ids{};
  std::vector<base::NodeId> node_ids{};
  std::vector<base::CharacteristicId> characteristic_ids{};
  std::vector<ChannelId> channel_ids{};
  std::int64_t repeat_minutes = 60;
  std::optional<std::int64_t> no_data_minutes{};
  std::int64_t connection_lost_seconds = 60;
  std::vector<base::BrokerId> broker_ids{};
  std::vector<base::OpcuaServerId> opcua_server_ids{};
  std::optional<QuietHours> quiet_hours{};
  std::vector<EscalationLevel> escalation{};
};
BOOST_DESCRIBE_STRUCT(RuleDefinition, (),
                      (events, severities, rule_ids, node_ids, characteristic_ids, channel_ids, repeat_minutes,
                       no_data_minutes, connection_lost_seconds, broker_ids, opcua_server_ids, quiet_hours, escalation))

template <class T>
void describe_rule_definition(net::Fields<T>& f) {
  f["events"].items(1, 7).one_of(
      {"violation", "acknowledgement", "limits", "no_data", "data_resumed", "connection_lost", "connection_back"});
  f["severities"].items(1, 2).defaulted().doc("Of the violations that are told");
  f["rule_ids"].max_items(8).range(1, 8).defaulted().doc("Run rules; none: all of them");
  f["node_ids"].max_items(100).defaulted().doc("Places in the plant with all that is below them");
  f["characteristic_ids"].max_items(1'000).defaulted().doc("With node_ids empty as well: every characteristic");
  f["channel_ids"].items(1, 20);
  f["repeat_minutes"].range(0, 10'080).defaulted().doc(
      "The same run rule at the same characteristic is told again no sooner, as long as nobody has acknowledged it");
  f["no_data_minutes"].range(1, 44'640).doc("For no_data: how long a characteristic may be without a sample");
  f["connection_lost_seconds"].range(0, 86'400).defaulted().doc(
      "For connection_lost: how long a connection must have been lost");
  f["broker_ids"].max_items(200).defaulted().doc("Brokers whose connections are told about");
  f["opcua_server_ids"].max_items(200).defaulted().doc(
      "OPC UA servers; with broker_ids empty as well: every connection of the plant, and those of every plant");
  f["quiet_hours"].doc("What happens then is told at their end, as one message for each channel");
  f["escalation"].max_items(5).defaulted().doc("In rising order of after_minutes");
}

inline void describe(net::Fields<RuleDefinition>& f) {
  describe_rule_definition(f);
}

struct RuleBody : RuleDefinition {
  std::string name{};
  std::optional<base::PlantId> plant_id{};
  bool is_enabled = true;
};
BOOST_DESCRIBE_STRUCT(RuleBody, (RuleDefinition), (name, plant_id, is_enabled))

template <class T>
void describe_rule_body(net::Fields<T>& f) {
  f["name"].length(1, 100);
  f["plant_id"].doc("Nothing: every plant, for an admin to say");
  f["is_enabled"].defaulted();
}

inline void describe(net::Fields<RuleBody>& f) {
  describe_rule_body(f);
}

struct Rule : RuleBody {
  RuleId id{};
  base::Timestamp created_at{}, updated_at{};
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(Rule, (RuleBody), (id, created_at, updated_at, problem))

inline void describe(net::Fields<Rule>& f) {
  f["problem"].doc("Why the rule tells nobody anything: what is stored of it cannot be read");
}

struct RuleList {
  std::vector<Rule> items{};
};
BOOST_DESCRIBE_STRUCT(RuleList, (), (items))

struct RulePath {
  RuleId rule_id{};
};
BOOST_DESCRIBE_STRUCT(RulePath, (), (rule_id))

/// Whether a rule is about an alert at a characteristic below these nodes, its own among them; of a connection, which
/// has no place, whether it is among those that the rule names.
bool concerns(const Rule& rule, const Alert& alert, std::span<const base::NodeId> place);

/// The channels of the rule and of the first `level` levels of its escalation, each once.
std::vector<ChannelId> channels_through(const Rule& rule, std::int64_t level);

}  // namespace openspc::notify
