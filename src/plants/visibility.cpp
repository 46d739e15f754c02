#include "plants/visibility.h"

#include "plants/ownership.h"

namespace openspc::plants {

VisibleFilter visible_filter(const net::Principal& principal, std::string_view column) {
  const db::Where seen = seen_by(principal, db::Column::named(column));
  return {seen.condition(), seen.condition_values()};
}

}  // namespace openspc::plants
