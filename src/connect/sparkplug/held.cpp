#include "connect/sparkplug/held.h"

#include <utility>

namespace openspc::connect::sparkplug {
namespace {

// Numbers in texts are short.
constexpr std::size_t kLongestText = 100;

bool may_be_a_number(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size() <= kLongestText;
  return is_null(value) || std::holds_alternative<std::int64_t>(value) ||
         std::holds_alternative<std::uint64_t>(value) || std::holds_alternative<float>(value) ||
         std::holds_alternative<double>(value) || std::holds_alternative<bool>(value) ||
         std::holds_alternative<DateTime>(value);
}

// Ids of devices hold no '/'.
std::string metric_key(std::string_view device, std::string_view metric) {
  std::string key;
  key.reserve(device.size() + metric.size() + 1);
  return key.append(device).append("/").append(metric);
}

}  // namespace

bool Held::hold(Value&& value) {
  if (values_.size() >= limit_ || !may_be_a_number(value.update.value)) return false;
  values_.push_back(std::move(value));
  return true;
}

std::deque<Held::Value> Held::take(std::string_view device) {
  std::deque<Value> taken, left;
  for (Value& value : values_) (value.device == device ? taken : left).push_back(std::move(value));
  values_ = std::move(left);
  return taken;
}

std::size_t Held::drop(std::optional<base::Timestamp> before) {
  const std::size_t size = values_.size();
  if (!before) {
    values_.clear();
  } else {
    while (!values_.empty() && values_.front().arrival < *before) values_.pop_front();
  }
  return size - values_.size();
}

std::optional<base::Timestamp> Held::since() const {
  if (values_.empty()) return std::nullopt;
  return values_.front().arrival;
}

void LastHeard::note(std::string_view device, std::string_view metric, base::Timestamp time, double number) {
  std::string key = metric_key(device, metric);
  const auto known = metrics_.find(key);
  if (known == metrics_.end()) {
    if (metrics_.size() < limit_) metrics_.emplace(std::move(key), Heard{time, number});
  } else if (time >= known->second.time) {
    known->second = {time, number};
  }
}

bool LastHeard::is_change(std::string_view device, std::string_view metric, base::Timestamp time, double number) const {
  const auto known = metrics_.find(metric_key(device, metric));
  return known != metrics_.end() && time > known->second.time && number != known->second.number;
}

}  // namespace openspc::connect::sparkplug
