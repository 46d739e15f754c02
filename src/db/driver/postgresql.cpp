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

  bool in_transaction() noexcept override { return PQtransactionStatus(handle_.get()) == PQTRANS_INTRANS; }
  std::int64_t last_insert_id() noexcept override { return 0; }
  std::int64_t total_changes() noexcept override { return 0; }
  Fault take_fault() noexcept override { return std::exchange(fault_, Fault::none); }
  bool is_open() noexcept override { return PQstatus(handle_.get()) == CONNECTION_OK; }
  bool read_file(std::span<unsigned char>) noexcept override { return false; }

  PGconn* handle() noexcept { return handle_.get(); }
  /// Prepares it on the server; the name that it has there.
  std::string prepare_there(const std::string& sql, std::string_view parameters);
  /// The statement can be forgotten by the server only outside of a failed transaction.
  void forget(std::string name) noexcept { forgotten_.push_back(std::move(name)); }

  /// Throws what the failure means.
  Result checked(PGresult* raw, const std::string& sql) {
    Result result(raw);
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return result;
    const std::string state(field_of(result.get(), PG_DIAG_SQLSTATE));
    const std::string message = trimmed(PQerrorMessage(handle_.get()));
    if (PQstatus(handle_.get()) != CONNECTION_OK) {
      fault_ = Fault::lost;
      base::log::error("database_lost", {{"error", message}});
      throw base::unavailable("The connection to the database was lost");
    }
    if (state.starts_with("23")) throw_constraint(result.get(), state);
    if (state == "40001" || state == "40P01" || state == "55P03") fault_ = Fault::retry;
    if (is_outdated(result.get())) {
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

  void deallocate_forgotten() {
    if (PQtransactionStatus(handle_.get()) == PQTRANS_INERROR) return;
    for (const std::string& name : forgotten_) Result(PQexec(handle_.get(), ("DEALLOCATE " + name).c_str()));
    forgotten_.clear();
  }

  detail::StorageState& state_;
  std::unique_ptr<PGconn, Finish> handle_;
  Fault fault_ = Fault::none;
  unsigned statements_ = 0;
  std::vector<std::string> forgotten_;
};

class PostgresqlStatement final : public Statement {
 public:
  PostgresqlStatement(PostgresqlConnection& connection, const std::string& sql, std::string_view parameters,
                      std::size_t columns)
      : connection_(connection),
        name_(connection.prepare_there(sql, parameters)),
        sql_(sql),
        parameters_(parameters),
        column_count_(columns),
        numbers_(parameters.size()),
        arrays_(parameters.size()),
        values_(parameters.size()) {}
  ~PostgresqlStatement() override { forget(); }

  bool execute(std::span<const Cell> parameters, std::span<Cell> columns) override {
    reset();
    if (name_.empty()) name_ = connection_.prepare_there(sql_, parameters_);
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(i, parameters[i]);
    PGresult* const answer = PQexecPrepared(connection_.handle(), name_.c_str(), static_cast<int>(values_.size()),
                                            values_.data(), nullptr, nullptr, 0);
    if (is_outdated(answer)) forget();
    result_ = connection_.checked(answer, sql_);
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

  void reset() noexcept override { result_.reset(); }
  std::int64_t affected_rows() const override { return affected_; }

 private:
  void forget() noexcept {
    if (!name_.empty()) connection_.forget(std::exchange(name_, {}));
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
        if (cell.text.find('\0') != std::string::npos)
          throw ValueRefused("Text must not hold the character NUL (U+0000)");
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
  std::string name_;  // empty: it must be prepared anew
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
