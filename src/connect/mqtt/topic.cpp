#include "connect/mqtt/topic.h"

#include <cstddef>
#include <string>
#include <unordered_map>

#include "base/text.h"

namespace openspc::connect::mqtt {
namespace {

constexpr std::size_t kMaxTopicSize = 65'535;

/// The parts between the slashes from left to right; empty ones are levels too.
class LevelReader {
 public:
  explicit LevelReader(std::string_view topic) : rest_(topic) {}

  bool next(std::string_view& level) {
    if (at_end_) return false;
    const auto slash = rest_.find('/');
    level = rest_.substr(0, slash);
    at_end_ = slash == std::string_view::npos;
    if (!at_end_) rest_.remove_prefix(slash + 1);
    return true;
  }
  bool at_end() const { return at_end_; }

 private:
  std::string_view rest_;
  bool at_end_ = false;
};

bool is_topic_text(std::string_view text) {
  return !text.empty() && text.size() <= kMaxTopicSize && text.find('\0') == std::string_view::npos &&
         base::is_utf8(text);
}

constexpr std::string_view kSharedPrefix = "$share/";

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// The root is nobody's child.
constexpr std::size_t kNoLevel = 0;

}  // namespace

bool is_topic_name(std::string_view topic) {
  return is_topic_text(topic) && !has_wildcard(topic);
}

bool is_topic_filter(std::string_view filter) {
  if (!is_topic_text(filter)) return false;
  LevelReader levels(filter);
  std::string_view level;
  while (levels.next(level)) {
    const bool well_placed = level == "+" || (level == "#" && levels.at_end());
    if (has_wildcard(level) && !well_placed) return false;
  }
  return true;
}

bool has_wildcard(std::string_view filter) {
  return filter.find_first_of("+#") != std::string_view::npos;
}

std::optional<std::string> filter_problem(std::string_view filter) {
  if (!is_topic_filter(filter)) return "this is no topic filter: + fills a whole level, # the last one";
  if (filter == "$share" || is_shared(filter)) {
    const std::string_view names = names_filter(filter);
    const bool has_group = filter.size() > kSharedPrefix.size() + names.size() + 1;
    const std::string_view group = has_group ? filter.substr(0, filter.size() - names.size()) : std::string_view();
    if (names.empty() || !has_group || has_wildcard(group) || is_shared(names))
      return "a shared subscription is $share/GROUP/FILTER, its group without wildcards";
    return filter_problem(names);
  }
  // Other brokers' ways to subscribe: their messages come on the topic that follows.
  for (const std::string_view prefix : {"$queue/", "$exclusive/", "$delayed/"})
    if (filter.starts_with(prefix))
      return "no message comes on a topic that begins with '" + std::string(prefix) +
             "': give the topic that follows it, or $share/GROUP/FILTER";
  return std::nullopt;
}

bool is_shared(std::string_view filter) {
  return filter.starts_with(kSharedPrefix);
}

std::string_view names_filter(std::string_view filter) {
  if (!is_shared(filter)) return filter;
  const auto end = filter.find('/', kSharedPrefix.size());
  return end == std::string_view::npos ? std::string_view() : filter.substr(end + 1);
}

std::string wildcard_part(std::string_view filter, std::string_view topic) {
  std::string part;
  LevelReader wanted(filter);
  std::string_view pattern;
  bool is_first = true;
  while (wanted.next(pattern)) {
    const auto slash = topic.find('/');
    const bool is_rest = pattern == "#";
    if (is_rest || pattern == "+") {
      if (!is_first) part += '/';
      part += is_rest ? topic : topic.substr(0, slash);
      is_first = false;
    }
    if (is_rest || slash == std::string_view::npos) break;
    topic.remove_prefix(slash + 1);
  }
  return part;
}

bool matches(std::string_view filter, std::string_view topic) {
  if (topic.starts_with('$') && has_wildcard(filter.substr(0, 1))) return false;
  LevelReader wanted(filter);
  LevelReader given(topic);
  std::string_view pattern;
  std::string_view name;
  while (wanted.next(pattern)) {
    if (pattern == "#") return true;
    if (!given.next(name) || (pattern != "+" && pattern != name)) return false;
  }
  return given.at_end();
}

struct TopicTree::Level {
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> named;
  std::size_t any = kNoLevel;  // below '+'
  std::vector<Value> ending;   // of filters that end here
  std::vector<Value> deeper;   // of filters that go on with '#'
};

TopicTree::TopicTree() : levels_(1) {}
TopicTree::TopicTree(TopicTree&&) noexcept = default;
TopicTree& TopicTree::operator=(TopicTree&&) noexcept = default;
TopicTree::~TopicTree() = default;

void TopicTree::add(std::string_view filter, Value value) {
  std::size_t at = 0;
  LevelReader levels(filter);
  std::string_view level;
  while (levels.next(level)) {
    if (level == "#") {
      levels_[at].deeper.push_back(value);
      return;
    }
    std::size_t& child = level == "+" ? levels_[at].any : levels_[at].named[std::string(level)];
    if (child == kNoLevel) child = levels_.size();
    at = child;
    if (at == levels_.size()) levels_.emplace_back();
  }
  levels_[at].ending.push_back(value);
}

void TopicTree::find(std::string_view topic, const std::function<void(Value)>& found) const {
  const auto report = [&](const std::vector<Value>& values) {
    for (const Value value : values) found(value);
  };
  std::vector<std::size_t> reached = {0};
  std::vector<std::size_t> next;
  bool wildcards_count = !topic.starts_with('$');
  LevelReader names(topic);
  std::string_view name;
  while (!reached.empty() && names.next(name)) {
    next.clear();
    for (const std::size_t at : reached) {
      const Level& level = levels_[at];
      if (const auto child = level.named.find(name); child != level.named.end()) next.push_back(child->second);
      if (wildcards_count && level.any != kNoLevel) next.push_back(level.any);
      if (wildcards_count) report(level.deeper);
    }
    wildcards_count = true;
    reached.swap(next);
  }
  for (const std::size_t at : reached) {
    report(levels_[at].ending);
    report(levels_[at].deeper);
  }
}

bool TopicTree::empty() const {
  return levels_.size() == 1 && levels_.front().deeper.empty();
}

}  // namespace openspc::connect::mqtt
