// The one place that knows how databases differ: placeholders, column types of migrations, new ids, connection
// settings and upserts. SQL Server has its words here and no driver yet; "mysql" is MariaDB.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::db {

enum class DialectKind { sqlite, postgresql, mysql, mssql };

class Dialect {
 public:
  explicit constexpr Dialect(DialectKind kind) : kind_(kind) {}

  DialectKind kind() const { return kind_; }
  /// "sqlite", "postgresql", "mysql", "mssql", as in the reference's settings.
  std::string_view name() const;

  struct Numbered {
    std::string sql;
    std::size_t count = 0;  // of its placeholders
  };
  /// Rewrites `?` placeholders, outside of quotes and comments, to what the driver expects.
  Numbered placeholders(std::string_view sql) const;
  /// True when an INSERT itself says the id of its row (RETURNING); false when the connection is asked afterwards.
  bool returns_ids() const;
  /// A question costs no trip to a server.
  bool answers_at_once() const;
  /// Many rows of one table reach it faster in a stream than by statements.
  bool streams_rows() const;
  /// Ids can be drawn from sequences, which no transaction waits for.
  bool has_sequences() const;
  /// An expression: the next number of a sequence. Only where has_sequences().
  std::string next_value(std::string_view sequence) const;
  /// To be run on an empty database; nothing where all databases compare texts by their code points.
  std::string_view before_first_table() const;
  /// Replaces the ${words} of a migration: id, ref (a foreign key's type), integer, boolean, true, false, double,
  /// timestamp, now, reals, json, text, "where_not_null COLUMN", and "only DIALECT: SQL", which is nothing elsewhere,
  /// as is "also DIALECT: SQL", which is said of a database that a step was not released for; as statements of their
  /// own "widen TABLE.COLUMN", an ${integer} NOT NULL from then on of 64 bits, and "narrow TABLE.COLUMN", its way back
  /// where nothing is lost by it. Throws std::invalid_argument for an unknown word.
  std::string expand(std::string_view sql) const;
  /// An identifier in this dialect's quotes: quote("user").
  std::string quote(std::string_view identifier) const;
  /// The tail of an INSERT that updates `columns` when a row with the same `key` exists.
  std::string upsert(const std::vector<std::string>& key, const std::vector<std::string>& columns) const;
  /// As upsert(), adding to the columns of the row that is there in `table`.
  std::string upsert_sum(std::string_view table, const std::vector<std::string>& key,
                         const std::vector<std::string>& columns) const;
  /// The tail of a SELECT of one table whose rows nobody may change before the transaction has ended; others may read
  /// them, and hold them too. Nothing where there is one writer.
  std::string_view hold_rows() const;

  /// Statements to run on each new connection of a reader or the writer.
  std::vector<std::string> connection_setup(bool writer, int busy_timeout_ms) const;
  std::string_view begin_read() const;
  std::string_view begin_write() const;
  /// Lists the tables that are not the database's own: (name). Neither views nor the partitions of a table.
  std::string_view tables_query() const;
  /// Lists the columns of all indexes of the table given as its argument: (index, column), in order.
  std::string_view indexes_query() const;

 private:
  std::string offered(std::string_view column) const;
  std::string on_conflict(const std::vector<std::string>& key, const std::vector<std::string>& assignments) const;

  DialectKind kind_;
};

}  // namespace openspc::db
