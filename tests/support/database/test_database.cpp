#include "support/database/test_database.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/crypto.h"
#include "db/database.h"
#include "db/schema/migrations.h"
#include "support/database/mariadb_link.h"

namespace openspc::test {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string server_url() {
  const bool is_mariadb = chosen_database() == db::DialectKind::mysql;
  const char* const name = is_mariadb ? "OPENSPC_TEST_MARIADB" : "OPENSPC_TEST_POSTGRESQL";
  std::string url = environment(name);
  if (url.empty()) throw std::runtime_error(std::string(name) + " names no server: ./test starts one");
  return url;
}

void execute_on_postgresql(const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(server_url().c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
}

void execute_on_server(const std::string& sql) {
  if (chosen_database() == db::DialectKind::mysql)
    MariadbLink(server_url()).rows(sql);
  else
    execute_on_postgresql(sql);
}

std::string unique_name() {
  static std::atomic<int> made = 0;
  return "t_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
}

class Original {
 public:
  Original() : folder_(std::filesystem::temp_directory_path() / ("openspc-migrated-" + base::random_token(9))) {
    std::filesystem::create_directories(folder_);
    database_ = std::make_unique<TestDatabase>(folder_ / "migrated.db");
    db::Migrator(*db::Database::open(database_->url())).up();
  }
  Original(const Original&) = delete;
  Original& operator=(const Original&) = delete;
  ~Original() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  const TestDatabase& database() const { return *database_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<TestDatabase> database_;
};

}  // namespace

db::DialectKind chosen_database() {
  const std::string chosen = environment("OPENSPC_TEST_DATABASE");
  if (chosen.empty() || chosen == "sqlite") return db::DialectKind::sqlite;
  if (chosen == "postgresql") return db::DialectKind::postgresql;
  if (chosen == "mariadb") return db::DialectKind::mysql;
  throw std::runtime_error("OPENSPC_TEST_DATABASE is \"" + chosen + "\": sqlite, postgresql or mariadb");
}

TestDatabase::TestDatabase(const std::filesystem::path& file) : url_(file.string()) {
  if (chosen_database() == db::DialectKind::sqlite) return;
  make("");
}

TestDatabase::TestDatabase(const std::filesystem::path& file, const TestDatabase& original) : url_(file.string()) {
  if (original.name_.empty()) {
    std::filesystem::copy_file(original.url_, file);
  } else if (chosen_database() == db::DialectKind::postgresql) {
    make(" TEMPLATE " + original.name_);
  } else {
    make("");
    MariadbLink(url_).copy_from(original.name_);
  }
}

void TestDatabase::make(const std::string& how) {
  const std::string server = server_url();
  std::string name = unique_name();
  execute_on_server("CREATE DATABASE " + name + how +
                    (chosen_database() == db::DialectKind::mysql ? " COLLATE utf8mb4_nopad_bin" : ""));
  name_ = std::move(name);
  url_ = server.substr(0, server.rfind('/') + 1) + name_;
}

TestDatabase::~TestDatabase() {
  if (name_.empty()) return;
  try {
    execute_on_server("DROP DATABASE IF EXISTS " + name_ +
                      (chosen_database() == db::DialectKind::mysql ? "" : " WITH (FORCE)"));
  } catch (const std::exception&) {
    // The server ends with the tests, and the database with it.
  }
}

std::unique_ptr<TestDatabase> migrated_database(const std::filesystem::path& file) {
  static const Original original;
  return std::make_unique<TestDatabase>(file, original.database());
}

}  // namespace openspc::test
