// A connection of a test's own to MariaDB, past the program's driver: to make databases, and to look at what stands in
// them. Every failure throws std::runtime_error.
#pragma once

#include <mysql.h>

#include <memory>
#include <string>
#include <vector>

namespace openspc::test {

class MariadbLink {
 public:
  /// As TestDatabase has it.
  explicit MariadbLink(const std::string& url);

  /// Every row as texts; NULL is empty.
  std::vector<std::vector<std::string>> rows(const std::string& sql);
  /// Makes the tables, views and sequences of another database of this server, with their rows, in this empty one.
  void copy_from(const std::string& original);

 private:
  struct Close {
    void operator()(MYSQL* handle) const { mysql_close(handle); }
  };
  std::unique_ptr<MYSQL, Close> handle_;
};

}  // namespace openspc::test
