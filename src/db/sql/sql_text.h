// Looks at SQL as text: what is a placeholder or a statement's end, and what only looks like one inside quotes or
// comments. Private to db/. Pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::db::detail {

/// The statements of a script, without their ';', blank ones left out.
std::vector<std::string> split_statements(std::string_view script);

/// Replaces the n-th `?` (from 1) by name(n).
std::string replace_placeholders(std::string_view sql, const std::function<std::string(int)>& name);

}  // namespace openspc::db::detail
