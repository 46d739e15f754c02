// Makes something of Sparkplug payloads that a short visit happens to hear: metrics by name, with the aliases of births
// that came by. Previews and trials use it; ingestion goes by sparkplug::Host, which knows the whole session. One
// thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "connect/payload/payload.h"
#include "connect/sparkplug/event.h"
#include "connect/sparkplug/payload.h"

namespace openspc::connect::brokers {

class SparkplugListener {
 public:
  /// The metrics of a birth or data message, named and typed as far as can be known, with the message's time where they
  /// have none. A metric that nobody named is called "alias 7".
  std::variant<std::vector<sparkplug::Metric>, payload::Unreadable> hear(std::string_view topic,
                                                                         std::string_view payload);

  /// What is known of a peer from elsewhere.
  void learn(const sparkplug::Peer& peer, const std::vector<sparkplug::MetricStatus>& metrics);

 private:
  using Known = std::pair<std::string, sparkplug::DataType>;
  static constexpr std::size_t max_known = 20'000;
  std::map<std::pair<std::string, std::uint64_t>, Known> aliases_;  // by peer and alias
};

}  // namespace openspc::connect::brokers
