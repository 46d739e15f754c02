// MQTT topic names and filters: what is one, and which filter matches which name. Called by the broker links, mapping
// checks, discovery and previews. Pure functions and values; any thread.
// Source: OASIS MQTT 5.0 (2019), section 4.7, and 4.7.2 for topics that begin with '$'.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace openspc::connect {

/// 1 to 65,535 bytes of well-formed UTF-8 without NUL; a name has no wildcard.
bool is_topic_name(std::string_view topic);
/// As above; '+' fills a whole level, '#' fills the last one.
bool is_topic_filter(std::string_view filter);
bool has_wildcard(std::string_view filter);
/// Both must be valid. '#' matches its parent level too; a wildcard at the first level does not match '$...' names.
bool matches(std::string_view filter, std::string_view topic);

/// Many filters, each with a number, searched by the levels of a name instead of one by one: a lookup costs what the
/// name is long, however many filters there are.
class TopicTree {
 public:
  using Value = std::int64_t;

  TopicTree();
  TopicTree(TopicTree&&) noexcept;
  TopicTree& operator=(TopicTree&&) noexcept;
  ~TopicTree();

  /// One filter may carry several values. `filter` must be valid.
  void add(std::string_view filter, Value value);
  /// Calls `found` with each value of each filter that matches the name, in no particular order.
  void find(std::string_view topic, const std::function<void(Value)>& found) const;
  bool empty() const;

 private:
  struct Level;
  /// The first is the root. Flat, because a filter may have 65,536 levels and they must not end on the stack.
  std::vector<Level> levels_;
};

}  // namespace openspc::connect
