#include "db/copy/table_copy.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstring>
#include <stdexcept>

#include "base/crypto.h"
#include "base/error.h"

namespace openspc::db::copy {
namespace {

// A statement of PostgreSQL takes no more than 65,535 arguments; a journey to the server should carry many rows.
constexpr std::size_t kMostArguments = 20'000;
constexpr std::size_t kMostRowsOfAnInsert = 500;
constexpr std::size_t kRowsOfASmallInsert = 20;

std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ") {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? "" : between).append(part);
  return text;
}

std::vector<std::string> quoted(const Link& link, const std::vector<std::string>& names) {
  std::vector<std::string> result;
  result.reserve(names.size());
  for (const std::string& name : names) result.push_back(link.quote(name));
  return result;
}

std::vector<std::string> names_of(const std::vector<ColumnPair>& pairs) {
  std::vector<std::string> names;
  names.reserve(pairs.size());
  for (const ColumnPair& pair : pairs) names.push_back(pair.name);
  return names;
}

std::string repeated(std::string_view text, std::size_t times) {
  return joined(std::vector<std::string>(times, std::string(text)));
}

/// The statement's text behind a fault of PostgreSQL says nothing to people.
std::string reason_of(std::string_view what) {
  return std::string(what.substr(0, what.find(" in: ")));
}

/// Sums digests, so that the order of the rows does not count and a row that stands twice does.
class Checksum {
 public:
  void add(std::string_view row) {
    const auto digest = base::sha256(row);
    std::array<std::uint64_t, 2> part{};
    std::memcpy(part.data(), digest.data(), sizeof part);
    sum_[0] += part[0];
    sum_[1] += part[1];
  }
  std::string text() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const std::uint64_t half : sum_)
      for (int shift = 60; shift >= 0; shift -= 4) hex += digits[half >> static_cast<unsigned>(shift) & 15U];
    return hex;
  }

 private:
  std::array<std::uint64_t, 2> sum_{};
};

}  // namespace

TableCopy::TableCopy(Link& from, const Table& source, Link& to, const Table& target, std::vector<std::string> late)
    : source_(source),
      target_(target),
      pairs_(pairs_of(source, from.dialect().kind(), target, to.dialect().kind())),
      late_(std::move(late)),
      from_{from, source, {}},
      to_{to, target, {}} {
  for (const ColumnPair& pair : pairs_) {
    from_.types += static_cast<char>(pair.from_cell());
    to_.types += static_cast<char>(pair.to_cell());
  }
  for (Side* side : {&from_, &to_}) side->types += static_cast<char>(CellType::integer);
  for (const std::string& column : source.key) {
    const auto at = std::ranges::find(pairs_, column, &ColumnPair::name);
    key_places_.push_back(static_cast<std::size_t>(at - pairs_.begin()));
  }
  const bool is_server = to.dialect().kind() != DialectKind::sqlite;
  rows_of_an_insert_ = is_server ? std::clamp<std::size_t>(kMostArguments / pairs_.size(), 1, kMostRowsOfAnInsert) : 1;
}

bool TableCopy::is_late(std::string_view column) const {
  return std::ranges::find(late_, column) != late_.end();
}

TableCopy::Rows TableCopy::read_page(const Side& side, const std::string& last_key, std::size_t most,
                                     const std::string& condition) const {
  const auto& key = source_.key;
  const std::string keys = joined(quoted(side.link, key));
  std::vector<std::string> conditions;
  if (!condition.empty()) conditions.push_back(condition);
  if (!last_key.empty()) conditions.push_back(behind_key(side.link));
  std::string sql = "SELECT " + joined(quoted(side.link, names_of(pairs_))) + ", " + misfits(side.link) + " FROM " +
                    side.link.quote(side.table.name);
  if (!conditions.empty()) sql += " WHERE " + joined(conditions, " AND ");
  if (!key.empty()) sql += " ORDER BY " + keys + " LIMIT " + std::to_string(most);
  Rows rows;
  const Cells behind = last_key.empty() ? Cells() : arguments_behind(key_in(last_key, side.table), side.link);
  side.link.each(sql, behind, side.types, [&](std::span<const Cell> row) {
    rows.emplace_back(row.begin(), row.end());
    if (row.back().integer != 0)
      throw base::conflict("row " + key_for_people(rows.back()) + ": a column of numbers holds text");
  });
  return rows;
}

/// MariaDB finds no place in an index by a comparison of rows: there one column after the other is compared.
std::string TableCopy::behind_key(const Link& link) const {
  const auto names = quoted(link, source_.key);
  if (link.dialect().kind() != DialectKind::mysql)
    return "(" + joined(names) + ") > (" + repeated("?", names.size()) + ")";
  std::string condition;
  for (std::size_t last = 0; last < names.size(); ++last) {
    condition += last == 0 ? "((" : " OR (";
    for (std::size_t i = 0; i < last; ++i) condition += names[i] + " = ? AND ";
    condition += names[last] + " > ?)";
  }
  return condition + ")";
}

