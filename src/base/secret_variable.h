// A secret that a setting gives, or the file that holds it: OPENSPC_X and OPENSPC_X_FILE. Called by config.cpp while
// the settings are read. No text of an error holds anything of a secret.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::base {

inline constexpr std::size_t kMostSecretBytes = 64U << 10U;

/// Of the two at most one is given; an empty one is none, since that is what containers make of a variable without a
/// value. Nothing when neither is. `name` is that of the variable without _FILE. Throws Error(invalid) that names both
/// when both are given, and variable and file when nothing can be read there.
std::optional<std::string> secret_of(std::string_view name, const std::optional<std::string>& value,
                                     const std::optional<std::string>& file);

/// The content of a file without one line end behind it. `asked_by` names who wants it: a variable or an option. Throws
/// Error(invalid) when it is missing, unreadable, empty, larger than kMostSecretBytes or no file.
std::string read_secret(std::string_view asked_by, const std::filesystem::path& path);

}  // namespace openspc::base
