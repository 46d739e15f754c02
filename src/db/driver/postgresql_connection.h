// A connection to PostgreSQL through libpq, and what its statements and streams need of it beyond driver.h: statements
// that were posted travel in pipeline mode (PostgreSQL 15, section 34.5) until somebody asks for an answer. Private to
// driver/; one thread at a time.
#pragma once

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/driver/driver.h"
#include "db/driver/postgresql_failure.h"

namespace openspc::db::driver {

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(const DatabaseUrl& url, Role role, const DatabaseOptions& options, detail::StorageState& state);

  std::unique_ptr<Statement> prepare(const std::string& sql, std::string_view parameters,
                                     std::string_view columns) override;
  std::unique_ptr<RowStream> stream_rows(const std::string& table) override;
  void forget_posted() noexcept override;
  void listen() override;
  void ring() override;
  void hear(std::chrono::milliseconds at_most, int descriptor, bool there_are_others) override;

  bool in_transaction() noexcept override {
    return !posted_.empty() || PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS;
  }
  std::int64_t last_insert_id() noexcept override { return 0; }
  std::int64_t total_changes() noexcept override { return 0; }
  Fault take_fault() noexcept override { return std::exchange(fault_, Fault::none); }
  bool is_open() noexcept override { return PQstatus(handle_.get()) == CONNECTION_OK; }
  bool read_file(std::span<unsigned char>) noexcept override { return false; }

  PGconn* handle() noexcept { return handle_.get(); }
  /// Prepares it on the server; the name that it has there.
  std::string prepare_there(const std::string& sql, std::string_view parameters);
  /// Statements that were prepared in an earlier one are outdated.
  unsigned generation() const noexcept { return generation_; }
  /// The statement can be forgotten by the server only outside of a failed transaction.
  void forget(std::string name) noexcept { forgotten_.push_back(std::move(name)); }

  /// Runs a prepared statement behind all that were posted. Throws what the first failure means.
  Result run(const std::string& name, const std::vector<const char*>& values, const std::string& sql);
  /// Sends a prepared statement, whose answer is looked at later.
  void post(const std::string& name, const std::vector<const char*>& values, const std::string& sql);
  /// Waits for what was posted; the answer to the last. Throws what the first failure means.
  Result settle();
  /// Takes over `raw`, which answers `sql`. Throws what its failure means.
  Result checked(PGresult* raw, const std::string& sql);

 private:
  struct Finish {
    void operator()(PGconn* handle) const noexcept { PQfinish(handle); }
  };

  void send(const std::string& name, const std::vector<const char*>& values, const std::string& sql);
  bool take_rings();
  void deallocate_forgotten();

  detail::StorageState& state_;
  std::unique_ptr<PGconn, Finish> handle_;
  Fault fault_ = Fault::none;
  unsigned statements_ = 0;
  unsigned generation_ = 0;
  std::vector<std::string> forgotten_;
  std::vector<std::string> posted_;  // what was sent and not looked at, in pipeline mode as long as there is any
};

}  // namespace openspc::db::driver
