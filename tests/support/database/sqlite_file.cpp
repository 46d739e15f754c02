#include "sqlite_file.h"

#include <stdexcept>

namespace openspc::test {
namespace {

constexpr int kBusyTimeoutMs = 30'000;

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

[[noreturn]] void fail(sqlite3* database, const std::string& doing) {
  throw std::runtime_error(doing + ": " + sqlite3_errmsg(database));
}

}  // namespace

SqliteFile::SqliteFile(const std::filesystem::path& path) {
  sqlite3* database = nullptr;
  const int result = sqlite3_open(path.c_str(), &database);
  database_.reset(database);
  if (result != SQLITE_OK) fail(database, "open " + path.string());
  sqlite3_busy_timeout(database, kBusyTimeoutMs);
  execute("PRAGMA foreign_keys = ON");
}

void SqliteFile::execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(database_.get(), sql);
}

std::vector<std::vector<std::string>> SqliteFile::rows(const std::string& sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &prepared, nullptr) != SQLITE_OK) fail(database_.get(), sql);
  const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
  std::vector<std::vector<std::string>> result;
  int step = sqlite3_step(prepared);
  for (; step == SQLITE_ROW; step = sqlite3_step(prepared)) {
    auto& row = result.emplace_back();
    for (int i = 0; i < sqlite3_column_count(prepared); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, i));
      row.emplace_back(text == nullptr ? "" : text);
    }
  }
  if (step != SQLITE_DONE) fail(database_.get(), sql);
  return result;
}

std::vector<std::string> SqliteFile::column(const std::string& sql) {
  std::vector<std::string> result;
  for (auto& row : rows(sql)) result.push_back(std::move(row.at(0)));
  return result;
}

std::string SqliteFile::text(const std::string& sql) {
  return column(sql).at(0);
}

std::int64_t SqliteFile::number(const std::string& sql) {
  return std::stoll(text(sql));
}

}  // namespace openspc::test
