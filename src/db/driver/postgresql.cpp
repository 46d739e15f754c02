#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "db/driver/driver.h"
#include "db/driver/postgresql_refusal.h"
#include "db/error.h"

namespace openspc::db::driver {
namespace {

struct FreeResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;

constexpr Oid kFloat8Array = 1022;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string_view field_of(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

/// "Key (plant_id, name)=(1, x) already exists." of the table "mqtt_broker" -> "mqtt_broker.plant_id,
/// mqtt_broker.name", as SQLite says it.
std::string broken_columns(std::string_view table, std::string_view detail) {
  const auto open = detail.find('(');
  const auto close = detail.find(")=(");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::string(table);
  std::string columns;
  std::string_view list = detail.substr(open + 1, close - open - 1);
  while (!list.empty()) {
    const auto comma = std::min(list.find(", "), list.size());
    columns += (columns.empty() ? "" : ", ") + std::string(table) + "." + std::string(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 2, list.size()));
  }
  return columns;
}

[[noreturn]] void throw_constraint(const PGresult* result, std::string_view state) {
  const std::string table(field_of(result, PG_DIAG_TABLE_NAME));
  if (state == "23505")
    throw ConstraintViolation(ConstraintKind::unique, broken_columns(table, field_of(result, PG_DIAG_MESSAGE_DETAIL)));
  if (state == "23503") throw ConstraintViolation(ConstraintKind::foreign_key, {});
  if (state == "23502")
    throw ConstraintViolation(ConstraintKind::not_null,
                              table + "." + std::string(field_of(result, PG_DIAG_COLUMN_NAME)));
  throw ConstraintViolation(ConstraintKind::check, std::string(field_of(result, PG_DIAG_CONSTRAINT_NAME)));
}

/// What a person is told when the database cannot do its work now; empty when the fault is in the statement.
/// Codes: PostgreSQL 15, Appendix A.
std::string_view outage_of(std::string_view state) {
  struct Outage {
    std::string_view code;  // or the first letters of a class
    std::string_view text;
  };
  static constexpr std::array<Outage, 12> outages{{
      {"53100", "The database has no room left: make room on its disk"},
      {"53300", kNoMoreConnections},
      {"53", "The database has not enough resources"},
      {"25006", "The database is read-only: it is a standby, or somebody set default_transaction_read_only"},
      {"25P02", "The database gave up the transaction"},
      {"40", "The database is busy; try again"},
      {"55P03", "The database is busy; try again"},
      {"57014", "The database did not answer in time; try again"},
      {"57P", "The database is shutting down or starting; try again"},
      {"58", "The database cannot be read or written: look at its disk"},
      {"XX", "The database is damaged or has a fault of its own: look at its log"},
      {"08", "The connection to the database was lost"},
  }};
  const auto found = std::ranges::find_if(outages, [&](const Outage& each) { return state.starts_with(each.code); });
  return found == outages.end() ? std::string_view() : found->text;
}

/// What a person is told of a value that its column cannot hold; empty when it is something else.
/// `message` ends with the column's type where that is "character varying(100)".
std::string refusal_of(std::string_view state, std::string_view message) {
  if (state == "22001") {
    const auto open = message.rfind('('), close = message.rfind(')');
    const bool tells = open != std::string_view::npos && close != std::string_view::npos && open < close;
    return "A text is too long" + (tells ? ": at most " + std::string(message.substr(open + 1, close - open - 1)) +
                                               " characters are kept of it"
                                         : std::string());
  }
  if (state == "22003") return "A number is too large for what is kept of it";
  if (state == "22021" || state == "22P05") return "A text holds characters that the database cannot store";
  if (state == "22008") return "A time is outside of what the database can store";
  return {};
}

/// A prepared statement whose columns have other types since somebody changed the tables: it must be prepared anew.
/// The message is told in the server's language, so it is known by the function that gives it.
bool is_outdated(const PGresult* result) {
  return field_of(result, PG_DIAG_SQLSTATE) == "0A000" &&
         field_of(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

/// A value that is no text: read with the decimal point and the shortest exact digits, whatever the locale.
template <class Number>
Number number_in(std::string_view text) {
  Number value{};
  if (text == "t") return Number{1};
  if (text == "f") return Number{0};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void refuse_nul(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) throw ValueRefused("Text must not hold the character NUL (U+0000)");
}

std::string session_settings(const DatabaseOptions& options) {
  // Work that has no bound for its statements has none for its pauses either.
  const auto idle = std::chrono::seconds(options.server_lock_timeout.count() == 0 ? 0 : 60);
  return "-c TimeZone=UTC -c DateStyle=ISO -c lock_timeout=" + std::to_string(options.server_lock_timeout.count()) +
         " -c statement_timeout=" + std::to_string(options.server_statement_timeout.count()) +
         " -c idle_in_transaction_session_timeout=" + std::to_string(idle.count()) + "s";
}

class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(const DatabaseUrl& url, Role role, const DatabaseOptions& options, detail::StorageState& state)
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

  std::unique_ptr<Statement> prepare(const std::string& sql, std::string_view parameters,
                                     std::string_view columns) override;

  std::unique_ptr<RowStream> stream_rows(const std::string& table) override;

  void forget_posted() noexcept override {
    try {
      settle();
    } catch (const std::exception& failure) {
      // The rollback that follows undoes what it stands for.
      base::log::debug("posted_undone", {{"error", failure.what()}});
    }
  }

  bool in_transaction() noexcept override {
    return !posted_.empty() || PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS;
  }
  std::int64_t last_insert_id() noexcept override { return 0; }
  std::int64_t total_changes() noexcept override { return 0; }
  Fault take_fault() noexcept override { return std::exchange(fault_, Fault::none); }
  bool is_open() noexcept override { return PQstatus(handle_.get()) == CONNECTION_OK; }
  bool read_file(std::span<unsigned char>) noexcept override { return false; }

  /// Statements that were prepared in an earlier one are outdated.
  unsigned generation() const noexcept { return generation_; }
  PGconn* handle() noexcept { return handle_.get(); }
  /// Prepares it on the server; the name that it has there.
  std::string prepare_there(const std::string& sql, std::string_view parameters);
  /// The statement can be forgotten by the server only outside of a failed transaction.
  void forget(std::string name) noexcept { forgotten_.push_back(std::move(name)); }

  /// Runs a prepared statement behind all that were posted. Throws what the first failure means.
  Result run(const std::string& name, const std::vector<const char*>& values, const std::string& sql) {
    if (posted_.empty())
      return checked(PQexecPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()), values.data(),
                                    nullptr, nullptr, 0),
                     sql);
    send(name, values, sql);
    return settle();
  }

