#include "plants/visibility.h"

namespace openspc::plants {

VisibleFilter visible_filter(const net::Principal& principal, std::string_view column) {
  if (principal.is_admin()) return {"1 = 1", {}};
  VisibleFilter filter;
  for (const auto& [plant, role] : principal.roles) {
    if (role == net::Role::none) continue;
    filter.sql += filter.values.empty() ? "?" : ", ?";
    filter.values.emplace_back(plant.value);
  }
  if (filter.values.empty()) return {"1 = 0", {}};
  filter.sql = std::string(column) + " IN (" + filter.sql + ")";
  return filter;
}

}  // namespace openspc::plants
