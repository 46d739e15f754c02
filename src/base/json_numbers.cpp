#include "base/json_numbers.h"

#include <algorithm>
#include <cmath>

namespace openspc::base {

bool has_only_finite_numbers(const boost::json::value& value) {
  if (value.is_double()) return std::isfinite(value.get_double());
  if (value.is_array()) return std::ranges::all_of(value.get_array(), has_only_finite_numbers);
  if (value.is_object()) {
    return std::ranges::all_of(value.get_object(),
                               [](const auto& member) { return has_only_finite_numbers(member.value()); });
  }
  return true;
}

}  // namespace openspc::base
