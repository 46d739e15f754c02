// The few probability functions that the room needs. Called by constants, capability, normality and tests.
// Pure functions, any thread; arguments outside a domain give NaN.
#pragma once

namespace openspc::spc {

[[nodiscard]] double normal_pdf(double x);
[[nodiscard]] double normal_cdf(double x);       // full relative accuracy in the lower tail
[[nodiscard]] double normal_quantile(double p);  // inverse of normal_cdf; p = 0 and 1 give -inf and +inf

// Chi-square with `dof` > 0 degrees of freedom; dof need not be an integer (effective degrees of freedom).
[[nodiscard]] double chi_square_cdf(double x, double dof);
[[nodiscard]] double chi_square_quantile(double p, double dof);  // 0 <= p < 1

}  // namespace openspc::spc
