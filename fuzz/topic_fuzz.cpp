// A filter, a line end and a topic: what is accepted is clean, and the tree finds exactly what matching says.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "connect/mqtt/topic.h"

namespace {

namespace connect = openspc::connect;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_clean(std::string_view text) {
  return !text.empty() && text.find('\0') == std::string_view::npos && openspc::base::is_utf8(text);
}

int found_in(const connect::mqtt::TopicTree& tree, std::string_view topic) {
  int count = 0;
  tree.find(topic, [&](connect::mqtt::TopicTree::Value) { ++count; });
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line_end = text.find('\n');
  const std::string_view filter = text.substr(0, line_end);
  const std::string_view topic = line_end == std::string_view::npos ? filter : text.substr(line_end + 1);
  const bool is_name = connect::mqtt::is_topic_name(topic);
  require(!is_name ||
          (is_clean(topic) && connect::mqtt::is_topic_filter(topic) && connect::mqtt::matches(topic, topic)));
  if (!connect::mqtt::is_topic_filter(filter)) return 0;
  require(is_clean(filter) && connect::mqtt::is_topic_name(filter) != connect::mqtt::has_wildcard(filter));
  if (!is_name) return 0;

  connect::mqtt::TopicTree tree;
  require(found_in(tree, topic) == 0);
  tree.add(filter, 1);
  require(found_in(tree, topic) == (connect::mqtt::matches(filter, topic) ? 1 : 0));
  tree.add("+/+", 2);
  tree.add("#", 3);
  tree.add(topic, 4);
  const int expected = 1 + (connect::mqtt::matches(filter, topic) ? 1 : 0) +
                       (connect::mqtt::matches("+/+", topic) ? 1 : 0) + (connect::mqtt::matches("#", topic) ? 1 : 0);
  require(found_in(tree, topic) == expected);
  return 0;
}
