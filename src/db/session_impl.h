// A connection with its cache of prepared statements and the hooks of the job under way. Private to db/; one thread at
// a time. The compiled side of session.h's templates.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "db/driver/driver.h"
#include "db/session.h"
#include "db/strategy/storage_state.h"

namespace openspc::db::detail {

/// One prepared statement and the buffers it is bound to for its whole life.
class StatementImpl {
 public:
  /// `signature` is "parameters>columns" in letters of CellType.
  StatementImpl(driver::Connection& connection, std::string_view sql, std::string_view signature);
  StatementImpl(const StatementImpl&) = delete;
  StatementImpl& operator=(const StatementImpl&) = delete;

  bool execute();
  bool fetch();
  void post();
  void reset() noexcept;
  std::int64_t affected_rows() const { return statement_->affected_rows(); }

  std::span<Cell> parameters() noexcept { return parameters_; }
  std::span<const Cell> columns() const noexcept { return columns_; }
  std::string_view signature() const noexcept { return signature_; }
  std::string_view sql() const noexcept { return sql_; }

  bool leased = false;
  std::uint64_t last_use = 0;

 private:
  const std::string sql_;
  const std::string signature_;
  std::vector<Cell> parameters_;
  std::vector<Cell> columns_;
  std::unique_ptr<driver::Statement> statement_;
  bool is_open_ = false;
};

/// What a job wants to be told about the fate of its changes.
struct Hooks {
  std::vector<Notice> notices;
  std::vector<std::function<void()>> after_commit;
  std::vector<std::function<void()>> after_rollback;

  void run_after_commit() const noexcept;
  /// After these, unless the notices come back from the database.
  void deliver_notices() const noexcept;
  void run_after_rollback() const noexcept;
};

/// Ids drawn at once; sequences of migrations step by the same number.
inline constexpr std::int64_t kIdBlock = 100;

class SessionImpl {
 public:
  /// `state` is shared by all sessions of a database.
  SessionImpl(const DatabaseUrl& url, driver::Role role, const DatabaseOptions& options,
              std::shared_ptr<StorageState> state);
  SessionImpl(const SessionImpl&) = delete;
  SessionImpl& operator=(const SessionImpl&) = delete;

  StatementImpl& lease(std::string_view sql, std::string_view signature);
  std::int64_t last_insert_id() noexcept { return connection_->last_insert_id(); }
  void run_uncached(const std::string& sql);
  std::unique_ptr<driver::RowStream> stream_rows(std::string_view into) {
    return connection_->stream_rows(std::string(into));
  }
  void forget_posted() noexcept { connection_->forget_posted(); }
  void listen() { connection_->listen(); }
  void ring() { connection_->ring(); }
  void hear(std::chrono::milliseconds at_most, int descriptor, bool there_are_others) {
    connection_->hear(at_most, descriptor, there_are_others);
  }
  /// See Session::next_id. `session` is this one's.
  std::int64_t next_id(Session& session, std::string_view name);
  /// After each rollback where blocks are rows: they were given back with everything else.
  void forget_id_blocks() noexcept { id_blocks_.clear(); }
  /// A transaction begins or was rolled back, or a job ended that may have changed anything.
  void begin_epoch() noexcept { ++epoch_; }
  /// After each job: see Session::keep_epoch.
  void end_job() noexcept {
    if (!std::exchange(keeps_epoch_, false)) begin_epoch();
  }
  void keep_epoch() noexcept { keeps_epoch_ = true; }
  Epoch epoch() const noexcept { return {this, epoch_}; }
  bool in_transaction() noexcept { return connection_->in_transaction(); }
  bool read_file(std::span<unsigned char> bytes) noexcept { return connection_->read_file(bytes); }
  std::int64_t total_changes() noexcept { return connection_->total_changes(); }
  driver::Fault take_fault() noexcept { return connection_->take_fault(); }
  bool is_open() noexcept { return connection_->is_open(); }
  /// Opens the connection anew when it was lost. Throws Error(unavailable) when that fails.
  void reopen_if_lost();
  StorageState& storage() noexcept { return *state_; }
  const Dialect& dialect() const noexcept { return dialect_; }
  const base::Clock& clock() const noexcept { return clock_; }
  std::size_t cached_statements() const noexcept { return statement_count_; }

  /// Hooks of the job that is running; the writer takes them when the job has ended.
  Hooks hooks;

  static constexpr std::size_t max_cached_statements = 256;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  struct IdBlock {
    std::int64_t next = 0, end = 0;
  };
  using Variants = std::vector<std::unique_ptr<StatementImpl>>;

  void make_room();

  const DatabaseUrl url_;
  const driver::Role role_;
  const DatabaseOptions options_;
  const Dialect dialect_;
  const std::shared_ptr<StorageState> state_;
  const base::Clock& clock_;
  std::unique_ptr<driver::Connection> connection_;
  // One text has a statement for each combination of types, and a further one while it is in use by an outer loop.
  std::unordered_map<std::string, Variants, TextHash, std::equal_to<>> cache_;
  std::unordered_map<std::string, IdBlock, TextHash, std::equal_to<>> id_blocks_;
  std::size_t statement_count_ = 0;
  std::uint64_t uses_ = 0;
  std::uint64_t epoch_ = 1;
  bool keeps_epoch_ = false;
};

}  // namespace openspc::db::detail