  /// Sends a prepared statement, whose answer is looked at later.
  void post(const std::string& name, const std::vector<const char*>& values, const std::string& sql) {
    if (posted_.size() == kMostPosted) settle();
    if (posted_.empty()) PQenterPipelineMode(handle_.get());
    send(name, values, sql);
  }

  /// Waits for what was posted; the answer to the last.
  Result settle() {
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

  /// Throws what the failure means.
  Result checked(PGresult* raw, const std::string& sql) {
    Result result(raw);
    if (is_good(result.get())) return result;
    const std::string state(field_of(result.get(), PG_DIAG_SQLSTATE));
    const std::string message =
        trimmed(result == nullptr ? PQerrorMessage(handle_.get()) : PQresultErrorMessage(result.get()));
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
      fault_ = Fault::lost;
      base::log::error("database_lost", {{"error", message}});
      throw base::unavailable("The connection to the database was lost");
    }
    if (state.starts_with("23")) throw_constraint(result.get(), state);
    if (state == "40001" || state == "40P01" || state == "55P03") fault_ = Fault::retry;
    if (is_outdated(result.get())) {
      ++generation_;
      fault_ = Fault::retry;
      throw base::unavailable("The tables of the database were changed; try again");
    }
    if (const auto reason = refusal_of(state, message); !reason.empty()) {
      base::log::warning("value_refused", {{"code", state}, {"error", message}});
      throw ValueRefused(reason);
    }
    if (const auto outage = outage_of(state); !outage.empty()) {
      if (state == "53100") state_.note_shortage();
      base::log::error("database_unavailable", {{"code", state}, {"error", message}});
      throw base::unavailable(std::string(outage));
    }
    throw std::logic_error(message + " in: " + sql);
  }

