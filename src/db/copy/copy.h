// Moves an installation from one database to another, of any kind on either side: `openspc copy`. Generic over tables:
// what they are is read from the catalogues, and what has no counterpart in this program's schema is named and left
// out. Views are not copied, their tables are. Blocks; never on a network thread.
//
// The target is migrated first, then filled table by table in steps of so many rows, each one transaction that also
// notes how far it came: after a kill -9 the same command goes on. At the end every table is read again on both sides,
// and counts and checksums of all values are compared. The source is read in one snapshot and never changed; a server
// that runs on it is refused, because what it stored later would be lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"

namespace openspc::db {

struct CopyEnd {
  std::string url;
  DatabaseOptions options = {};
};

struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;  // of the source
  std::string checksum;   // of all its values, whatever the order of the rows and the kind of database
  bool is_equal = true;   // count and checksum, in the target
};

struct CopyReport {
  bool was_resumed = false;
  std::vector<CopiedTable> tables;
  std::vector<std::string> left_out;  // tables of the source that are none of this program's

  bool is_good() const;
};

struct CopyOptions {
  std::size_t rows_of_a_step = 2'000;
  /// After each step: the table, and how many of its rows the target has.
  std::function<void(const std::string& table, std::int64_t rows)> on_step = [](const std::string&, std::int64_t) {};
};

/// Throws Error(conflict) that says what to do when the source is not at this program's schema or a server runs on it,
/// when the target holds anything but a begun copy of the same source, and for a row that the target does not take.
CopyReport copy_database(const CopyEnd& from, const CopyEnd& to, const CopyOptions& options = {});

/// True for a target whose copy has not come to its end: nobody may serve it.
bool is_begun_copy(Database& database);

}  // namespace openspc::db
