// MQTT topic names and filters: what is one, and which filter matches which name. Called by the broker links, mapping
// checks, discovery and previews. Pure functions and values; any thread.
// Source: OASIS MQTT 5.0 (2019), section 4.7, 4.7.2 for topics that begin with '$', and 4.8.2 for shared subscriptions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::connect::mqtt {

/// 1 to 65,535 bytes of well-formed UTF-8 without NUL; a name has no wildcard.
bool is_topic_name(std::string_view topic);
/// As above; '+' fills a whole level, '#' fills the last one.
bool is_topic_filter(std::string_view filter);
bool has_wildcard(std::string_view filter);
/// Why no message can come by subscribing to this; nullopt when it is a filter, or a shared subscription of one.
std::optional<std::string> filter_problem(std::string_view filter);
/// "$share/GROUP/FILTER": the broker divides the messages among all who subscribe in the GROUP (MQTT 5.0,
/// section 4.8.2).
bool is_shared(std::string_view filter);
/// The filter that the names of messages match: of a shared subscription what follows its group.
std::string_view names_filter(std::string_view filter);
/// What the wildcards of a filter stand for in a name, joined by '/': of "line/+/temp" in "line/3/temp" it is "3".
/// Levels that are no wildcards are not compared.
std::string wildcard_part(std::string_view filter, std::string_view topic);
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

}  // namespace openspc::connect::mqtt
