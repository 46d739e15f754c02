#include "db/copy/progress.h"

#include <algorithm>
#include <array>

#include "base/error.h"

namespace openspc::db::copy {
namespace {

// The row that is about no table.
constexpr const char* kSource = "";
constexpr std::array<const char*, 3> kWords{"rows", "late", "done"};

constexpr const char* kCreate = R"SQL(CREATE TABLE openspc_copy (
  table_name VARCHAR(255) NOT NULL PRIMARY KEY,
  stage VARCHAR(10) NOT NULL,
  row_count BIGINT NOT NULL,
  last_key ${text} NOT NULL
))SQL";

Cell word_of(Stage stage) {
  return text_cell(kWords[static_cast<std::size_t>(stage)]);
}

void add(Link& target, const std::string& table, const Cell& stage, const std::string& last_key) {
  target.run("INSERT INTO openspc_copy (table_name, stage, row_count, last_key) VALUES (?, ?, 0, ?)",
             {text_cell(table), stage, text_cell(last_key)});
}

}  // namespace

std::optional<std::string> source_of_begun_copy(Link& target) {
  const auto tables = target.texts(std::string(target.dialect().tables_query()), {}, 1);
  const bool has_progress = std::ranges::any_of(tables, [](const auto& row) { return row[0] == kProgressTable; });
  if (!has_progress) return std::nullopt;
  const auto rows = target.texts("SELECT last_key FROM openspc_copy WHERE table_name = ?", {text_cell(kSource)}, 1);
  return rows.empty() ? std::string() : rows.front()[0];
}

void begin_progress(Link& target, const std::string& source, const std::vector<std::string>& tables) {
  target.run(target.dialect().expand(kCreate));
  add(target, kSource, text_cell("source"), source);
  for (const std::string& table : tables) add(target, table, word_of(Stage::rows), "");
}

Progress progress_of(Link& target, const std::string& table) {
  const auto rows =
      target.texts("SELECT stage, row_count, last_key FROM openspc_copy WHERE table_name = ?", {text_cell(table)}, 3);
  if (rows.empty())
    throw base::conflict("The copy in the target was begun by another version, which had no table " + table +
                         ": empty the target and begin anew");
  const auto word = std::ranges::find(kWords, rows.front()[0]);
  return {static_cast<Stage>(word - kWords.begin()), std::stoll(rows.front()[1]), rows.front()[2]};
}

void advance(Link& target, const std::string& table, const Progress& before, const Progress& after) {
  const auto changed = target.run(
      "UPDATE openspc_copy SET stage = ?, row_count = ?, last_key = ? WHERE table_name = ? AND stage = ? AND row_count "
      "= "
      "? AND last_key = ?",
      {word_of(after.stage), integer_cell(after.rows), text_cell(after.last_key), text_cell(table),
       word_of(before.stage), integer_cell(before.rows), text_cell(before.last_key)});
  if (changed != 1) throw base::conflict("Another copy into the same target is under way");
}

void claim(Link& target, const std::string& table, const Progress& now) {
  advance(target, table, now, now);
}

void end_progress(Link& target) {
  target.run("DROP TABLE openspc_copy");
}

}  // namespace openspc::db::copy
