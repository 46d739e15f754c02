#include "base/nearest_word.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace openspc::base {
namespace {

constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongest = 64;  // beyond it nobody mistyped a word

int small(char c) {
  return std::tolower(static_cast<unsigned char>(c));
}

// Edits from which on nobody meant the other word.
std::size_t too_far_from(std::string_view word) {
  return std::max<std::size_t>(1, word.size() / 3) + 1;
}

bool is_end_of(std::string_view shorter, std::string_view longer) {
  return longer.size() > shorter.size() && longer.ends_with(shorter) &&
         longer[longer.size() - shorter.size() - 1] == '/';
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last;
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) now[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = std::exchange(last, now);
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = small(a[i - 1]) == small(b[j - 1]) ? 0 : 1;
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && small(a[i - 1]) == small(b[j - 2]) && small(a[i - 2]) == small(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
  }
  return now[b.size()];
}

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> known) {
  if (word.size() < kShortest || word.size() > kLongest) return std::nullopt;
  std::size_t farthest = too_far_from(word);
  std::optional<std::string> nearest;
  for (const std::string& candidate : known) {
    if (candidate.size() + farthest <= word.size() || word.size() + farthest <= candidate.size()) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= farthest) continue;
    farthest = distance;
    nearest = candidate;
  }
  return nearest;
}

std::vector<std::string> nearest_names(std::string_view name, std::span<const std::string> known, std::size_t most) {
  std::vector<std::pair<std::size_t, const std::string*>> near;
  const std::size_t limit = name.size() > kLongest ? 0 : too_far_from(name);
  for (const std::string& candidate : known) {
    if (is_end_of(name, candidate) || is_end_of(candidate, name)) {
      near.emplace_back(0, &candidate);
      continue;
    }
    if (candidate.size() + limit <= name.size() || name.size() + limit <= candidate.size()) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < limit) near.emplace_back(distance, &candidate);
  }
  std::ranges::stable_sort(near, {}, [](const auto& entry) { return entry.first; });
  if (near.size() > most) near.resize(most);
  std::vector<std::string> names;
  names.reserve(near.size());
  for (const auto& [distance, candidate] : near) names.push_back(*candidate);
  return names;
}

}  // namespace openspc::base
