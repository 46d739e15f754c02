// From the number that a machine says to the value that is measured, whatever protocol it came by: the members that
// mappings of topics and of nodes share. Called by the functions that make readings, for intake and for trials alike.
// Pure functions; any thread.
#pragma once

#include <boost/describe.hpp>
#include <variant>

#include "connect/payload.h"
#include "net/schema.h"

namespace openspc::connect {

struct ValueRule {
  double scale = 1;
  double offset = 0;
  bool decimal_comma = false;
};
BOOST_DESCRIBE_STRUCT(ValueRule, (), (scale, offset, decimal_comma))

inline void describe(net::Fields<ValueRule>& f) {
  f["scale"].defaulted().doc("The value is the machine's number times scale, plus offset: 0.001 makes mm of um. Not 0");
  f["offset"].defaulted().doc("Added after scale; a dead band and plausibility look at the result");
  f["decimal_comma"].defaulted().doc(
      "Texts have a comma before their fraction: 12,5. A point in one is refused; numbers of JSON have theirs always");
}

/// Throws Error(invalid) naming the member that makes every value the same or none.
void check_values(const ValueRule& rule);

DecimalMark decimal_mark_of(const ValueRule& rule);

/// `said` with its value scaled; or why that is none.
std::variant<Reading, Unreadable> measured(const ValueRule& rule, Reading said);

}  // namespace openspc::connect
