// Puts the messages of one edge node back into the order in which it sent them, by their sequence numbers 0 to 255.
// Used by Node alone. Holds what came early until the missing ones came or their owner gives up. One thread.
// Source: Eclipse Sparkplug Specification 3.0.0, chapter 5 (message ordering in host applications).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/sparkplug/payload.h"
#include "connect/sparkplug/topic.h"

namespace openspc::connect::sparkplug {

/// One message of an edge node or its devices that has been decoded.
struct Message {
  MessageType type = MessageType::ndata;
  std::string device{};
  Payload payload{};
  base::Timestamp arrival{};
  std::size_t size = 0;  // of its bytes

  /// When it says that it was sent, or else when it came.
  base::Timestamp time() const { return payload.timestamp.value_or(arrival); }
};

class Reorder {
 public:
  enum class Place : std::uint8_t { next, early, repeated };

  /// Begins anew behind a birth that had this number and time.
  void restart(std::uint8_t seq, std::optional<base::Timestamp> time);
  /// "Repeated" is one whose number was passed and whose time says the same, or that waits already.
  Place place(const Message& message) const;
  /// The message was handled: the number after its own is next.
  void pass(const Message& message);
  void hold(Message&& message);
  /// The next one, when it waits here.
  std::optional<Message> take_next();
  /// Everything that waits, in order.
  std::vector<Message> take_all();

  /// When the first of those that wait came.
  std::optional<base::Timestamp> waiting_since() const;
  std::size_t waiting() const { return waiting_.size(); }
  std::size_t waiting_bytes() const { return waiting_bytes_; }
  /// How many numbers are missing before the first one that waits.
  std::size_t missing() const;
  std::optional<std::uint8_t> last() const { return last_; }

 private:
  /// How many numbers it is ahead of the next one.
  std::uint8_t distance(std::uint8_t seq) const;

  std::uint8_t next_ = 0;
  std::optional<std::uint8_t> last_;
  std::optional<base::Timestamp> newest_;  // time of the last payload that was passed
  std::map<std::uint8_t, Message> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace openspc::connect::sparkplug
