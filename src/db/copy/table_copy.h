// One table on its way: its rows page by page in the order of the source's key, the columns that come later, and what
// both sides hold at the end. Private to db/; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/copy/catalogue.h"
#include "db/copy/convert.h"
#include "db/copy/link.h"

namespace openspc::db::copy {

/// Count and checksum of a table's values.
struct Content {
  std::int64_t rows = 0;
  std::string checksum;

  bool operator==(const Content&) const = default;
};

class TableCopy {
 public:
  /// Links and lists must outlive it. `late` are columns that copy_page() leaves NULL.
  TableCopy(Link& from, const Table& source, Link& to, const Table& target, std::vector<std::string> late);

  const std::string& name() const { return target_.name; }
  bool has_key() const { return !source_.key.empty(); }
  bool has_late_columns() const { return !late_.empty(); }

  /// What a page was: its rows, and the key behind which the next begins, as the progress remembers it.
  struct Page {
    std::int64_t rows = 0;
    std::string last_key;
  };
  /// Copies up to `most` rows behind `last_key` (empty: from the beginning), of a table without a key all of them.
  /// Within a transaction of the target. Throws for a row that the target does not take.
  Page copy_page(const std::string& last_key, std::size_t most);
  /// Gives up to `most` rows behind `last_key` their late columns; may be run again.
  Page fill_page(const std::string& last_key, std::size_t most);

  void forget_page() { last_page_.clear(); }
  /// The row of the page under way that fails by itself, and why; nothing when none does. Outside of a transaction.
  std::optional<std::string> why_a_row_fails();

  Content source_content(std::size_t page);
  Content target_content(std::size_t page);

 private:
  struct Side {
    Link& link;
    const Table& table;
    std::string types;  // of the columns of pairs_, and of the misfits behind them
  };
  using Rows = std::vector<Cells>;

  Rows read_page(const Side& side, const std::string& last_key, std::size_t most, const std::string& condition) const;
  std::string behind_key(const Link& link) const;
  static Cells arguments_behind(const Cells& key, const Link& link);
  std::string misfits(const Link& link) const;
  std::string key_after(const Rows& rows) const;
  Cells key_in(const std::string& last_key, const Table& table) const;
  std::string key_for_people(const Cells& row) const;
  bool is_late(std::string_view column) const;
  void insert(const Rows& rows);
  void append_row(Cells& arguments, const Cells& row) const;
  Content content_of(const Side& side, std::size_t page) const;

  const Table& source_;
  const Table& target_;
  const std::vector<ColumnPair> pairs_;
  const std::vector<std::string> late_;
  Side from_;
  Side to_;
  std::vector<std::size_t> key_places_;  // of the key's columns among pairs_
  std::size_t rows_of_an_insert_;
  Rows last_page_;
};

}  // namespace openspc::db::copy
