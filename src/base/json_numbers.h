// Numbers inside JSON documents that no schema describes. JSON text has no infinity, so a document that holds one could
// be written but not read again. Pure; any thread. Bodies of requests are checked in net/detail/free_form.h, which says
// where.
#pragma once

#include <boost/json/value.hpp>

namespace openspc::base {

/// No infinity and no NaN, however deep.
bool has_only_finite_numbers(const boost::json::value& value);

}  // namespace openspc::base
