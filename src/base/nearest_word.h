// What somebody probably meant who wrote a word that is not known: "did you mean 'serve'?". Pure functions, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::base {

/// Letters to add, take away, change or swap with a neighbour to make one of the other (Damerau 1964, in the restricted
/// form where no letter is edited twice), letter case aside. ASCII; a character beyond it counts as its bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The first of the nearest words, if one is so near that it was probably meant: one edit for each three letters, and
/// at least one. Nothing for a word of one or two letters, which is near to everything short.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> known);

/// Of `known`, at most `most` that were probably meant, the nearest first: also names of which the other is the end
/// behind a slash ("Bore" and "Line 1/Bore"), which come before all others.
[[nodiscard]] std::vector<std::string> nearest_names(std::string_view name, std::span<const std::string> known,
                                                     std::size_t most);

}  // namespace openspc::base
