#include "db/sql/sql_text.h"

#include <algorithm>
#include <cstddef>

namespace openspc::db::detail {
namespace {

/// Length of the quoted text or comment at the front of `sql`, 0 when there is none. An open one reaches to the end.
std::size_t opaque_length(std::string_view sql) {
  const auto until = [&](std::string_view end, std::size_t from) {
    const auto at = sql.find(end, from);
    return at == std::string_view::npos ? sql.size() : at + end.size();
  };
  // A doubled quote inside quotes reads as two quoted texts side by side, which comes to the same.
  if (sql.starts_with('\'')) return until("'", 1);
  if (sql.starts_with('"')) return until("\"", 1);
  if (sql.starts_with('`')) return until("`", 1);
  if (sql.starts_with("--")) return until("\n", 2);
  if (sql.starts_with("/*")) return until("*/", 2);
  return 0;
}

bool is_comment(std::string_view sql) {
  return sql.starts_with("--") || sql.starts_with("/*");
}

bool is_blank(std::string_view sql) {
  return std::all_of(sql.begin(), sql.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

}  // namespace

std::vector<std::string> split_statements(std::string_view script) {
  std::vector<std::string> statements;
  std::string current;
  const auto finish = [&] {
    if (!is_blank(current)) statements.push_back(current);
    current.clear();
  };
  while (!script.empty()) {
    if (const auto length = opaque_length(script); length > 0) {
      if (!is_comment(script)) current.append(script.substr(0, length));
      script.remove_prefix(length);
      continue;
    }
    script.front() == ';' ? finish() : current.push_back(script.front());
    script.remove_prefix(1);
  }
  finish();
  return statements;
}

std::string replace_placeholders(std::string_view sql, const std::function<std::string(int)>& name) {
  std::string result;
  result.reserve(sql.size() + 16);
  int count = 0;
  while (!sql.empty()) {
    const auto length = opaque_length(sql);
    if (length == 0 && sql.front() == '?') {
      result += name(++count);
    } else {
      result.append(sql.substr(0, std::max<std::size_t>(length, 1)));
    }
    sql.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

}  // namespace openspc::db::detail
