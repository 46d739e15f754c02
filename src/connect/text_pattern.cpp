#include "connect/text_pattern.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace openspc::connect {
namespace {

constexpr std::size_t max_pattern_size = 500;
constexpr std::size_t max_searched_size = 2'000;
/// Of a pattern with its counted repetitions written out. It bounds the stack that is used between two looks at it.
constexpr std::size_t max_expanded_size = 5'000;
/// Some ten milliseconds.
constexpr std::size_t max_steps = 200'000;
/// A quarter of what Linux gives a thread.
constexpr std::intptr_t max_stack = 2 << 20;

struct TooCostly {};

/// What one search may still spend.
class Budget {
 public:
  void spend() {
    if (steps_ == 0 || base_ - stack_position() > max_stack) throw TooCostly{};
    --steps_;
  }

 private:
  /// Falls as calls nest.
  static std::intptr_t stack_position() { return reinterpret_cast<std::intptr_t>(__builtin_frame_address(0)); }

  std::intptr_t base_ = stack_position();
  std::size_t steps_ = max_steps;
};

/// Walks a text and pays for each look at it. std::regex has no limits of its own, but it sees a text through iterators
/// only.
class PayingIterator {
 public:
  using iterator_category = std::bidirectional_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  PayingIterator() = default;
  PayingIterator(const char* at, Budget& budget) : at_(at), budget_(&budget) {}

  const char* at() const { return at_; }
  reference operator*() const {
    budget_->spend();
    return *at_;
  }
  PayingIterator& operator++() {
    ++at_;
    return *this;
  }
  PayingIterator& operator--() {
    --at_;
    return *this;
  }
  PayingIterator operator++(int) {
    const PayingIterator before = *this;
    ++at_;
    return before;
  }
  PayingIterator operator--(int) {
    const PayingIterator before = *this;
    --at_;
    return before;
  }
  friend bool operator==(const PayingIterator& a, const PayingIterator& b) {
    if (b.budget_ != nullptr) b.budget_->spend();
    return a.at_ == b.at_;
  }

 private:
  const char* at_ = nullptr;
  Budget* budget_ = nullptr;
};

/// The larger number of "{2,5}" at the front of `text`; 1 when there is none.
std::size_t repetitions(std::string_view text) {
  std::size_t most = 1;
  while (text.starts_with('{') || text.starts_with(',')) {
    text.remove_prefix(1);
    std::size_t count = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (code == std::errc::result_out_of_range) return max_expanded_size + 1;
    most = std::max(most, count);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  return std::min(most, max_expanded_size + 1);
}

/// Where the character class that begins at `at` ends.
std::size_t end_of_class(std::string_view pattern, std::size_t at) {
  for (std::size_t i = at + 1; i < pattern.size(); ++i) {
    if (pattern[i] == ']') return i;
    if (pattern[i] == '\\') {
      ++i;
    } else if (pattern[i] == '[' && i + 1 < pattern.size() &&
               std::string_view(":.=").find(pattern[i + 1]) != std::string_view::npos) {
      i = pattern.find(std::string{pattern[i + 1], ']'}, i + 2);
      if (i == std::string_view::npos) break;
      ++i;
    }
  }
  return pattern.size();
}

/// How many parts the pattern has with its counted repetitions written out.
std::size_t expanded_size(std::string_view pattern) {
  std::vector<std::size_t> groups = {0};  // those that are open, with the parts in each so far
  std::size_t last = 0;                   // parts of what a repetition would repeat
  for (std::size_t i = 0; i < pattern.size() && groups.back() <= max_expanded_size; ++i) {
    const char c = pattern[i];
    if (c == '(') {
      groups.push_back(0);
      continue;
    }
    std::size_t more = 1;
    if (c == ')' && groups.size() > 1) {
      more = groups.back() + 1;
      groups.pop_back();
    } else if (c == '{') {
      more = last * (repetitions(pattern.substr(i)) - 1);
      i = std::min(pattern.find('}', i), pattern.size());
    } else if (c == '[') {
      i = end_of_class(pattern, i);
    } else if (c == '\\') {
      ++i;
    }
    last = c == '{' ? last + more : more;
    groups.back() += more;
  }
  return std::accumulate(groups.begin(), groups.end(), std::size_t{0});
}

std::regex compiled(const std::string& pattern) {
  if (pattern.empty()) throw std::invalid_argument("a pattern is needed");
  if (pattern.size() > max_pattern_size) throw std::invalid_argument("the pattern is longer than 500 bytes");
  if (expanded_size(pattern) > max_expanded_size) throw std::invalid_argument("the pattern repeats too much");
  try {
    return std::regex(pattern, std::regex::ECMAScript | std::regex::optimize);
  } catch (const std::regex_error& error) {
    throw std::invalid_argument(std::string("the pattern does not compile: ") + error.what());
  }
}

}  // namespace

TextPattern::TextPattern(const std::string& pattern) : expression_(compiled(pattern)) {}

std::variant<std::string, Unreadable> TextPattern::find(std::string_view text) const try {
  const std::string_view searched = text.substr(0, max_searched_size);
  const char* const begin = searched.data();
  const char* const end = begin + searched.size();
  Budget budget;
  std::match_results<PayingIterator> match;
  if (!std::regex_search(PayingIterator(begin, budget), PayingIterator(end, budget), match, expression_)) {
    return Unreadable{"nothing matches the pattern"};
  }
  const auto& wanted = match[expression_.mark_count() > 0 ? 1 : 0];
  if (!wanted.matched) return Unreadable{"the first group of the pattern has no part in the match"};
  // A group within a lookahead may end behind the match.
  const bool reaches_end = match[0].second.at() == end || wanted.second.at() == end;
  if (reaches_end && searched.size() < text.size()) {
    return Unreadable{"the match is not complete within the first 2000 bytes"};
  }
  return std::string(wanted.first.at(), wanted.second.at());
} catch (const TooCostly&) {
  return Unreadable{"the pattern takes too long on this text"};
} catch (const std::regex_error& error) {
  return Unreadable{std::string("the pattern fails on this text: ") + error.what()};
}

}  // namespace openspc::connect