Cells TableCopy::arguments_behind(const Cells& key, const Link& link) {
  if (link.dialect().kind() != DialectKind::mysql) return key;
  Cells arguments;
  for (std::size_t last = 0; last < key.size(); ++last)
    arguments.insert(arguments.end(), key.begin(), key.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  return arguments;
}

/// SQLite keeps what is no number in a column of numbers, and would read it as 0: how many of a row's are such.
std::string TableCopy::misfits(const Link& link) const {
  std::string sum = "0";
  if (link.dialect().kind() != DialectKind::sqlite) return sum;
  for (const ColumnPair& pair : pairs_)
    if (pair.meaning == Kind::real) sum += " + (typeof(" + link.quote(pair.name) + ") IN ('text', 'blob'))";
  return sum;
}

/// As a list of texts, whatever the types of the key.
std::string TableCopy::key_after(const Rows& rows) const {
  boost::json::array key;
  if (!rows.empty())
    for (const std::size_t place : key_places_) key.emplace_back(rows.back()[place].text);
  return boost::json::serialize(key);
}

Cells TableCopy::key_in(const std::string& last_key, const Table& table) const {
  Cells cells;
  const auto key = boost::json::parse(last_key);
  for (std::size_t i = 0; i < source_.key.size(); ++i) {
    const auto text = std::string_view(key.as_array().at(i).as_string());
    const Column* const column = table.find(source_.key[i]);
    // SQLite compares by the type of what it is given.
    if (column != nullptr && column->kind == Kind::integer)
      cells.push_back(integer_cell(std::stoll(std::string(text))));
    else
      cells.push_back(text_cell(text));
  }
  return cells;
}

void TableCopy::append_row(Cells& arguments, const Cells& row) const {
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    Cell& cell = arguments.emplace_back();
    cell.type = pairs_[i].to_cell();
    try {
      convert(pairs_[i], row[i], cell);
    } catch (const base::Error& error) {
      throw base::conflict(pairs_[i].name + ": " + error.detail());
    }
    if (is_late(pairs_[i].name)) cell.null = true;
  }
}

void TableCopy::insert(const Rows& rows) {
  const std::string head =
      "INSERT INTO " + to_.link.quote(target_.name) + " (" + joined(quoted(to_.link, names_of(pairs_))) + ") VALUES ";
  const std::string row = "(" + repeated("?", pairs_.size()) + ")";
  Cells arguments;
  for (std::size_t at = 0; at < rows.size();) {
    // Few sizes, since each is a statement of its own.
    std::size_t count = rows_of_an_insert_;
    while (count > rows.size() - at) count = count > kRowsOfASmallInsert ? kRowsOfASmallInsert : 1;
    arguments.clear();
    for (std::size_t i = 0; i < count; ++i) append_row(arguments, rows[at + i]);
    to_.link.run(head + repeated(row, count), arguments);
    at += count;
  }
}

TableCopy::Page TableCopy::copy_page(const std::string& last_key, std::size_t most) {
  last_page_ = read_page(from_, last_key, most, {});
  insert(last_page_);
  return {static_cast<std::int64_t>(last_page_.size()), key_after(last_page_)};
}

TableCopy::Page TableCopy::fill_page(const std::string& last_key, std::size_t most) {
  const auto is_there = [this](const std::string& column) { return from_.link.quote(column) + " IS NOT NULL"; };
  std::vector<std::string> conditions, assignments, key;
  key.reserve(source_.key.size());
  for (const std::string& column : late_) {
    conditions.push_back(is_there(column));
    assignments.push_back(to_.link.quote(column) + " = ?");
  }
  for (const std::string& column : source_.key) key.push_back(to_.link.quote(column) + " = ?");
  const Rows rows = read_page(from_, last_key, most, "(" + joined(conditions, " OR ") + ")");
  const std::string sql =
      "UPDATE " + to_.link.quote(target_.name) + " SET " + joined(assignments) + " WHERE " + joined(key, " AND ");
  for (const Cells& row : rows) {
    Cells arguments;
    for (const std::string& column : late_) {
      const auto at = std::ranges::find(pairs_, column, &ColumnPair::name) - pairs_.begin();
      const auto place = static_cast<std::size_t>(at);
      Cell& cell = arguments.emplace_back();
      cell.type = pairs_[place].to_cell();
      convert(pairs_[place], row[place], cell);
    }
    for (Cell& cell : key_in(key_after({row}), target_)) arguments.push_back(std::move(cell));
    to_.link.run(sql, arguments);
  }
  return {static_cast<std::int64_t>(rows.size()), key_after(rows)};
}

std::string TableCopy::key_for_people(const Cells& row) const {
  std::vector<std::string> parts;
  parts.reserve(key_places_.size());
  for (const std::size_t place : key_places_) parts.push_back(pairs_[place].name + "=" + row[place].text);
  return joined(parts);
}

std::optional<std::string> TableCopy::why_a_row_fails() {
  for (const Cells& row : last_page_) {
    const auto refusal = [&](std::string_view why) {
      return "Table " + name() + ", row " + key_for_people(row) + ": " + reason_of(why);
    };
    // Rolled back also when it goes well.
    struct WasTaken {};
    try {
      to_.link.in_transaction([&] {
        insert({row});
        throw WasTaken();
      });
    } catch (const WasTaken&) {
      continue;
    } catch (const base::Error& error) {
      return refusal(error.detail());
    } catch (const std::logic_error& error) {
      return refusal(error.what());
    }
  }
  return std::nullopt;
}

Content TableCopy::content_of(const Side& side, std::size_t page) const {
  Content content;
  Checksum checksum;
  std::string last_key, text;
  while (true) {
    const Rows rows = read_page(side, last_key, page, {});
    for (const Cells& row : rows) {
      text.clear();
      for (std::size_t i = 0; i < pairs_.size(); ++i) append_canonical(text, pairs_[i], row[i]);
      checksum.add(text);
    }
    content.rows += static_cast<std::int64_t>(rows.size());
    if (source_.key.empty() || rows.size() < page) break;
    last_key = key_after(rows);
  }
  content.checksum = checksum.text();
  return content;
}

Content TableCopy::source_content(std::size_t page) {
  return content_of(from_, page);
}
Content TableCopy::target_content(std::size_t page) {
  return content_of(to_, page);
}

}  // namespace openspc::db::copy
