// From the number that a machine says to the value that is measured, whatever protocol it came by: the members that
// mappings of topics and of nodes share. Called by the functions that make readings, for intake and for trials alike.
// Pure functions; any thread.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <variant>

#include "connect/payload/payload.h"
#include "connect/source/subgroup_buffer.h"
#include "net/schema.h"

namespace openspc::connect::source {

struct ValueRule {
  double scale = 1;
  double offset = 0;
  bool decimal_comma = false;
  payload::ArrayUse array_values = payload::ArrayUse::refuse;
  std::int64_t array_index = 0;

  bool operator==(const ValueRule&) const = default;
};
BOOST_DESCRIBE_STRUCT(ValueRule, (), (scale, offset, decimal_comma, array_values, array_index))

inline void describe(net::Fields<ValueRule>& f) {
  f["scale"].defaulted().doc("The value is the machine's number times scale, plus offset: 0.001 makes mm of um. Not 0");
  f["offset"].defaulted().doc("Added after scale; a dead band and plausibility look at the result");
  f["decimal_comma"].defaulted().doc(
      "Texts have a comma before their fraction: 12,5. A point in one is refused; numbers of JSON have theirs always");
  f["array_values"].defaulted().doc(
      "Where a number is wanted and an array comes: refuse it; element: the one at array_index; subgroup: its values "
      "are one subgroup, complete by itself, of up to 100");
  f["array_index"].range(0, 9'999).defaulted().doc("From 0");
}

/// Throws Error(invalid) naming the member that makes every value the same or none, or goes with no array.
void check_values(const ValueRule& rule, TriggerStrategy strategy, std::optional<double> dead_band);

payload::NumberRule number_rule_of(const ValueRule& rule);

/// `said` with its values scaled; or why that is none.
std::variant<payload::Reading, payload::Unreadable> measured(const ValueRule& rule, payload::Reading said);

}  // namespace openspc::connect::source
