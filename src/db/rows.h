// Rows of a query as what a store makes of them. Called by stores whose columns have a name as a tuple. A row that
// `make` cannot turn into its value (it throws db::Unreadable or base::Error: the stored document is none of this
// program) is left out and reported, as Session does with a column that cannot be read.
#pragma once

#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "db/session.h"
#include "db/unreadable_row.h"

namespace openspc::db {

namespace detail {

inline std::optional<std::int64_t> id_in(std::int64_t id) {
  return id;
}
template <class Tag>
std::optional<std::int64_t> id_in(base::Id<Tag> id) {
  return id.value;
}
template <class T>
std::optional<std::int64_t> id_in(const T& /*no id*/) {
  return std::nullopt;
}

}  // namespace detail

template <class Columns>
struct RowsOf;

template <class... Cols>
struct RowsOf<std::tuple<Cols...>> {
  template <class Make, class... Args>
  static auto read(Session& session, const std::string& sql, Make make, const Args&... args) {
    std::vector<std::invoke_result_t<Make, std::tuple<Cols...>&&>> made;
    for (auto& columns : session.query<Cols...>(sql, args...)) {
      const auto id = detail::id_in(std::get<0>(columns));
      try {
        made.push_back(make(std::move(columns)));
      } catch (const Unreadable& damage) {
        report_unreadable(first_table(sql), id, damage.what());
      } catch (const base::Error& damage) {
        report_unreadable(first_table(sql), id, damage.what());
      }
    }
    return made;
  }
};

/// `make` turns the columns of a row, a std::tuple, into the value that stands for it. The first column is the row's
/// id.
template <class Columns, class Make, class... Args>
auto rows(Session& session, const std::string& sql, Make make, const Args&... args) {
  return RowsOf<Columns>::read(session, sql, make, args...);
}

}  // namespace openspc::db
