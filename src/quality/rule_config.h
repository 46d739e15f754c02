// The eight Nelson rules of a characteristic: switched on or off, with or without acknowledgement, with parameters that
// replace Nelson's. The row, the wire form, and their translation into the configuration of spc. Values, any thread.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "net/schema.h"
#include "spc/rules.h"

namespace openspc::quality {

/// One rule as stored and as the API shows it.
struct RuleSwitch {
  std::int64_t rule_id = 1;  // 1..8
  bool is_enabled = true;
  bool require_acknowledgement = true;
  // {"sigma": k, "count": m, "window": n}: m of the last n points, k sigma from the center; absent members are
  // Nelson's.
  std::optional<boost::json::object> parameters{};
};
BOOST_DESCRIBE_STRUCT(RuleSwitch, (), (rule_id, is_enabled, require_acknowledgement, parameters))

inline void describe(net::Fields<RuleSwitch>& f) {
  f["rule_id"].range(1, 8);
  f["is_enabled"].defaulted();
  f["require_acknowledgement"].defaulted().doc("Whether a person must acknowledge a violation of this rule");
  f["parameters"].doc(
      "Replaces the rule's own parameters: {\"sigma\": k, \"count\": m, \"window\": n} means m of the last n points, "
      "k sigma from the center line. Members left out keep Nelson's values; null restores all of them");
}

/// All eight rules, rule 1 first. A rule without a stored row is on and asks for acknowledgement, both for the engine
/// and for whoever lists the rules.
struct RuleSwitches {
  std::array<RuleSwitch, spc::kRuleCount> rules;

  RuleSwitches();
  const RuleSwitch& of(spc::Rule rule) const { return rules[spc::index_of(rule)]; }
  /// For the evaluator of the location chart. Parameters that make no sense (a row edited by hand) fall back to
  /// Nelson's.
  spc::RuleConfig config() const;
};

/// Over the defaults, the rows that exist; rows with another number are ignored.
RuleSwitches rule_switches_from(const std::vector<RuleSwitch>& rows);

/// Throws a 422 that names the entry of the body: a rule number given twice, or parameters that make no sense.
void require_valid(const std::vector<RuleSwitch>& body);

}  // namespace openspc::quality
