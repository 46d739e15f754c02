#include "connect/templates/placeholders.h"

#include <algorithm>
#include <boost/json/string.hpp>

#include "base/error.h"
#include "base/nearest_word.h"
#include "base/text.h"
#include "connect/payload/plain_text.h"

namespace openspc::connect::templates {
namespace {

constexpr std::size_t kLongestName = 32;

bool is_placeholder_name(std::string_view name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view digits = "0123456789";
  const auto is_one_of = [](std::string_view set, char c) { return set.find(c) != std::string_view::npos; };
  if (name.empty() || name.size() > kLongestName || !is_one_of(letters, name.front())) return false;
  return std::ranges::all_of(name, [&](char c) { return is_one_of(letters, c) || is_one_of(digits, c); });
}

bool is_in(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string quoted(std::string_view name) {
  return "{" + std::string(name) + "}";
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
  return text;
}

// Calls `literal` and `placeholder` with the pieces of a text, in their order.
template <class Literal, class Placeholder>
void each_piece(std::string_view text, const char* member, Literal literal, Placeholder placeholder) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t brace = std::min(rest.find_first_of("{}"), rest.size());
    if (brace > 0) literal(rest.substr(0, brace));
    rest.remove_prefix(brace);
    if (rest.empty()) return;
    const std::size_t end = rest.find('}');
    if (rest.front() == '}' || end == std::string_view::npos)
      throw base::refused_member(member, "a placeholder is a name between { and }: one of the two is missing", text);
    const std::string_view name = rest.substr(1, end - 1);
    if (!is_placeholder_name(name))
      throw base::refused_member(
          member,
          "the name of a placeholder has letters, digits and _, begins with no digit and is at most 32 "
          "characters long: {line}",
          text);
    placeholder(name);
    rest.remove_prefix(end + 1);
  }
}

// The code point at the front of well-formed UTF-8 of `length` bytes.
char32_t code_point(std::string_view text, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (length == 1) return byte(0);
  char32_t code = byte(0) & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (byte(i) & 0x3FU);
  return code;
}

// Control characters, line ends of Unicode, marks of direction, and what has no width. The joiners U+200C and U+200D
// are letters' business in Persian and Hindi.
bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x200B || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

}  // namespace

PlaceholderPattern::PlaceholderPattern(std::string_view text, const char* member,
                                       const std::vector<std::string>& taken) {
  std::string_view rest = text;
  while (true) {
    const std::size_t end = rest.find('/');
    const std::string_view level = rest.substr(0, end);
    if (level.find_first_of("+#") != std::string_view::npos)
      throw base::refused_member(
          member, "+ and # are no part of a pattern: write a placeholder for one level, such as {line}", text);
    Part part;
    each_piece(
        level, member, [&](std::string_view literal) { part.text = literal; },
        [&](std::string_view name) {
          if (level.size() != name.size() + 2)
            throw base::refused_member(
                member, quoted(name) + " stands for a whole level: nothing may be beside it between slashes", text);
          if (is_in(names_, name) || is_in(taken, name))
            throw base::refused_member(member, quoted(name) + " comes twice: give each placeholder a name of its own",
                                       text);
          part = {.text = std::string(name), .is_placeholder = true};
          names_.emplace_back(name);
        });
    parts_.push_back(std::move(part));
    if (end == std::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

std::optional<PlaceholderValues> PlaceholderPattern::match(std::string_view text) const {
  PlaceholderValues values;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::size_t end = text.find('/');
    const std::string_view level = text.substr(0, end);
    const bool is_last = i + 1 == parts_.size();
    if (is_last != (end == std::string_view::npos)) return std::nullopt;
    if (!parts_[i].is_placeholder) {
      if (level != parts_[i].text) return std::nullopt;
    } else if (i == 0 && level.starts_with('$')) {
      return std::nullopt;
    } else {
      values.emplace(parts_[i].text, level);
    }
    if (!is_last) text.remove_prefix(end + 1);
  }
  return values;
}

PlaceholderText::PlaceholderText(std::string_view text, const char* member, const std::vector<std::string>& known) {
  each_piece(
      text, member, [&](std::string_view literal) { pieces_.push_back({.text = std::string(literal)}); },
      [&](std::string_view name) {
        if (!is_in(known, name)) {
          const auto meant = base::nearest_word(name, known);
          const std::string help = meant ? "did you mean " + quoted(*meant) + "?" : "there are " + list_of(known);
          throw base::refused_member(member, "neither topic nor metric has a placeholder " + quoted(name) + ": " + help,
                                     text);
        }
        pieces_.push_back({.text = std::string(name), .is_placeholder = true});
      });
}

std::string PlaceholderText::filled(const PlaceholderValues& values) const {
  std::string text;
  for (const Piece& piece : pieces_) text += piece.is_placeholder ? values.at(piece.text) : piece.text;
  return text;
}

std::string_view name_of(std::string_view text) {
  return payload::trimmed(text);
}

std::optional<std::string> name_problem(std::string_view name, std::size_t longest) {
  if (name.empty()) return "is empty";
  if (!base::is_utf8(name)) return "is no UTF-8";
  if (base::utf8_count(name) > longest) return "is longer than " + std::to_string(longest) + " characters";
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t length = base::utf8_length(rest);
    if (is_unseen(code_point(rest, length))) return "holds characters that cannot be seen";
    rest.remove_prefix(length);
  }
  return std::nullopt;
}

}  // namespace openspc::connect::templates
