// Collects what is wrong with the fields of a request, so that a caller is told everything at once. Called by the
// checks of services: what a schema can say is said there (net/schema.h). A value of one check; throws Error(invalid)
// at its end.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "base/error.h"

namespace openspc::base {

class Problems {
 public:
  /// `where` is the path within the body: {"escalation", 0, "after_minutes"}.
  void add(boost::json::array where, const std::string& reason, boost::json::value input = nullptr,
           boost::json::object ctx = {});
  bool empty() const { return found_.empty(); }
  void throw_if_any();

 private:
  std::vector<FieldError> found_;
};

}  // namespace openspc::base
