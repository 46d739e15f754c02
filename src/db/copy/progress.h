// How far a copy has come, kept in the target: a row for each table, written in the transaction of each step. It is
// there from the first step to the end of a copy that was compared and found equal. Private to db/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/copy/link.h"

namespace openspc::db::copy {

inline constexpr const char* kProgressTable = "openspc_copy";

/// What is being done with a table; a word of the progress table.
enum class Stage { rows, late, done };

struct Progress {
  Stage stage = Stage::rows;
  std::int64_t rows = 0;
  std::string last_key;  // empty at the beginning

  bool operator==(const Progress&) const = default;
};

/// Of which source the begun copy is, when there is one.
std::optional<std::string> source_of_begun_copy(Link& target);

/// Within a transaction: notes that a copy begins.
void begin_progress(Link& target, const std::string& source, const std::vector<std::string>& tables);

Progress progress_of(Link& target, const std::string& table);

/// Within a transaction, which nobody else can make from here on. Throws Error(conflict) when somebody went on
/// meanwhile.
void claim(Link& target, const std::string& table, const Progress& now);
/// The same, and how far it is now.
void advance(Link& target, const std::string& table, const Progress& before, const Progress& after);

void end_progress(Link& target);

}  // namespace openspc::db::copy
