// The reference's summary of ingestion, kept for its clients. Called by the provider routes.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"

namespace openspc::connect::brokers {

struct MqttSummary {
  bool is_connected = false;
  std::optional<base::BrokerId> broker_id{};
  std::optional<std::string> broker_name{};
  std::optional<base::Timestamp> last_connected{};
  std::optional<std::string> error_message{};
  std::vector<std::string> subscribed_topics{};
};
BOOST_DESCRIBE_STRUCT(MqttSummary, (),
                      (is_connected, broker_id, broker_name, last_connected, error_message, subscribed_topics))

struct TagProviderStatus {
  bool is_running = false;
  std::vector<std::string> subscribed_topics{};
  std::int64_t characteristics_count = 0;
  std::int64_t samples_processed = 0;
  std::optional<base::Timestamp> last_sample_time{};
  std::optional<std::string> error_message{};
};
BOOST_DESCRIBE_STRUCT(TagProviderStatus, (),
                      (is_running, subscribed_topics, characteristics_count, samples_processed, last_sample_time,
                       error_message))

struct ProviderStatus {
  MqttSummary mqtt;
  TagProviderStatus tag_provider;
};
BOOST_DESCRIBE_STRUCT(ProviderStatus, (), (mqtt, tag_provider))

struct RefreshResult {
  std::string message{};
  std::int64_t characteristics_count = 0;
};
BOOST_DESCRIBE_STRUCT(RefreshResult, (), (message, characteristics_count))

}  // namespace openspc::connect::brokers
