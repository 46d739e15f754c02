// Anderson-Darling test of normality with mean and sigma estimated (D'Agostino & Stephens, "Goodness-of-Fit
// Techniques", 1986, section 4.8.5 and table 4.9). Called by capability reports, since capability indices presume
// normal readings.
#pragma once

#include <span>

#include "spc/result.h"
#include "spc/summary.h"

namespace openspc::spc {

struct AndersonDarling {
  double a_squared = 0;
  double a_squared_star = 0;  // A^2 (1 + 0.75/n + 2.25/n^2)
  double p_value = 0;         // small: not normal
};

// Any order; at least 8 readings (the approximation's range). Fails with too_few_points, no_variation, not_finite.
[[nodiscard]] Result<AndersonDarling> anderson_darling(std::span<const double> readings);
// `summary` is that of the readings, for those who have it.
[[nodiscard]] Result<AndersonDarling> anderson_darling(std::span<const double> readings, const Summary& summary);

}  // namespace openspc::spc
