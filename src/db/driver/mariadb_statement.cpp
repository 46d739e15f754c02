#include "db/driver/mariadb_statement.h"

#include <span>
#include <utility>
#include <vector>

#include "db/driver/mariadb_failure.h"

namespace openspc::db::driver {
namespace {

/// What has neither arguments nor rows that are wanted travels as text: the server prepares not every such statement.
class TextStatement final : public Statement {
 public:
  TextStatement(MariadbConnection& connection, const std::string& sql) : connection_(connection), sql_(sql) {}

  bool execute(std::span<const Cell>, std::span<Cell>) override {
    affected_ = connection_.run(sql_);
    return false;
  }
  bool fetch(std::span<Cell>) override { return false; }
  void post(std::span<const Cell>) override { affected_ = connection_.run(sql_); }
  void reset() noexcept override {}
  std::int64_t affected_rows() const override { return affected_; }

 private:
  MariadbConnection& connection_;
  const std::string& sql_;
  std::int64_t affected_ = 0;
};

/// Where the library puts a column of the row that is read.
struct Place {
  std::vector<char> text;
  long long integer = 0;
  double real = 0;
  unsigned long length = 0;
  my_bool is_null = 0;
  my_bool is_cut = 0;
};

class PreparedStatement final : public Statement {
 public:
  PreparedStatement(MariadbConnection& connection, const std::string& sql, std::string_view parameters,
                    std::string_view columns)
      : connection_(connection),
        handle_(connection.prepare_there(sql, parameters.size())),
        sql_(sql),
        arguments_(parameters.size()),
        lengths_(parameters.size()),
        places_(columns.size()),
        results_(columns.size()) {
    if (!places_.empty()) require_columns();
    for (std::size_t i = 0; i < places_.size(); ++i) lay_out(i, static_cast<CellType>(columns[i]));
  }

  bool execute(std::span<const Cell> parameters, std::span<Cell> columns) override {
    run(parameters);
    if (mysql_stmt_field_count(handle_.get()) == 0) return false;
    if (!places_.empty()) {
      require_columns();
      mysql_stmt_bind_result(handle_.get(), results_.data());
    }
    // At once, so that other statements can run while the rows are looked at.
    if (mysql_stmt_store_result(handle_.get()) != 0) connection_.fail(handle_.get(), sql_);
    has_rows_ = true;
    return fetch(columns);
  }

  bool fetch(std::span<Cell> columns) override {
    if (!has_rows_ || columns.empty()) return false;
    const int outcome = mysql_stmt_fetch(handle_.get());
    if (outcome == MYSQL_NO_DATA) return false;
    if (outcome != 0 && outcome != MYSQL_DATA_TRUNCATED) connection_.fail(handle_.get(), sql_);
    for (std::size_t i = 0; i < columns.size(); ++i) read(i, columns[i]);
    if (std::exchange(is_laid_out_anew_, false)) mysql_stmt_bind_result(handle_.get(), results_.data());
    return true;
  }

  void post(std::span<const Cell> parameters) override {
    run(parameters);
    if (mysql_stmt_field_count(handle_.get()) == 0) return;
    if (mysql_stmt_store_result(handle_.get()) != 0) connection_.fail(handle_.get(), sql_);
    has_rows_ = true;
  }

  void reset() noexcept override {
    if (std::exchange(has_rows_, false)) mysql_stmt_free_result(handle_.get());
  }
  std::int64_t affected_rows() const override { return affected_; }

 private:
  static constexpr std::size_t kUsualLength = 64;

  void require_columns() const {
    const std::size_t gives = mysql_stmt_field_count(handle_.get());
    if (gives != places_.size()) refuse_shape("columns", gives, places_.size(), sql_);
  }

  void run(std::span<const Cell> parameters) {
    reset();
    connection_.require_usable();
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(i, parameters[i]);
    if (!arguments_.empty()) mysql_stmt_bind_param(handle_.get(), arguments_.data());
    if (mysql_stmt_execute(handle_.get()) != 0) fail();
    affected_ = static_cast<std::int64_t>(mysql_stmt_affected_rows(handle_.get()));
    connection_.note_insert(mysql_stmt_insert_id(handle_.get()));
    connection_.note_success(sql_);
  }

