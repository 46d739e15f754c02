// Rows that people put around their data: units under the header, totals below the last reading. Called by dataset.cpp.
// Pure functions, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace openspc::server::analyze {

/// Is the text a unit of measurement: "mm", "[N/mm²]", "kg·m^2/s", "°C", "%"? Units of the SI with their prefixes and
/// those of everyday use (BIPM, The International System of Units, 9th ed., 2019, tables 2, 4, 7 and 8; and inch, foot,
/// pound, psi, rpm and the like).
[[nodiscard]] bool is_unit(std::string_view text);

/// Does a row of these cells sum others up? One of them says so: "Mean", "Total:", "Std Dev", "Mittelwert".
[[nodiscard]] bool sums_up(std::span<const std::string> cells);

}  // namespace openspc::server::analyze
