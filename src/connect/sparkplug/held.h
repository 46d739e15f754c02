// What an edge node says while nobody can be sure what it means, and what was heard of its metrics last. Used by
// Node alone. Bounded. One thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"
#include "connect/sparkplug/catalogue.h"
#include "connect/sparkplug/event.h"

namespace openspc::connect::sparkplug {

/// Values by alias that came after messages were lost, and values that came after a connection was lost: the births
/// that were asked for say whether aliases and names stand for what they stood for before.
class Held {
 public:
  struct Value {
    std::string device{};                  // empty: of the edge node itself
    std::optional<std::uint64_t> alias{};  // nothing: it came by name
    Catalogue::Metric meant{};             // what that stood for
    MetricUpdate update{};                 // without peer and metric
    base::Timestamp arrival{};
  };

  explicit Held(std::size_t limit) : limit_(limit) {}

  /// False when it is not kept: there is no room, or it is nothing that a measurement can be made of.
  bool hold(Value&& value);
  /// What waits for the birth of `device`, in the order of arrival.
  std::deque<Value> take(std::string_view device);
  /// What came before; how many. With nothing: all.
  std::size_t drop(std::optional<base::Timestamp> before = std::nullopt);
  /// When the first of them came.
  std::optional<base::Timestamp> since() const;
  std::size_t size() const { return values_.size(); }

 private:
  std::size_t limit_;
  std::deque<Value> values_;
};

/// The newest number of each metric, to tell what changed while its peer was away. It outlives births.
class LastHeard {
 public:
  explicit LastHeard(std::size_t limit) : limit_(limit) {}

  /// A number with a time of the sender's.
  void note(std::string_view device, std::string_view metric, base::Timestamp time, double number);
  /// True when something was heard of the metric, and it was older and another number.
  bool is_change(std::string_view device, std::string_view metric, base::Timestamp time, double number) const;

 private:
  struct Heard {
    base::Timestamp time{};
    double number = 0;
  };
  std::size_t limit_;
  std::unordered_map<std::string, Heard> metrics_;  // by device and name
};

}  // namespace openspc::connect::sparkplug
