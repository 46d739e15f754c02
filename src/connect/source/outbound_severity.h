// How bad a violation must be to be told to a machine: to brokers that are told of events, and to OPC UA servers that
// are written to.
#pragma once

#include <boost/describe.hpp>

namespace openspc::connect::source {

/// Violations below it are not told.
enum class OutboundSeverity { WARNING, CRITICAL };
BOOST_DESCRIBE_ENUM(OutboundSeverity, WARNING, CRITICAL)

}  // namespace openspc::connect::source
