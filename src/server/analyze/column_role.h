// What columns of numbers are by their looks: counters of rows or subgroups, or the readings of one subgroup side by
// side. A guess is made only where it cannot be wrong. Called by column_plan.cpp. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace openspc::server::analyze {

struct NumberColumn {
  std::string name;  // empty in a file without a header
  std::vector<double> values;
};

// 1, 2, 3, ...: the number of the row, not a reading.
[[nodiscard]] bool counts_rows(const std::vector<double>& values);

// 1, 1, 1, 2, 2, 2, ...: the number of a subgroup. It may as well be that of an operator or a machine, so the name must
// say so too.
[[nodiscard]] bool counts_subgroups(const std::vector<double>& values);
[[nodiscard]] bool names_subgroups(std::string_view name);

// Told: the user asked for a chart of subgroups, so that only the size of the numbers must fit.
enum class Certainty { guessed, told };

// Columns named alike and numbered (x1, x2, x3; a, b, c) or without names, whose numbers have one size and one spread,
// and of which none steps on like a serial number or a clock.
[[nodiscard]] bool are_one_subgroup(const std::vector<NumberColumn>& columns, Certainty certainty);

}  // namespace openspc::server::analyze
