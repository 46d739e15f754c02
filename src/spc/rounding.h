// How far rounding may carry a computed number past a line on which it lies: a mean of 10.3 comes out as
// 10.299999999999999, a limit of 3 as 2.9999999999999996, and whether such a point is beyond its limit must not depend
// on that. Everything that compares a value with a line (limits.h, rules.h, capability.h) asks here. Pure functions,
// any thread.
#pragma once

#include <algorithm>
#include <limits>

namespace openspc::spc {

// `largest`: the largest of the numbers that value and line were computed from. Four times the spacing of doubles there
// covers a mean, a root and a sum on either side. Where the spacing itself is a good part of `sigma` (a sigma of 1e-6
// at 1e9), the allowance must not eat the zones: an eighth of sigma, but never less than the spacing.
[[nodiscard]] constexpr double rounding_allowance(double largest, double sigma) {
  const double spacing = std::numeric_limits<double>::epsilon() * largest;
  return std::clamp(sigma / 8, spacing, 4 * spacing);
}

}  // namespace openspc::spc
