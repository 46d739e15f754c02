// Rows of a query as what a store makes of them. Called by stores whose columns have a name as a tuple.
#pragma once

#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "db/session.h"

namespace openspc::db {

template <class Columns>
struct RowsOf;

template <class... Cols>
struct RowsOf<std::tuple<Cols...>> {
  template <class Make, class... Args>
  static auto read(Session& session, const std::string& sql, Make make, const Args&... args) {
    std::vector<std::invoke_result_t<Make, std::tuple<Cols...>&&>> made;
    for (auto& columns : session.query<Cols...>(sql, args...)) made.push_back(make(std::move(columns)));
    return made;
  }
};

/// `make` turns the columns of a row, a std::tuple, into the value that stands for it.
template <class Columns, class Make, class... Args>
auto rows(Session& session, const std::string& sql, Make make, const Args&... args) {
  return RowsOf<Columns>::read(session, sql, make, args...);
}

}  // namespace openspc::db
