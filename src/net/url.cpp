#include "net/url.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "net/detail/text.h"

namespace openspc::net {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = detail::lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// Appends the decoded text; false for a broken escape, a control byte or NUL.
bool decode(std::string_view text, bool plus_is_blank, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f) return false;
    if (c == '+' && plus_is_blank) {
      c = ' ';
    } else if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      if (c == '\0') return false;
      i += 2;
    }
    out += c;
  }
  return true;
}

/// Cuts "http://authority" off an absolute-form target; false when it is neither that nor origin form.
bool reduce_to_origin_form(std::string_view& target) {
  if (target.starts_with('/')) return true;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!detail::equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t authority_end = std::min(target.find_first_of("/?"), target.size());
    if (authority_end == 0) return false;
    target.remove_prefix(authority_end);
    return true;
  }
  return false;
}

bool decode_query(std::string_view raw, std::vector<std::pair<std::string, std::string>>& out) {
  std::size_t used = 0;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    if (used == out.size()) out.emplace_back();
    auto& [name, value] = out[used++];
    name.clear();
    value.clear();
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!decode(pair.substr(0, equals), true, name)) return false;
    if (equals < pair.size() && !decode(pair.substr(equals + 1), true, value)) return false;
    if (!base::is_utf8(name) || !base::is_utf8(value)) return false;
  }
  out.resize(used);
  return true;
}

}  // namespace

const std::string* Target::find(std::string_view name) const {
  const auto found = std::find_if(query.rbegin(), query.rend(), [&](const auto& pair) { return pair.first == name; });
  return found == query.rend() ? nullptr : &found->second;
}

bool parse_target(std::string_view target, Target& into) {
  into.path.clear();
  into.raw_query = {};
  if (!reduce_to_origin_form(target)) return false;
  target = target.substr(0, target.find('#'));
  const std::size_t path_end = std::min(target.find('?'), target.size());
  if (path_end < target.size()) into.raw_query = target.substr(path_end + 1);
  const std::string_view path = path_end == 0 ? std::string_view("/") : target.substr(0, path_end);
  return decode(path, false, into.path) && base::is_utf8(into.path) && decode_query(into.raw_query, into.query);
}

std::optional<Target> parse_target(std::string_view target) {
  std::optional<Target> result(std::in_place);
  if (!parse_target(target, *result)) result.reset();
  return result;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::optional<std::string> result(std::in_place);
  if (!decode(text, plus_is_blank, *result)) result.reset();
  return result;
}

}  // namespace openspc::net