 private:
  struct Finish {
    void operator()(PGconn* handle) const noexcept { PQfinish(handle); }
  };

  // So many that the server never waits for its answers to be read.
  static constexpr std::size_t kMostPosted = 200;

  static bool is_good(const PGresult* result) noexcept {
    const auto status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_COPY_IN;
  }

  void send(const std::string& name, const std::vector<const char*>& values, const std::string& sql) {
    const bool sent = PQsendQueryPrepared(handle_.get(), name.c_str(), static_cast<int>(values.size()), values.data(),
                                          nullptr, nullptr, 0) != 0;
    posted_.push_back(sql);
    if (!sent) settle();
  }

  void deallocate_forgotten() {
    settle();
    if (PQtransactionStatus(handle_.get()) == PQTRANS_INERROR) return;
    for (const std::string& name : forgotten_) Result(PQexec(handle_.get(), ("DEALLOCATE " + name).c_str()));
    forgotten_.clear();
  }

  detail::StorageState& state_;
  std::unique_ptr<PGconn, Finish> handle_;
  Fault fault_ = Fault::none;
  unsigned statements_ = 0;
  unsigned generation_ = 0;
  std::vector<std::string> forgotten_;
  std::vector<std::string> posted_;  // what was sent and not looked at, in pipeline mode as long as there is any
};

/// COPY in its text form (PostgreSQL 15, "COPY", File Formats): a line for each row, tabs between the columns.
class PostgresqlRowStream final : public RowStream {
 public:
  PostgresqlRowStream(PostgresqlConnection& connection, const std::string& table)
      : connection_(connection), sql_("COPY " + table + " FROM STDIN") {
    connection_.settle();
    connection_.checked(PQexec(connection_.handle(), sql_.c_str()), sql_);
    is_open_ = true;
  }

  ~PostgresqlRowStream() override {
    if (is_open_) end("given up");
  }

  void add(std::span<const Cell> row) override {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) lines_ += '\t';
      append(row[i]);
    }
    lines_ += '\n';
    if (lines_.size() > kEnough) send();
  }

  void finish() override {
    send();
    is_open_ = false;
    connection_.checked(end(nullptr).release(), sql_);
  }

 private:
  // The server reads while the rest is written.
  static constexpr std::size_t kEnough = 8 * 1024;

  // A connection that was lost would answer without end.
  Result end(const char* complaint) {
    if (PQputCopyEnd(connection_.handle(), complaint) != 1) return nullptr;
    Result outcome(PQgetResult(connection_.handle()));
    while (const Result rest{PQgetResult(connection_.handle())}) continue;
    return outcome;
  }

  // What the server has against it is told by finish().
  void send() {
    if (!lines_.empty()) PQputCopyData(connection_.handle(), lines_.data(), static_cast<int>(lines_.size()));
    lines_.clear();
  }

  void append(const Cell& cell) {
    if (cell.null) {
      lines_ += "\\N";
      return;
    }
    switch (cell.type) {
      case CellType::integer:
        return append_number(cell.integer);
      case CellType::real:
        return append_number(cell.real);
      case CellType::text:
        return append_text(cell.text);
      case CellType::reals:
        lines_.append("{").append(cell.text) += '}';
        return;
    }
  }

  template <class Number>
  void append_number(Number number) {
    std::array<char, 32> digits;
    lines_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
  }

  void append_text(std::string_view text) {
    refuse_nul(text);
    for (const char c : text) {
      switch (c) {
        case '\\':
          lines_ += "\\\\";
          break;
        case '\n':
          lines_ += "\\n";
          break;
        case '\r':
          lines_ += "\\r";
          break;
        case '\t':
          lines_ += "\\t";
          break;
        default:
          lines_ += c;
      }
    }
  }

  PostgresqlConnection& connection_;
  const std::string sql_;
  std::string lines_;
  bool is_open_ = false;
};

std::unique_ptr<RowStream> PostgresqlConnection::stream_rows(const std::string& table) {
  return std::make_unique<PostgresqlRowStream>(*this, table);
}

