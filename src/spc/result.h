// The outcome of a computation that the data may make impossible (too few points, no variation, ...).
// Used by every function of this room instead of exceptions; the callers are the command line and the quality room.
#pragma once

#include <string_view>
#include <utility>
#include <variant>

namespace openspc::spc {

enum class Failure {
  too_few_points,         // not enough readings, subgroups or moving ranges for the estimate
  size_out_of_range,      // a subgroup size, span or window outside its documented range
  no_variation,           // sigma is zero where a ratio to sigma is wanted
  not_finite,             // NaN or infinity among the readings, or a result beyond the range of double
  invalid_counts,         // an attribute count that is negative or exceeds the inspected size, or a size <= 0
  invalid_specification,  // no limit given, or LSL >= USL
  invalid_parameter,      // a rule parameter, confidence level or method that does not fit
};

// One English sentence without a full stop, for logs and command lines.
[[nodiscard]] std::string_view describe(Failure failure);

// Either a value or the reason why there is none. Access to the absent alternative is a programming error
// (std::bad_variant_access), as with std::optional::value().
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor): return value; reads well
  Result(Failure failure) : state_(failure) {}   // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  [[nodiscard]] const T& value() const { return std::get<0>(state_); }
  [[nodiscard]] T& value() { return std::get<0>(state_); }
  [[nodiscard]] Failure failure() const { return std::get<1>(state_); }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Failure> state_;
};

}  // namespace openspc::spc
