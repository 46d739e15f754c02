#include "connect/value_rule.h"

#include <cmath>
#include <string>
#include <utility>

#include "base/error.h"

namespace openspc::connect {

void check_values(const ValueRule& rule) {
  if (rule.scale == 0)
    throw base::invalid_field(
        {"body", "scale"}, "value_error",
        "Value error, 0 would make every value the same: leave it at 1 to take values as they are", rule.scale);
}

DecimalMark decimal_mark_of(const ValueRule& rule) {
  return rule.decimal_comma ? DecimalMark::comma : DecimalMark::point;
}

std::variant<Reading, Unreadable> measured(const ValueRule& rule, Reading said) {
  said.value = said.value * rule.scale + rule.offset;
  if (!std::isfinite(said.value)) return Unreadable{"not finite after scale and offset"};
  return said;
}

}  // namespace openspc::connect
