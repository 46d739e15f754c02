#include "connect/brokers/sparkplug_reading.h"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

namespace openspc::connect::brokers {
namespace {

constexpr std::int32_t kFirstGood = 192;
constexpr std::int32_t kLastGood = 255;
constexpr std::int32_t kStale = 500;
constexpr std::int32_t kBadStaleOfIgnition = -2'147'483'132;  // level 10, 516
constexpr std::int32_t kUncertainLevel = 1 << 30;
// Enough for what is shown of a list.
constexpr std::size_t kShownItems = 20;

std::string text_of(const sparkplug::Value& value);

template <class Held>
constexpr bool is_array = false;
template <class Item>
constexpr bool is_array<std::vector<Item>> = true;

std::string item_text(const std::string& item) {
  return item;
}
std::string item_text(bool item) {
  return item ? "true" : "false";
}
std::string item_text(const sparkplug::DateTime& item) {
  return std::to_string(item.milliseconds) + " ms";
}
template <class Number>
  requires std::is_arithmetic_v<Number>
std::string item_text(Number item) {
  return boost::json::serialize(boost::json::value(item));
}

template <class Item>
std::string list_text(const std::vector<Item>& items) {
  std::string text = "[";
  for (std::size_t i = 0; i < items.size() && i < kShownItems; ++i) {
    if (i > 0) text += ", ";
    text += item_text(static_cast<Item>(items[i]));
  }
  if (items.size() > kShownItems) text += ", ... " + std::to_string(items.size()) + " in all";
  return text + ']';
}

struct ToText {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(const sparkplug::Bytes& bytes) const { return std::to_string(bytes.data.size()) + " bytes"; }
  std::string operator()(const sparkplug::Shared<sparkplug::DataSet>& table) const {
    if (!table.content) return "an empty table";
    std::string text =
        "a table of " + std::to_string(table.content->rows.size()) + " rows: " + list_text(table.content->columns);
    if (table.content->rows.empty()) return text;
    std::vector<std::string> first;
    for (const sparkplug::Value& cell : table.content->rows.front()) first.push_back(text_of(cell));
    return text + ", first " + list_text(first);
  }
  std::string operator()(const sparkplug::Shared<sparkplug::Template>& structure) const {
    if (!structure.content) return "an empty structure";
    std::vector<std::string> members;
    for (const sparkplug::Metric& metric : structure.content->metrics) {
      if (members.size() > kShownItems) break;
      // Structures within structures are named, not opened: they may be deep.
      const bool nested = std::holds_alternative<sparkplug::Shared<sparkplug::Template>>(metric.value);
      members.push_back(metric.name + " = " + (nested ? "a structure" : text_of(metric.value)));
    }
    return "a structure of " + std::to_string(structure.content->metrics.size()) + ": " + list_text(members);
  }
  template <class Item>
  std::string operator()(const std::vector<Item>& items) const {
    return list_text(items);
  }
  template <class Other>
  std::string operator()(const Other& item) const {
    return item_text(item);
  }
};

std::string text_of(const sparkplug::Value& value) {
  return std::visit(ToText{}, value);
}

/// Nothing for what is no array.
std::optional<std::variant<payload::Reading, payload::Unreadable>> array_reading(const sparkplug::Value& value,
                                                                                 const payload::NumberRule& rule) {
  return std::visit(
      [&]<class Held>(const Held& held) -> std::optional<std::variant<payload::Reading, payload::Unreadable>> {
        if constexpr (is_array<Held>) {
          return reading_of_array(rule, held.size(), [&](std::size_t i) {
            return as_number(sparkplug::Value(typename Held::value_type(held[i])), rule.mark);
          });
        } else {
          return std::nullopt;
        }
      },
      value);
}

}  // namespace

SparkplugQuality sparkplug_quality(std::int32_t code) {
  if (code == kStale || code == kBadStaleOfIgnition) return SparkplugQuality::stale;
  if (code >= kUncertainLevel) return SparkplugQuality::uncertain;
  return code >= kFirstGood && code <= kLastGood ? SparkplugQuality::good : SparkplugQuality::bad;
}

std::variant<payload::Reading, payload::Unreadable> sparkplug_reading(const sparkplug::Value& value,
                                                                      sparkplug::DataType type,
                                                                      std::optional<std::int32_t> quality,
                                                                      const payload::NumberRule& rule) {
  const auto judged = quality ? sparkplug_quality(*quality) : SparkplugQuality::good;
  if (judged == SparkplugQuality::bad || judged == SparkplugQuality::stale)
    return payload::Unreadable{"quality " + std::to_string(quality.value_or(0)) +
                               (judged == SparkplugQuality::stale ? " (stale)" : " (bad)")};
  if (is_null(value)) return payload::Unreadable{"null"};
  if (auto array = array_reading(value, rule)) {
    if (auto* reading = std::get_if<payload::Reading>(&*array))
      reading->is_uncertain = judged == SparkplugQuality::uncertain;
    return *std::move(array);
  }
  if (const auto number = as_number(value, rule.mark))
    return payload::Reading{.value = *number, .is_uncertain = judged == SparkplugQuality::uncertain};
  if (std::holds_alternative<double>(value) || std::holds_alternative<float>(value))
    return payload::Unreadable{"not finite"};
  return payload::Unreadable{"no number, but a " + std::string(sparkplug_datatype_name(type))};
}

boost::json::value shown_sparkplug_value(const sparkplug::Value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (!std::holds_alternative<std::string>(value))
    if (const auto number = as_number(value)) return *number;
  return boost::json::string(payload::printable_excerpt(text_of(value)));
}

}  // namespace openspc::connect::brokers
