#include "connect/source/value_rule.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/error.h"

namespace openspc::connect::source {

void check_values(const ValueRule& rule, TriggerStrategy strategy, std::optional<double> dead_band) {
  if (rule.scale == 0)
    throw base::invalid_field(
        {"body", "scale"}, "value_error",
        "Value error, 0 would make every value the same: leave it at 1 to take values as they are", rule.scale);
  if (rule.array_values != payload::ArrayUse::subgroup) return;
  if (dead_band)
    throw base::invalid_field({"body", "dead_band"}, "value_error",
                              "Value error, it compares single values: leave it out where an array is a subgroup",
                              *dead_band);
  if (strategy != TriggerStrategy::on_change)
    throw base::invalid_field({"body", "trigger_strategy"}, "value_error",
                              "Value error, an array that is a subgroup is complete by itself: choose on_change",
                              boost::json::value());
}

payload::NumberRule number_rule_of(const ValueRule& rule) {
  return {.mark = rule.decimal_comma ? payload::DecimalMark::comma : payload::DecimalMark::point,
          .arrays = rule.array_values,
          .element = static_cast<std::size_t>(rule.array_index)};
}

std::variant<payload::Reading, payload::Unreadable> measured(const ValueRule& rule, payload::Reading said) {
  // Rounded once: 1500.5 times 0.001 plus 2 is 3.5005.
  const auto scaled = [&](double value) { return std::fma(value, rule.scale, rule.offset); };
  said.value = scaled(said.value);
  std::ranges::transform(said.subgroup, said.subgroup.begin(), scaled);
  const bool is_finite = std::isfinite(said.value) &&
                         std::ranges::all_of(said.subgroup, [](double value) { return std::isfinite(value); });
  if (!is_finite) return payload::Unreadable{"not finite after scale and offset"};
  return said;
}

}  // namespace openspc::connect::source
