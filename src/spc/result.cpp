#include "spc/result.h"

namespace openspc::spc {

std::string_view describe(Failure failure) {
  switch (failure) {
    case Failure::too_few_points:
      return "too few points for this estimate";
    case Failure::size_out_of_range:
      return "a subgroup size or span is out of range";
    case Failure::no_variation:
      return "the readings do not vary";
    case Failure::not_finite:
      return "the readings are not finite or too large";
    case Failure::invalid_counts:
      return "a count is negative, larger than its sample, or its sample is empty";
    case Failure::invalid_specification:
      return "the specification has no limit or its limits are reversed";
    case Failure::invalid_parameter:
      return "a parameter does not fit this chart or is out of range";
  }
  return "unknown failure";
}

}  // namespace openspc::spc
