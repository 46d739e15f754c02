#include "connect/sparkplug/reorder.h"

#include <algorithm>
#include <utility>

#include "base/certain.h"

namespace openspc::connect::sparkplug {
namespace {

std::uint8_t number_of(const Message& message) {
  return static_cast<std::uint8_t>(base::certain(message.payload.seq));
}

}  // namespace

void Reorder::restart(std::uint8_t seq, std::optional<base::Timestamp> time) {
  last_ = seq;
  next_ = static_cast<std::uint8_t>(seq + 1);
  newest_ = time;
}

Reorder::Place Reorder::place(const Message& message) const {
  const std::uint8_t seq = number_of(message);
  if (waiting_.contains(seq)) return Place::repeated;
  const std::uint8_t ahead = distance(seq);
  if (ahead == 0) return Place::next;
  // The numbers repeat after 256 messages: half of them are ahead, half behind, and only the time tells one that comes
  // late from one that comes after a hundred were lost.
  const bool is_newer = newest_ && message.payload.timestamp && *message.payload.timestamp > *newest_;
  return ahead < 128 || is_newer ? Place::early : Place::repeated;
}

void Reorder::pass(const Message& message) {
  last_ = number_of(message);
  next_ = static_cast<std::uint8_t>(*last_ + 1);
  if (message.payload.timestamp)
    newest_ = std::max(newest_.value_or(*message.payload.timestamp), *message.payload.timestamp);
}

void Reorder::hold(Message&& message) {
  const std::size_t size = message.size;
  const std::uint8_t seq = number_of(message);
  if (waiting_.try_emplace(seq, std::move(message)).second) waiting_bytes_ += size;
}

std::optional<Message> Reorder::take_next() {
  auto taken = waiting_.extract(next_);
  if (taken.empty()) return std::nullopt;
  waiting_bytes_ -= taken.mapped().size;
  return std::move(taken.mapped());
}

std::vector<Message> Reorder::take_all() {
  std::vector<Message> all;
  all.reserve(waiting_.size());
  for (auto& [seq, message] : waiting_) all.push_back(std::move(message));
  std::ranges::sort(all, {}, [this](const Message& message) { return distance(number_of(message)); });
  waiting_.clear();
  waiting_bytes_ = 0;
  return all;
}

std::optional<base::Timestamp> Reorder::waiting_since() const {
  if (waiting_.empty()) return std::nullopt;
  return std::ranges::min_element(waiting_, {}, [](const auto& held) { return held.second.arrival; })->second.arrival;
}

std::size_t Reorder::missing() const {
  std::size_t least = waiting_.empty() ? 0 : 256;
  for (const auto& [seq, message] : waiting_) least = std::min<std::size_t>(least, distance(seq));
  return least;
}

std::uint8_t Reorder::distance(std::uint8_t seq) const {
  return static_cast<std::uint8_t>(seq - next_);
}

}  // namespace openspc::connect::sparkplug
