// Readings in ascending order, for what needs their ranks: Anderson-Darling. Pure function, any thread.
#pragma once

#include <span>
#include <vector>

namespace openspc::spc {

// Finite numbers in any order. Millions of them take a fifth of the time of std::sort, and once more their space.
[[nodiscard]] std::vector<double> sorted(std::span<const double> readings);

}  // namespace openspc::spc
