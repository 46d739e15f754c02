#include "db/driver/postgresql_stream.h"

#include <array>
#include <charconv>
#include <span>
#include <string_view>

namespace openspc::db::driver {

namespace {

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

}  // namespace

std::unique_ptr<RowStream> open_stream(PostgresqlConnection& connection, const std::string& table) {
  return std::make_unique<PostgresqlRowStream>(connection, table);
}

}  // namespace openspc::db::driver
