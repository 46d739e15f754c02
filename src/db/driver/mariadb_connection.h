// A connection to MariaDB through libmariadb, and what its statements need of it beyond driver.h. MariaDB commits what
// was written before a change of the schema, and rolls back all of a transaction that was in another one's way: after
// the first the connection begins a transaction anew, after the second it takes nothing until the rollback, so that no
// statement of a job ever commits by itself. Private to driver/; one thread at a time.
#pragma once

#include <mysql.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "db/driver/driver.h"

namespace openspc::db::driver {

struct CloseStatement {
  void operator()(MYSQL_STMT* handle) const noexcept { mysql_stmt_close(handle); }
};
using StatementHandle = std::unique_ptr<MYSQL_STMT, CloseStatement>;

class MariadbConnection final : public Connection {
 public:
  MariadbConnection(const DatabaseUrl& url, Role role, const DatabaseOptions& options, detail::StorageState& state);

  std::unique_ptr<Statement> prepare(const std::string& sql, std::string_view parameters,
                                     std::string_view columns) override;
  std::unique_ptr<RowStream> stream_rows(const std::string& table) override;
  // Every statement is answered before the next.
  void forget_posted() noexcept override {}
  void listen() override {}
  void ring() override {}
  void hear(std::chrono::milliseconds at_most, int descriptor, bool there_are_others) override;

  bool in_transaction() noexcept override { return transaction_ == Transaction::open; }
  std::int64_t last_insert_id() noexcept override { return last_insert_id_; }
  std::int64_t total_changes() noexcept override { return 0; }
  Fault take_fault() noexcept override { return std::exchange(fault_, Fault::none); }
  bool is_open() noexcept override { return is_open_; }
  bool read_file(std::span<unsigned char>) noexcept override { return false; }

  /// Prepares it on the server, whatever transaction there is.
  StatementHandle prepare_there(const std::string& sql, std::size_t parameters);
  /// Runs a text without parameters whose rows, if any, nobody wants; the number of rows that it changed.
  std::int64_t run(const std::string& sql);

  /// To be asked before a statement: throws when the transaction was given up.
  void require_usable() const;
  /// To be told after one that succeeded.
  void note_success(const std::string& sql);
  /// Keeps the id that an INSERT gave; 0: it gave none.
  void note_insert(std::uint64_t id) noexcept {
    if (id != 0) last_insert_id_ = static_cast<std::int64_t>(id);
  }
  /// Throws what the failure of `sql` means: that of a statement, or of the connection itself.
  [[noreturn]] void fail(MYSQL_STMT* statement, const std::string& sql);

 private:
  struct Close {
    void operator()(MYSQL* handle) const noexcept { mysql_close(handle); }
  };
  enum class Transaction { none, open, given_up };

  bool server_is_in_transaction() const noexcept;
  bool is_kept_by_server() noexcept;

  detail::StorageState& state_;
  std::unique_ptr<MYSQL, Close> handle_;
  bool is_open_ = false;
  Transaction transaction_ = Transaction::none;
  std::string begun_by_;  // what began the transaction
  Fault fault_ = Fault::none;
  std::int64_t last_insert_id_ = 0;
};

}  // namespace openspc::db::driver
