#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.h"
#include "db/session.h"
#include "db/session_impl.h"

namespace openspc::db::detail {
namespace {

// A stream costs two trips to the server, a posted statement none.
constexpr std::size_t kFewRows = 16;
// A file is where the statement runs: its indexes are found, opened and searched from their roots for each statement.
// To MariaDB each statement is a trip.
constexpr std::size_t kRowsOfStatement = 16;

std::string insert_sql(std::string_view table, std::size_t columns, std::size_t rows) {
  std::string row = "(?";
  for (std::size_t column = 1; column < columns; ++column) row += ", ?";
  row += ')';
  std::string sql = "INSERT INTO ";
  sql.append(table).append(" VALUES ").append(row);
  for (std::size_t i = 1; i < rows; ++i) sql.append(", ").append(row);
  return sql;
}

std::string signature_of(std::string_view types, std::size_t rows) {
  std::string signature;
  signature.reserve(types.size() * rows + 1);
  for (std::size_t i = 0; i < rows; ++i) signature += types;
  return signature += '>';
}

}  // namespace

class RowInserter::Impl {
 public:
  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  virtual ~Impl() = default;

  virtual std::span<Cell> cells() noexcept = 0;
  virtual void add() = 0;
  virtual void finish() = 0;

  class InStream;
  class InStatements;
};

class RowInserter::Impl::InStream final : public Impl {
 public:
  InStream(std::unique_ptr<driver::RowStream> stream, std::string_view types)
      : stream_(std::move(stream)), cells_(types.size()) {
    for (std::size_t i = 0; i < types.size(); ++i) cells_[i].type = static_cast<CellType>(types[i]);
  }

  std::span<Cell> cells() noexcept override { return cells_; }
  void add() override { stream_->add(cells_); }
  void finish() override { stream_->finish(); }

 private:
  std::unique_ptr<driver::RowStream> stream_;
  std::vector<Cell> cells_;
};

// Many rows to a statement as long as there are so many, then one to each.
class RowInserter::Impl::InStatements final : public Impl {
 public:
  InStatements(Session& session, std::string_view table, std::string_view types, std::size_t rows, std::size_t at_once)
      : columns_(types.size()), at_once_(at_once), rows_left_(rows) {
    if (at_once > 1 && rows >= at_once)
      many_.emplace(session.lease_statement(insert_sql(table, columns_, at_once), signature_of(types, at_once)));
    if (at_once == 1 || rows % at_once > 0)
      one_.emplace(session.lease_statement(insert_sql(table, columns_, 1), signature_of(types, 1)));
  }

  std::span<Cell> cells() noexcept override {
    if (!is_one_of_many()) return base::certain(one_).parameters();
    return base::certain(many_).parameters().subspan(filled_ * columns_, columns_);
  }

  void add() override {
    if (!is_one_of_many()) return base::certain(one_).post();
    if (++filled_ < at_once_) return;
    base::certain(many_).post();
    filled_ = 0;
    rows_left_ -= at_once_;
  }

  void finish() override {}

 private:
  bool is_one_of_many() const noexcept { return many_ && rows_left_ >= at_once_; }

  std::size_t columns_;
  std::size_t at_once_;
  std::size_t rows_left_;   // of those that go many to a statement, while there are so many
  std::size_t filled_ = 0;  // of the next statement
  std::optional<Lease> many_, one_;
};

RowInserter::RowInserter(Session& session, std::string_view table, std::string_view types, std::size_t rows) {
  const bool streams = session.dialect().streams_rows();
  if (streams && rows > kFewRows)
    impl_ = std::make_unique<Impl::InStream>(session.impl().stream_rows(table), types);
  else
    impl_ = std::make_unique<Impl::InStatements>(session, table, types, rows, streams ? 1 : kRowsOfStatement);
}

RowInserter::~RowInserter() = default;

std::span<Cell> RowInserter::cells() noexcept {
  return impl_->cells();
}
void RowInserter::add() {
  impl_->add();
}
void RowInserter::finish() {
  impl_->finish();
}

}  // namespace openspc::db::detail
