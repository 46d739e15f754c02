#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "db/session.h"
#include "db/session_impl.h"

namespace openspc::db::detail {
namespace {

// A stream costs two trips to the server, a posted statement none.
constexpr std::size_t kFewRows = 16;

std::string insert_sql(std::string_view table, std::size_t columns) {
  std::string sql = "INSERT INTO ";
  sql.append(table).append(" VALUES (");
  for (std::size_t column = 0; column < columns; ++column) sql += column == 0 ? "?" : ", ?";
  return sql += ')';
}

struct Stream {
  std::unique_ptr<driver::RowStream> stream;
  std::vector<Cell> cells;
};

}  // namespace

class RowInserter::Impl {
 public:
  explicit Impl(Lease lease) : way_(std::move(lease)) {}
  explicit Impl(Stream stream) : way_(std::move(stream)) {}

  std::span<Cell> cells() noexcept {
    if (auto* const stream = std::get_if<Stream>(&way_)) return stream->cells;
    return std::get<Lease>(way_).parameters();
  }

  void add() {
    if (auto* const stream = std::get_if<Stream>(&way_)) return stream->stream->add(stream->cells);
    std::get<Lease>(way_).post();
  }

  void finish() {
    if (auto* const stream = std::get_if<Stream>(&way_)) stream->stream->finish();
  }

 private:
  std::variant<Stream, Lease> way_;
};

RowInserter::RowInserter(Session& session, std::string_view table, std::string_view types, std::size_t rows) {
  if (session.dialect().streams_rows() && rows > kFewRows) {
    Stream stream{session.impl().stream_rows(table), std::vector<Cell>(types.size())};
    for (std::size_t i = 0; i < types.size(); ++i) stream.cells[i].type = static_cast<CellType>(types[i]);
    impl_ = std::make_unique<Impl>(std::move(stream));
  } else {
    impl_ = std::make_unique<Impl>(
        session.lease_statement(insert_sql(table, types.size()), std::string(types).append(">")));
  }
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
