#include "db/unreadable_row.h"

#include <set>
#include <string>
#include <tuple>

#include "base/guarded.h"
#include "base/log.h"
#include "db/error.h"
#include "db/value.h"

namespace openspc::db {
namespace {

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.db");
  return instance;
}

/// Remembers what was said, up to a bound: a table full of damage must not fill the memory too.
class Reported {
 public:
  bool is_new(std::string_view table, std::int64_t id, std::string_view reason) {
    constexpr std::size_t most = 10'000;
    return known_.with([&](auto& known) {
      return known.size() < most && known.emplace(std::string(table), id, std::string(reason)).second;
    });
  }

 private:
  base::Guarded<std::set<std::tuple<std::string, std::int64_t, std::string>>> known_;
};

}  // namespace

void report_unreadable(std::string_view table, std::optional<std::int64_t> id, std::string_view reason) {
  static Reported reported;
  if (!reported.is_new(table, id.value_or(0), reason)) return;
  if (id) {
    logger().error("row_unreadable", {{"table", table}, {"id", *id}, {"reason", reason}});
  } else {
    logger().error("row_unreadable", {{"table", table}, {"reason", reason}});
  }
}

std::optional<boost::json::value> readable_json(std::string_view table, std::optional<std::int64_t> id,
                                                std::string_view text) {
  try {
    return detail::read_json(text);
  } catch (const Unreadable& damage) {
    report_unreadable(table, id, damage.what());
    return std::nullopt;
  }
}

std::string_view first_table(std::string_view sql) {
  constexpr std::string_view from = " FROM ";
  std::size_t at = sql.find(from);
  // A parenthesis behind FROM is a query of its own, which has a FROM again.
  while (at != std::string_view::npos && at + from.size() < sql.size() && sql[at + from.size()] == '(')
    at = sql.find(from, at + 1);
  if (at == std::string_view::npos) return {};
  sql.remove_prefix(at + from.size());
  if (sql.starts_with('"')) sql.remove_prefix(1);
  return sql.substr(0, sql.find_first_of(" \",;)\n"));
}

}  // namespace openspc::db