class PostgresqlStatement final : public Statement {
 public:
  PostgresqlStatement(PostgresqlConnection& connection, const std::string& sql, std::string_view parameters,
                      std::size_t columns)
      : connection_(connection),
        name_(connection.prepare_there(sql, parameters)),
        generation_(connection.generation()),
        sql_(sql),
        parameters_(parameters),
        column_count_(columns),
        numbers_(parameters.size()),
        arrays_(parameters.size()),
        values_(parameters.size()) {}
  ~PostgresqlStatement() override { forget(); }

  bool execute(std::span<const Cell> parameters, std::span<Cell> columns) override {
    reset();
    prepare_if_outdated();
    bind(parameters);
    result_ = connection_.run(name_, values_, sql_);
    affected_ = number_in<std::int64_t>(PQcmdTuples(result_.get()));
    const auto gives = static_cast<std::size_t>(PQnfields(result_.get()));
    if (column_count_ != 0 && gives != column_count_) refuse_shape("columns", gives, column_count_, sql_);
    row_ = 0;
    return fetch(columns);
  }

  bool fetch(std::span<Cell> columns) override {
    if (result_ == nullptr || row_ >= PQntuples(result_.get())) return false;
    for (std::size_t i = 0; i < columns.size(); ++i) read(static_cast<int>(i), columns[i]);
    ++row_;
    return true;
  }

  void post(std::span<const Cell> parameters) override {
    reset();
    prepare_if_outdated();
    bind(parameters);
    connection_.post(name_, values_, sql_);
  }

  void reset() noexcept override { result_.reset(); }
  std::int64_t affected_rows() const override { return affected_; }

 private:
  void forget() noexcept {
    if (!name_.empty()) connection_.forget(std::exchange(name_, {}));
  }

  void prepare_if_outdated() {
    if (generation_ == connection_.generation()) return;
    forget();
    name_ = connection_.prepare_there(sql_, parameters_);
    generation_ = connection_.generation();
  }

  void bind(std::span<const Cell> parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(i, parameters[i]);
  }

  void bind(std::size_t i, const Cell& cell) {
    values_[i] = nullptr;
    if (cell.null) return;
    switch (cell.type) {
      case CellType::integer:
        values_[i] = in_digits(i, cell.integer);
        return;
      case CellType::real:
        values_[i] = in_digits(i, cell.real);
        return;
      case CellType::text:
        refuse_nul(cell.text);
        values_[i] = cell.text.c_str();
        return;
      case CellType::reals:
        arrays_[i].assign("{").append(cell.text) += '}';
        values_[i] = arrays_[i].c_str();
        return;
    }
  }

  template <class Number>
  const char* in_digits(std::size_t i, Number value) {
    auto& digits = numbers_[i];
    *std::to_chars(digits.data(), digits.data() + digits.size() - 1, value).ptr = '\0';
    return digits.data();
  }

  void read(int place, Cell& cell) {
    cell.null = PQgetisnull(result_.get(), row_, place) != 0;
    if (cell.null) return;
    const std::string_view text(PQgetvalue(result_.get(), row_, place),
                                static_cast<std::size_t>(PQgetlength(result_.get(), row_, place)));
    switch (cell.type) {
      case CellType::integer:
        cell.integer = number_in<long long>(text);
        return;
      case CellType::real:
        cell.real = number_in<double>(text);
        return;
      case CellType::text:
        cell.text.assign(text);
        return;
      case CellType::reals:
        cell.text.assign(text.substr(1, text.size() - 2));  // without its braces
        return;
    }
  }

  PostgresqlConnection& connection_;
  std::string name_;
  unsigned generation_;
  const std::string& sql_;
  const std::string parameters_;
  const std::size_t column_count_;
  std::vector<std::array<char, 32>> numbers_;
  std::vector<std::string> arrays_;
  std::vector<const char*> values_;
  Result result_;
  int row_ = 0;
  std::int64_t affected_ = 0;
};

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

std::unique_ptr<Statement> PostgresqlConnection::prepare(const std::string& sql, std::string_view parameters,
                                                         std::string_view columns) {
  return std::make_unique<PostgresqlStatement>(*this, sql, parameters, columns.size());
}

}  // namespace

std::unique_ptr<Connection> connect_postgresql(const DatabaseUrl& url, Role role, const DatabaseOptions& options,
                                               detail::StorageState& state) {
  return std::make_unique<PostgresqlConnection>(url, role, options, state);
}

}  // namespace openspc::db::driver
