// Which plants a caller may see, as a condition for SQL that is written by hand. Where db::Where makes the query,
// prefer plants/ownership.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/value.h"
#include "net/access.h"

namespace openspc::plants {

// A condition for a WHERE clause and the arguments of its placeholders, in order.
struct VisibleFilter {
  std::string sql;
  std::vector<db::Value> values;
};

// `column` holds a plant's id, for example "h.plant_id". Admins see every plant, others those where they hold a role.
VisibleFilter visible_filter(const net::Principal& principal, std::string_view column);

}  // namespace openspc::plants
