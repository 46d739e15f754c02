// The database that a test stands on: a file, or an empty database of its own on the PostgreSQL or MariaDB server that
// ./test has started. Which one is said by the environment, so that one suite runs on each: OPENSPC_TEST_DATABASE is
// "sqlite" (the default), "postgresql" or "mariadb"; OPENSPC_TEST_POSTGRESQL and OPENSPC_TEST_MARIADB are the URLs of
// databases beside which others may be made.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "db/sql/dialect.h"

namespace openspc::test {

/// What the environment chooses.
db::DialectKind chosen_database();

/// Made at construction, removed at the end. Close what is connected to it before.
class TestDatabase {
 public:
  /// `file` is where SQLite keeps it. Throws std::runtime_error when the server does not make one.
  explicit TestDatabase(const std::filesystem::path& file);
  /// As `original` is, to which nobody is connected.
  TestDatabase(const std::filesystem::path& file, const TestDatabase& original);
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  const std::string& url() const { return url_; }

 private:
  void make(const std::string& how);

  std::string name_;  // on a server
  std::string url_;
};

/// Has the schema of this program. It is made once for the process and copied: taking all steps for each test is slow.
std::unique_ptr<TestDatabase> migrated_database(const std::filesystem::path& file);

}  // namespace openspc::test

/// Leaves the test out where it is about a file.
#define OPENSPC_SQLITE_ONLY(why) \
  if (openspc::test::chosen_database() != openspc::db::DialectKind::sqlite) GTEST_SKIP() << (why)
