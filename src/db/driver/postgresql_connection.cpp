#include "db/driver/postgresql_connection.h"

#include "base/error.h"
#include "base/log.h"
#include "db/driver/postgresql_refusal.h"
#include "db/driver/postgresql_statement.h"
#include "db/driver/postgresql_stream.h"

namespace openspc::db::driver {

namespace {

constexpr Oid kFloat8Array = 1022;

// So many that the server never waits for its answers to be read.
constexpr std::size_t kMostPosted = 200;

bool is_good(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_COPY_IN;
}

std::string session_settings(const DatabaseOptions& options) {
  // Work that has no bound for its statements has none for its pauses either.
  const auto idle = std::chrono::seconds(options.server_lock_timeout.count() == 0 ? 0 : 60);
  return "-c TimeZone=UTC -c DateStyle=ISO -c lock_timeout=" + std::to_string(options.server_lock_timeout.count()) +
         " -c statement_timeout=" + std::to_string(options.server_statement_timeout.count()) +
         " -c idle_in_transaction_session_timeout=" + std::to_string(idle.count()) + "s";
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                           detail::StorageState& state)
    : state_(state) {
  const auto timeout = std::to_string(options.server_connect_timeout.count());
  const auto session = session_settings(options);
  std::vector<const char*> keys, values;
  const auto set = [&](const char* key, const char* value) {
    keys.push_back(key);
    values.push_back(value);
  };
  set("connect_timeout", timeout.c_str());
  set("tcp_user_timeout", "15000");
  set("keepalives_idle", "15");
  for (const auto& [key, value] : url.settings) set(key.c_str(), value.c_str());
  set("client_encoding", "UTF8");
  set("application_name", role == Role::writer ? "openspc writer" : "openspc reader");
  set("options", session.c_str());
  keys.push_back(nullptr);
  values.push_back(nullptr);
  handle_.reset(PQconnectdbParams(keys.data(), values.data(), 0));
  if (handle_ == nullptr || PQstatus(handle_.get()) != CONNECTION_OK)
    throw connection_refused(url, handle_ == nullptr ? "out of memory" : PQerrorMessage(handle_.get()));
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
}

std::unique_ptr<Statement> PostgresqlConnection::prepare(const std::string& sql, std::string_view parameters,
                                                         std::string_view columns) {
  return make_statement(*this, sql, parameters, columns.size());
}

std::unique_ptr<RowStream> PostgresqlConnection::stream_rows(const std::string& table) {
  return open_stream(*this, table);
}

std::string PostgresqlConnection::prepare_there(const std::string& sql, std::string_view parameters) {
  deallocate_forgotten();
  const auto numbered = Dialect(DialectKind::postgresql).placeholders(sql);
  if (numbered.count != parameters.size()) refuse_shape("placeholders", numbered.count, parameters.size(), sql);
  // Left open, types follow from the columns that they meet; only an array has a form of its own.
  std::vector<Oid> types(parameters.size(), 0);
  for (std::size_t i = 0; i < types.size(); ++i)
    if (parameters[i] == static_cast<char>(CellType::reals)) types[i] = kFloat8Array;
  std::string name = "s" + std::to_string(++statements_);
  checked(PQprepare(handle_.get(), name.c_str(), numbered.sql.c_str(), static_cast<int>(types.size()), types.data()),
          sql);
  return name;
}

Result PostgresqlConnection::run(const std::string& name, const std::vector<const char*>& values,
                                 const std::string& sql) {
  if (posted_.empty())
    return checked(PQexecPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()), values.data(), nullptr,
                                  nullptr, 0),
                   sql);
  send(name, values, sql);
  return settle();
}

void PostgresqlConnection::post(const std::string& name, const std::vector<const char*>& values,
                                const std::string& sql) {
  if (posted_.size() == kMostPosted) settle();
  if (posted_.empty()) PQenterPipelineMode(handle_.get());
  send(name, values, sql);
}

void PostgresqlConnection::send(const std::string& name, const std::vector<const char*>& values,
                                const std::string& sql) {
  const bool sent = PQsendQueryPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()), values.data(),
                                        nullptr, nullptr, 0) != 0;
  posted_.push_back(sql);
  if (!sent) settle();
}

Result PostgresqlConnection::settle() {
  if (posted_.empty()) return nullptr;
  const auto statements = std::exchange(posted_, {});
  Result answer, failure;
  std::string failed;
  PQpipelineSync(handle_.get());
  for (const std::string& sql : statements) {
    answer.reset(PQgetResult(handle_.get()));
    while (const Result more{PQgetResult(handle_.get())}) continue;
    if (failure == nullptr && !is_good(answer.get())) {
      failure = std::move(answer);
      failed = sql;
    }
  }
  const Result synced(PQgetResult(handle_.get()));
  PQexitPipelineMode(handle_.get());
  if (failure != nullptr || synced == nullptr) checked(failure.release(), failed);
  return answer;
}

void PostgresqlConnection::forget_posted() noexcept {
  try {
    settle();
  } catch (const std::exception& failure) {
    // The rollback that follows undoes what it stands for.
    base::log::debug("posted_undone", {{"error", failure.what()}});
  }
}

void PostgresqlConnection::listen() {
  checked(PQexec(handle_.get(), "LISTEN openspc_notice"), "LISTEN");
}

void PostgresqlConnection::ring() {
  checked(PQexec(handle_.get(), "NOTIFY openspc_notice"), "NOTIFY");
}

/// True when others rang: a connection hears itself too.
bool PostgresqlConnection::take_rings() {
  struct Free {
    void operator()(PGnotify* notify) const noexcept { PQfreemem(notify); }
  };
  bool rang = false;
  while (const std::unique_ptr<PGnotify, Free> notify{PQnotifies(handle_.get())})
    rang = rang || notify->be_pid != PQbackendPID(handle_.get());
  return rang;
}

void PostgresqlConnection::hear(std::chrono::milliseconds at_most, int descriptor, bool) {
  // Some came with the answers to statements.
  if (take_rings()) return;
  wait_readable({descriptor, PQsocket(handle_.get())}, at_most);
  if (PQconsumeInput(handle_.get()) == 0) checked(nullptr, "LISTEN");
  take_rings();
}

Result PostgresqlConnection::checked(PGresult* raw, const std::string& sql) {
  Result result(raw);
  if (is_good(result.get())) return result;
  if (!is_open()) {
    fault_ = Fault::lost;
    base::log::error("database_lost", {{"error", trimmed(PQerrorMessage(handle_.get()))}});
    throw base::unavailable("The connection to the database was lost");
  }
  if (is_conflict(result.get())) fault_ = Fault::retry;
  if (is_outdated(result.get())) {
    ++generation_;
    fault_ = Fault::retry;
  }
  throw_failure(result.get(), sql, state_);
}

void PostgresqlConnection::deallocate_forgotten() {
  settle();
  if (PQtransactionStatus(handle_.get()) == PQTRANS_INERROR) return;
  for (const std::string& name : forgotten_) Result(PQexec(handle_.get(), ("DEALLOCATE " + name).c_str()));
  forgotten_.clear();
}

std::unique_ptr<Connection> connect_postgresql(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                               detail::StorageState& state) {
  return std::make_unique<PostgresqlConnection>(url, role, options, state);
}

}  // namespace openspc::db::driver
