// What a server has stored, seen past the server and on whichever database it runs: what a test seeds where no route
// exists, and what it checks that the server might get wrong in its own answers. Every failure throws
// std::runtime_error.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace openspc::test {

class StoredData {
 public:
  /// As TestDatabase has it.
  explicit StoredData(const std::string& url);
  StoredData(StoredData&&) noexcept;
  StoredData& operator=(StoredData&&) noexcept;
  ~StoredData();

  /// Here and below ${words} stand for what the database says, as in migrations.
  void execute(const std::string& sql);
  /// Every row as texts, in SQLite's form whatever the database; NULL is empty.
  std::vector<std::vector<std::string>> rows(const std::string& sql);
  /// The first column of every row.
  std::vector<std::string> column(const std::string& sql);
  std::string text(const std::string& sql);     ///< of the only cell
  std::int64_t number(const std::string& sql);  ///< of the only cell

  class Connection;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace openspc::test
