// Collects what is wrong with the fields of a request, so that a caller is told everything at once. A value of one
// check; throws Error(invalid) at its end.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace openspc::notify {

class Problems {
 public:
  /// `where` is the path within the body: {"escalation", 0, "after_minutes"}.
  void add(boost::json::array where, const std::string& reason, boost::json::value input = nullptr) {
    boost::json::array loc{"body"};
    loc.insert(loc.end(), where.begin(), where.end());
    found_.push_back({.type = "value_error",
                      .loc = std::move(loc),
                      .msg = "Value error, " + reason,
                      .input = std::move(input),
                      .ctx = {}});
  }
  void throw_if_any() {
    if (!found_.empty()) throw base::Error(std::move(found_));
  }

 private:
  std::vector<base::FieldError> found_;
};

}  // namespace openspc::notify
