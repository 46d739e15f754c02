#include "db/driver/mariadb_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/error.h"
#include "base/log.h"
#include "db/driver/mariadb_failure.h"
#include "db/driver/mariadb_open.h"
#include "db/driver/mariadb_refusal.h"
#include "db/driver/mariadb_statement.h"

namespace openspc::db::driver {
namespace {

std::string_view without_blanks(std::string_view sql) {
  sql.remove_prefix(std::min(sql.find_first_not_of(" \n\t"), sql.size()));
  return sql;
}

bool begins(std::string_view sql) {
  return sql.starts_with("START TRANSACTION") || sql == "BEGIN";
}

bool ends(std::string_view sql) {
  return sql == "COMMIT" || sql == "ROLLBACK";
}

}  // namespace

MariadbConnection::MariadbConnection(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                     detail::StorageState& state)
    : state_(state), handle_(open_mariadb(url, options).release()), is_open_(true) {
  run(session_settings(role, options));
}

bool MariadbConnection::server_is_in_transaction() const noexcept {
  unsigned status = 0;
  mariadb_get_infov(handle_.get(), MARIADB_CONNECTION_SERVER_STATUS, &status);
  return (status & SERVER_STATUS_IN_TRANS) != 0;
}

/// A refusal does not tell whether the whole transaction went with it, as it does in a deadlock: the next answer does.
bool MariadbConnection::is_kept_by_server() noexcept {
  constexpr std::string_view kNothing = "DO 0";
  return mysql_real_query(handle_.get(), kNothing.data(), kNothing.size()) == 0 && server_is_in_transaction();
}

void MariadbConnection::require_usable() const {
  if (transaction_ == Transaction::given_up) throw base::unavailable("The database gave up the transaction");
}

void MariadbConnection::note_success(const std::string& sql) {
  const std::string_view text = without_blanks(sql);
  if (begins(text)) {
    transaction_ = Transaction::open;
    begun_by_ = text;
  } else if (ends(text)) {
    transaction_ = Transaction::none;
  } else if (transaction_ == Transaction::open && !server_is_in_transaction()) {
    // A change of the schema has committed.
    run(std::string(begun_by_));
  }
}

std::int64_t MariadbConnection::run(const std::string& sql) {
  if (transaction_ == Transaction::given_up && without_blanks(sql) == "ROLLBACK")
    transaction_ = Transaction::none;
  else
    require_usable();
  const auto spoken = Dialect(DialectKind::mysql).placeholders(sql).sql;
  if (mysql_real_query(handle_.get(), spoken.data(), spoken.size()) != 0) fail(nullptr, sql);
  if (MYSQL_RES* const rows = mysql_store_result(handle_.get())) mysql_free_result(rows);
  if (mysql_errno(handle_.get()) != 0) fail(nullptr, sql);
  const auto affected = static_cast<std::int64_t>(mysql_affected_rows(handle_.get()));
  note_insert(mysql_insert_id(handle_.get()));
  note_success(sql);
  return affected;
}

StatementHandle MariadbConnection::prepare_there(const std::string& sql, std::size_t parameters) {
  const auto numbered = Dialect(DialectKind::mysql).placeholders(sql);
  if (numbered.count != parameters) refuse_shape("placeholders", numbered.count, parameters, sql);
  StatementHandle statement(mysql_stmt_init(handle_.get()));
  if (statement == nullptr) throw base::unavailable("The database is not available");
  if (mysql_stmt_prepare(statement.get(), numbered.sql.data(), numbered.sql.size()) != 0) fail(statement.get(), sql);
  return statement;
}

std::unique_ptr<Statement> MariadbConnection::prepare(const std::string& sql, std::string_view parameters,
                                                      std::string_view columns) {
  return make_statement(*this, sql, parameters, columns);
}

std::unique_ptr<RowStream> MariadbConnection::stream_rows(const std::string&) {
  throw std::logic_error("MariaDB takes no stream of rows");
}

void MariadbConnection::hear(std::chrono::milliseconds at_most, int descriptor, bool there_are_others) {
  constexpr std::chrono::milliseconds kLookEvery{20}, kLookForOthersEvery{500};
  wait_readable({descriptor}, std::min(at_most, there_are_others ? kLookEvery : kLookForOthersEvery));
}

void MariadbConnection::fail(MYSQL_STMT* statement, const std::string& sql) {
  const Failure failure = statement == nullptr ? Failure{mysql_errno(handle_.get()), mysql_error(handle_.get())}
                                               : Failure{mysql_stmt_errno(statement), mysql_stmt_error(statement)};
  if (is_lost(failure)) {
    is_open_ = false;
    transaction_ = Transaction::none;
    fault_ = Fault::lost;
    base::log::error("database_lost", {{"code", failure.code}, {"error", failure.message}});
    throw base::unavailable("The connection to the database was lost");
  }
  if (is_conflict(failure) || is_outdated(failure)) fault_ = Fault::retry;
  if (transaction_ == Transaction::open && !is_kept_by_server()) {
    if (is_mismatch(failure))
      run(std::string(begun_by_));
    else
      transaction_ = Transaction::given_up;
  }
  throw_failure(failure, sql, state_);
}

std::unique_ptr<Connection> connect_mariadb(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                            detail::StorageState& state) {
  return std::make_unique<MariadbConnection>(url, role, options, state);
}

}  // namespace openspc::db::driver
