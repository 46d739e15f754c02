// Whether a database belongs to somebody else. Asked before it is opened for writing, which would switch the journal of
// a file and take its rights from others. Blocks; at start and on the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/database.h"

namespace openspc::db {

/// What to tell people when it holds tables, and none by which this program or OpenSPC 0.4 is known. A file that is
/// missing, and what cannot be opened, is nobody's: whoever opens it next says why.
[[nodiscard]] std::optional<std::string> why_it_belongs_to_others(std::string_view url, const DatabaseOptions& options);

}  // namespace openspc::db