  [[noreturn]] void fail() {
    const bool outdated = is_outdated({mysql_stmt_errno(handle_.get()), {}});
    try {
      connection_.fail(handle_.get(), sql_);
    } catch (...) {
      if (outdated) handle_ = connection_.prepare_there(sql_, arguments_.size());
      throw;
    }
  }

  // The cells outlive the execution, so nothing is copied; the library reads them only.
  void bind(std::size_t i, const Cell& cell) {
    MYSQL_BIND& argument = arguments_[i];
    argument = {};
    if (cell.null) {
      argument.buffer_type = MYSQL_TYPE_NULL;
      return;
    }
    switch (cell.type) {
      case CellType::integer:
        argument.buffer_type = MYSQL_TYPE_LONGLONG;
        argument.buffer = const_cast<long long*>(&cell.integer);
        return;
      case CellType::real:
        argument.buffer_type = MYSQL_TYPE_DOUBLE;
        argument.buffer = const_cast<double*>(&cell.real);
        return;
      case CellType::text:
      case CellType::reals:
        lengths_[i] = cell.text.size();
        argument.buffer_type = MYSQL_TYPE_STRING;
        argument.buffer = const_cast<char*>(cell.text.data());
        argument.buffer_length = lengths_[i];
        argument.length = &lengths_[i];
        return;
    }
  }

  void lay_out(std::size_t i, CellType type) {
    MYSQL_BIND& result = results_[i];
    Place& place = places_[i];
    result.is_null = &place.is_null;
    result.length = &place.length;
    result.error = &place.is_cut;
    if (type == CellType::integer) {
      result.buffer_type = MYSQL_TYPE_LONGLONG;
      result.buffer = &place.integer;
    } else if (type == CellType::real) {
      result.buffer_type = MYSQL_TYPE_DOUBLE;
      result.buffer = &place.real;
    } else {
      result.buffer_type = MYSQL_TYPE_STRING;
      give_room(i, kUsualLength);
    }
  }

  void give_room(std::size_t i, std::size_t length) {
    places_[i].text.resize(length);
    results_[i].buffer = places_[i].text.data();
    results_[i].buffer_length = length;
  }

  void read(std::size_t i, Cell& cell) {
    Place& place = places_[i];
    cell.null = place.is_null != 0;
    if (cell.null) return;
    switch (cell.type) {
      case CellType::integer:
        cell.integer = place.integer;
        return;
      case CellType::real:
        cell.real = place.real;
        return;
      case CellType::text:
      case CellType::reals:
        if (place.length > place.text.size()) read_again(i);
        cell.text.assign(place.text.data(), place.length);
        return;
    }
  }

  /// A text that is longer than any before it.
  void read_again(std::size_t i) {
    give_room(i, 2 * places_[i].length);
    is_laid_out_anew_ = true;
    if (mysql_stmt_fetch_column(handle_.get(), &results_[i], static_cast<unsigned>(i), 0) != 0)
      connection_.fail(handle_.get(), sql_);
  }

  MariadbConnection& connection_;
  StatementHandle handle_;
  const std::string& sql_;
  std::vector<MYSQL_BIND> arguments_;
  std::vector<unsigned long> lengths_;
  std::vector<Place> places_;
  std::vector<MYSQL_BIND> results_;
  bool has_rows_ = false;
  bool is_laid_out_anew_ = false;
  std::int64_t affected_ = 0;
};

}  // namespace

std::unique_ptr<Statement> make_statement(MariadbConnection& connection, const std::string& sql,
                                          std::string_view parameters, std::string_view columns) {
  if (parameters.empty() && columns.empty()) return std::make_unique<TextStatement>(connection, sql);
  return std::make_unique<PreparedStatement>(connection, sql, parameters, columns);
}

}  // namespace openspc::db::driver
