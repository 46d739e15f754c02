// Patterns with placeholders and the texts that are made of what they stood for: of "plant1/{line}/{machine}/diameter"
// in "plant1/L1/M3/diameter" line is "L1" and machine is "M3". Called by templates of mappings. Values; any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::connect::templates {

using PlaceholderValues = std::map<std::string, std::string>;

/// A text of parts between slashes; each part is itself or a placeholder, which stands for exactly one whole part.
class PlaceholderPattern {
 public:
  /// Throws Error(invalid) naming `member` of the body: an open brace, a placeholder that is only a piece of a part or
  /// that comes twice, a wildcard of MQTT. `taken` are names that the pattern may not use again.
  PlaceholderPattern(std::string_view text, const char* member, const std::vector<std::string>& taken = {});

  /// In the order of the pattern.
  const std::vector<std::string>& names() const { return names_; }
  /// What the placeholders stand for, which may be empty; nothing when the text is another. A placeholder at the front
  /// does not stand for what begins with '$', as a wildcard does not (MQTT 5.0, section 4.7.2).
  std::optional<PlaceholderValues> match(std::string_view text) const;

 private:
  struct Part {
    std::string text;  // a placeholder's name
    bool is_placeholder = false;
  };
  std::vector<Part> parts_;
  std::vector<std::string> names_;
};

/// A text with placeholders anywhere in it.
class PlaceholderText {
 public:
  /// Throws Error(invalid) naming `member` of the body: an open brace, or a placeholder that is none of `known`.
  PlaceholderText(std::string_view text, const char* member, const std::vector<std::string>& known);

  /// `values` must hold each name that was known.
  std::string filled(const PlaceholderValues& values) const;

 private:
  struct Piece {
    std::string text;  // a placeholder's name
    bool is_placeholder = false;
  };
  std::vector<Piece> pieces_;
};

/// Without the white space around it.
std::string_view name_of(std::string_view text);
/// Why a text from the network cannot be the name of a place or characteristic: empty, longer than `longest`
/// characters, no UTF-8, or with characters that cannot be seen or that turn the direction of what follows.
std::optional<std::string> name_problem(std::string_view name, std::size_t longest = 100);

}  // namespace openspc::connect::templates
