#include "db/driver/postgresql_statement.h"

#include <array>
#include <charconv>
#include <span>
#include <utility>
#include <vector>

namespace openspc::db::driver {

namespace {

/// A value that is no text: read with the decimal point and the shortest exact digits, whatever the locale.
template <class Number>
Number number_in(std::string_view text) {
  Number value{};
  if (text == "t") return Number{1};
  if (text == "f") return Number{0};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
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

}  // namespace

std::unique_ptr<Statement> make_statement(PostgresqlConnection& connection, const std::string& sql,
                                          std::string_view parameters, std::size_t columns) {
  return std::make_unique<PostgresqlStatement>(connection, sql, parameters, columns);
}

}  // namespace openspc::db::driver
