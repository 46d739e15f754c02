// Numbers and columns of text as people read them. Called by the text and SVG reports. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::server::analyze {

// Shortest text that reads back as the same double: 74, 0.1, 1e-07.
[[nodiscard]] std::string shortest(double value);

// Digits after the point that show a spread of `scale` to three or four figures; at least 0.
[[nodiscard]] int decimals_for(double scale);

// With that many decimals; very large or small values in scientific notation. Never "-0.00".
[[nodiscard]] std::string fixed(double value, int decimals);

// "1-4, 7, 9-12" from ascending 1-based numbers.
[[nodiscard]] std::string number_list(const std::vector<std::size_t>& numbers);

// "1 point", "12 points".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

// Columns of a terminal that UTF-8 text takes: combining marks none, East Asian wide characters two.
[[nodiscard]] std::size_t display_width(std::string_view text);
[[nodiscard]] std::string pad_right(std::string text, std::size_t width);
[[nodiscard]] std::string pad_left(const std::string& text, std::size_t width);

// Lines of at most `width` columns, broken at spaces.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace openspc::server::analyze
