// The database file of a server, seen past the server: what a test seeds where no route exists, and what it checks that
// the server might get wrong in its own answers. Every failure throws std::runtime_error.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace openspc::test {

class SqliteFile {
 public:
  explicit SqliteFile(const std::filesystem::path& path);

  void execute(const std::string& sql);
  /// Every row as texts; NULL is empty.
  std::vector<std::vector<std::string>> rows(const std::string& sql);
  /// The first column of every row.
  std::vector<std::string> column(const std::string& sql);
  std::string text(const std::string& sql);     ///< of the only cell
  std::int64_t number(const std::string& sql);  ///< of the only cell

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace openspc::test
