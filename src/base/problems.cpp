#include "base/problems.h"

#include <utility>

namespace openspc::base {

void Problems::add(boost::json::array where, const std::string& reason, boost::json::value input,
                   boost::json::object ctx) {
  boost::json::array loc{"body"};
  loc.insert(loc.end(), where.begin(), where.end());
  found_.push_back({.type = "value_error",
                    .loc = std::move(loc),
                    .msg = "Value error, " + reason,
                    .input = std::move(input),
                    .ctx = std::move(ctx)});
}

void Problems::throw_if_any() {
  if (!found_.empty()) throw Error(std::move(found_));
}

}  // namespace openspc::base
