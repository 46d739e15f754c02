// The `.env` format: a small, line-based grammar without expansion of variables.
#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/config.h"
#include "base/error.h"

namespace openspc::base {
namespace {

constexpr std::string_view kBlanks = " \t\r";

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_name(std::string_view text) {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
         std::string_view::npos;
}

[[noreturn]] void refuse(std::size_t line, std::string_view why) {
  throw invalid_text(".env line " + std::to_string(line) + ": " + std::string(why));
}

/// After a closing quote only a comment may follow.
void expect_comment_or_end(std::string_view rest, std::size_t line) {
  rest = trim(rest);
  if (!rest.empty() && rest.front() != '#') refuse(line, "text after the closing quote");
}

std::string single_quoted(std::string_view text, std::size_t line) {
  const auto end = text.find('\'', 1);
  if (end == std::string_view::npos) refuse(line, "a closing ' is missing");
  expect_comment_or_end(text.substr(end + 1), line);
  return std::string(text.substr(1, end - 1));
}

char unescape(char c, std::size_t line) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
    case '\\':
    case '$':
      return c;
    default:
      refuse(line, "unknown escape in a double-quoted value");
  }
}

std::string double_quoted(std::string_view text, std::size_t line) {
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      expect_comment_or_end(text.substr(i + 1), line);
      return value;
    }
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    value += escape ? unescape(text[++i], line) : text[i];
  }
  refuse(line, "a closing \" is missing");
}

std::string bare(std::string_view text) {
  // A '#' inside a value belongs to it; one after a blank begins a comment.
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '#' && (i == 0 || kBlanks.find(text[i - 1]) != std::string_view::npos)) {
      text = text.substr(0, i);
      break;
    }
  }
  return std::string(trim(text));
}

std::string value_of(std::string_view text, std::size_t line) {
  if (text.starts_with('\'')) return single_quoted(text, line);
  if (text.starts_with('"')) return double_quoted(text, line);
  return bare(text);
}

}  // namespace

std::map<std::string, std::string> parse_dotenv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::map<std::string, std::string> variables;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("export ") || line.starts_with("export\t")) line = trim(line.substr(7));
    const auto equals = line.find('=');
    const std::string_view name = trim(line.substr(0, equals));
    if (equals == std::string_view::npos || !is_name(name)) refuse(number, "expected NAME=value");
    variables[std::string(name)] = value_of(trim(line.substr(equals + 1)), number);
  }
  return variables;
}

}  // namespace openspc::base
