// Files and folders that nobody but their owner may read: the database, secrets, keys. Called where they are made or
// opened, at start; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace openspc::base {

/// Why files could not be made in the folder, which need not exist yet; nothing when they could. Makes nothing.
[[nodiscard]] std::optional<std::string> why_folder_is_unusable(const std::filesystem::path& path);

/// Makes a folder, with those above it, for its owner alone, whatever the umask; one that exists is left as it is.
/// Throws Error(unavailable) with the reason.
void make_private_folder(const std::filesystem::path& path);

/// Makes an empty file for its owner alone, whatever the umask, unless there is one. False when that is impossible.
bool make_private_file(const std::filesystem::path& path);

/// Takes from everybody but the owner what they may do with a file, and logs it. Of a file that belongs to another user
/// it only warns. A file that is missing is none of its business.
void tighten_private_file(const std::filesystem::path& path);

}  // namespace openspc::base
