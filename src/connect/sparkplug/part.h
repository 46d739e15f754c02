// Values within the structures and tables of Sparkplug B, by the path that a mapping names behind the metric. Called by
// brokers::SourceMap for intake and trials. Pure functions; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "connect/sparkplug/value.h"

namespace openspc::connect::sparkplug {

struct Part {
  Value value{};
  DataType datatype = DataType::unknown;
};

/// What `path` means in `value`: of a template a member's name ("Torque"), or the path behind it when that is one as
/// well ("Axis1/Torque"); of a data set a row from 0 and a column's name ("0/Torque"), or the column alone ("Torque"),
/// which is an array of its cells. Nothing for a value without parts, and where there is none of that name: data may
/// hold those members alone that changed.
std::optional<Part> part_of(const Value& value, std::string_view path);

}  // namespace openspc::connect::sparkplug
