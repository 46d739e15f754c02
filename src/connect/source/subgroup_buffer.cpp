#include "connect/source/subgroup_buffer.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <string_view>
#include <utility>

namespace openspc::connect::source {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxSubgroupSize = 100;

struct Malformed {};

const json::value* member(const json::object& object, std::string_view name) {
  return object.if_contains(name);
}

double finite_number(const json::value& value) {
  if (!value.is_number() || !std::isfinite(value.to_number<double>())) throw Malformed{};
  return value.to_number<double>();
}

std::string text(const json::value& value) {
  if (!value.is_string()) throw Malformed{};
  return std::string(value.get_string());
}

base::Timestamp time(const json::value& value) {
  const auto time = base::parse_timestamp(text(value));
  if (!time) throw Malformed{};
  return *time;
}

bool truth(const json::value& value) {
  if (!value.is_bool()) throw Malformed{};
  return value.get_bool();
}

const json::value& required(const json::value* value) {
  if (value == nullptr) throw Malformed{};
  return *value;
}

template <class Read>
auto if_present(const json::value* value, Read read) {
  return value != nullptr ? std::optional(read(*value)) : std::nullopt;
}

json::object write(const payload::Reading& reading) {
  json::object object{{"value", reading.value}};
  if (reading.timestamp) object["timestamp"] = base::to_iso8601_micros(*reading.timestamp);
  if (reading.batch_number) object["batch_number"] = *reading.batch_number;
  if (reading.operator_id) object["operator_id"] = *reading.operator_id;
  if (reading.serial_number) object["serial_number"] = *reading.serial_number;
  if (reading.is_uncertain) object["is_uncertain"] = true;
  return object;
}

payload::Reading read(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) throw Malformed{};
  return {.value = finite_number(required(member(*object, "value"))),
          .timestamp = if_present(member(*object, "timestamp"), time),
          .batch_number = if_present(member(*object, "batch_number"), text),
          .operator_id = if_present(member(*object, "operator_id"), text),
          .serial_number = if_present(member(*object, "serial_number"), text),
          .is_uncertain = if_present(member(*object, "is_uncertain"), truth).value_or(false)};
}

std::deque<payload::Reading> read_all(const json::value* value) {
  if (value == nullptr) return {};
  const auto* array = value->if_array();
  if (array == nullptr || array->size() > kMaxSubgroupSize) throw Malformed{};
  std::deque<payload::Reading> readings;
  for (const auto& element : *array) readings.push_back(read(element));
  return readings;
}

}  // namespace

SubgroupBuffer::SubgroupBuffer(BufferSettings settings) {
  configure(settings);
}

void SubgroupBuffer::restore(const json::object& state) {
  pending_.clear();
  last_taken_.reset();
  try {
    auto readings = read_all(member(state, "readings"));
    const auto last_taken = if_present(member(state, "last_taken"), finite_number);
    if (!readings.empty()) began_ = time(required(member(state, "began")));
    pending_ = std::move(readings);
    last_taken_ = last_taken;
  } catch (const Malformed&) {
    return;
  }
  keep_newest();
}

void SubgroupBuffer::configure(BufferSettings settings) {
  settings_ = settings;
  settings_.subgroup_size = std::clamp<std::size_t>(settings_.subgroup_size, 1, kMaxSubgroupSize);
  keep_newest();
}

std::optional<Subgroup> SubgroupBuffer::add(const payload::Reading& reading, base::Timestamp now) {
  std::optional<Subgroup> completed = expire(now);
  if (settings_.dead_band && last_taken_ && !(std::abs(reading.value - *last_taken_) > *settings_.dead_band)) {
    ++unchanged_;
    return completed;
  }
  last_taken_ = reading.value;
  if (pending_.empty()) began_ = now;
  pending_.push_back(reading);
  keep_newest();
  // When the earlier one is handed out, a new one that is complete already waits for expire().
  if (!completed && is_full()) completed = complete();
  return completed;
}

std::optional<Subgroup> SubgroupBuffer::trigger() {
  if (settings_.strategy != TriggerStrategy::on_trigger || pending_.empty()) return std::nullopt;
  return complete();
}

std::optional<Subgroup> SubgroupBuffer::expire(base::Timestamp now) {
  began_ = std::min(began_, now);
  if (pending_.empty() || !is_due(now)) return std::nullopt;
  return complete();
}

std::optional<Subgroup> SubgroupBuffer::close() {
  if (pending_.empty()) return std::nullopt;
  return complete();
}

std::optional<base::Timestamp> SubgroupBuffer::deadline() const {
  if (pending_.empty()) return std::nullopt;
  return is_full() ? began_ : began_ + settings_.timeout;
}

json::object SubgroupBuffer::state() const {
  json::object state;
  json::array readings;
  for (const payload::Reading& reading : pending_) readings.emplace_back(write(reading));
  if (!readings.empty()) state["began"] = base::to_iso8601_micros(began_);
  state["readings"] = std::move(readings);
  if (last_taken_) state["last_taken"] = *last_taken_;
  return state;
}

bool SubgroupBuffer::is_full() const {
  return settings_.strategy == TriggerStrategy::on_change && pending_.size() >= settings_.subgroup_size;
}

bool SubgroupBuffer::is_due(base::Timestamp now) const {
  const auto end = deadline();
  return end && *end <= now;
}

void SubgroupBuffer::keep_newest() {
  for (; pending_.size() > settings_.subgroup_size; ++superseded_) pending_.pop_front();
}

Subgroup SubgroupBuffer::complete() {
  Subgroup subgroup;
  subgroup.values.reserve(pending_.size());
  for (payload::Reading& reading : pending_) {
    subgroup.values.push_back(reading.value);
    subgroup.is_uncertain |= reading.is_uncertain;
    if (reading.timestamp) subgroup.timestamp = reading.timestamp;
    if (reading.batch_number) subgroup.batch_number = std::move(reading.batch_number);
    if (reading.operator_id) subgroup.operator_id = std::move(reading.operator_id);
    if (reading.serial_number) subgroup.serial_number = std::move(reading.serial_number);
  }
  pending_.clear();
  return subgroup;
}

}  // namespace openspc::connect::source
