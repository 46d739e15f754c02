#include "connect/visits.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/mqtt_topic.h"
#include "connect/payload.h"
#include "connect/source_map.h"
#include "connect/sparkplug_listener.h"
#include "connect/sparkplug_reading.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kTestPatience{5'000};
constexpr milliseconds kLongestWait{200};
constexpr std::size_t kMessagesAtOnce = 500;
constexpr std::size_t kPreviewed = 1'000;
constexpr std::size_t kTried = 100;

std::optional<TlsSettings> tls_of(const BrokerTestRequest& request) {
  if (!request.use_tls) return std::nullopt;
  return TlsSettings{.verify = request.verify_certificate,
                     .ca_certificate = request.ca_certificate.value_or(""),
                     .client_certificate = request.client_certificate.value_or(""),
                     .client_key = request.client_key.value_or("")};
}

MqttSettings settings_of(const BrokerTestRequest& request) {
  return {.host = request.host,
          .port = static_cast<std::uint16_t>(request.port),
          .client_id = "openspc-test-" + base::random_token(9),
          .username = request.username,
          .password = request.password,
          .tls = tls_of(request),
          .version = request.protocol == MqttProtocol::v311 ? MqttVersion::v311 : MqttVersion::v5};
}

void require_filter(const std::string& filter, const char* member) {
  if (!is_topic_filter(filter))
    throw base::invalid_field({"body", member}, "value_error",
                              "Value error, this is no topic filter: + fills a whole level, # the last one",
                              boost::json::string(filter));
}

boost::json::value shown_value(std::string_view payload) {
  if (const auto number = parse_decimal(payload); number && std::isfinite(*number)) return *number;
  const std::string text = printable_excerpt(payload);
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return boost::json::string(text);
}

TagTrialReading reading_of(const MqttMessage& message, base::Timestamp now, const PayloadExtractor& extractor) {
  TagTrialReading shown{.topic = message.topic, .raw_payload = printable_excerpt(message.payload), .received_at = now};
  auto extracted = extractor.extract(message.payload);
  if (auto* bad = std::get_if<Unreadable>(&extracted)) {
    shown.problem = std::move(bad->reason);
    return shown;
  }
  Reading reading = std::get<Reading>(std::move(extracted));
  shown.value = reading.value;
  shown.timestamp = reading.timestamp;
  shown.batch_number = std::move(reading.batch_number);
  shown.operator_id = std::move(reading.operator_id);
  shown.serial_number = std::move(reading.serial_number);
  return shown;
}

std::vector<TagPreviewValue> plain_preview(const MqttMessage& message, base::Timestamp now) {
  return {{.value = shown_value(message.payload),
           .timestamp = now,
           .raw_payload = printable_excerpt(message.payload),
           .metric_name = std::nullopt,
           .topic = message.topic}};
}

// An entry for each metric. What cannot be read is shown as what it is.
std::vector<TagPreviewValue> sparkplug_preview(SparkplugListener& listener, const MqttMessage& message,
                                               base::Timestamp now) {
  const auto heard = listener.hear(message.topic, message.payload);
  const auto* metrics = std::get_if<std::vector<SparkplugMetric>>(&heard);
  if (metrics == nullptr) return plain_preview(message, now);
  std::vector<TagPreviewValue> values;
  for (const SparkplugMetric& metric : *metrics) {
    const std::string name = printable_excerpt(metric.name);
    values.push_back({.value = shown_sparkplug_value(metric.value),
                      .timestamp = metric.timestamp.value_or(now),
                      .raw_payload = name + " (" + std::string(sparkplug_datatype_name(metric.datatype)) + ')',
                      .metric_name = name,
                      .topic = message.topic});
  }
  return values;
}

std::vector<TagTrialReading> sparkplug_trial(SparkplugListener& listener, const std::string& wanted,
                                             const MqttMessage& message, base::Timestamp now) {
  const auto heard = listener.hear(message.topic, message.payload);
  if (const auto* unreadable = std::get_if<Unreadable>(&heard))
    return {{.topic = message.topic,
             .raw_payload = printable_excerpt(message.payload),
             .received_at = now,
             .problem = unreadable->reason}};
  std::vector<TagTrialReading> readings;
  for (const SparkplugMetric& metric : std::get<std::vector<SparkplugMetric>>(heard)) {
    if (metric.name != wanted) continue;
    TagTrialReading shown{
        .topic = message.topic,
        .raw_payload = metric.name + " (" + std::string(sparkplug_datatype_name(metric.datatype)) + ')',
        .received_at = now,
        .timestamp = metric.timestamp};
    auto outcome = sparkplug_reading(metric.value, metric.datatype, metric.quality);
    if (auto* unreadable = std::get_if<Unreadable>(&outcome)) {
      shown.problem = std::move(unreadable->reason);
    } else {
      shown.value = std::get<Reading>(outcome).value;
    }
    readings.push_back(std::move(shown));
  }
  return readings;
}

template <class Item>
void keep_newest(std::deque<Item>& newest, std::vector<Item> more, std::size_t limit) {
  for (Item& item : more) newest.push_back(std::move(item));
  while (newest.size() > limit) newest.pop_front();
}

}  // namespace

base::Task<BrokerTestResult> Visits::test(BrokerTestRequest request) {
  const auto attempt = [&]() -> BrokerTestResult {
    MqttSettings settings = settings_of(request);
    for (int left = request.protocol == MqttProtocol::auto_ ? 2 : 1;; --left) {
      const auto began = steady_clock::now();
      try {
        MqttSession session(settings);
        session.connect(kTestPatience, [this] { return stopping_.load(); });
        session.disconnect();
        const std::chrono::duration<double, std::milli> taken = steady_clock::now() - began;
        return {.success = true,
                .message = settings.version == MqttVersion::v5 ? "Connected with MQTT 5" : "Connected with MQTT 3.1.1",
                .latency_ms = std::round(taken.count() * 100) / 100};
      } catch (const MqttError& error) {
        if (left == 1 || error.kind() != MqttError::Kind::protocol_version)
          return {.success = false, .message = error.what(), .latency_ms = std::nullopt};
        settings.version = MqttVersion::v311;
      }
    }
  };
  co_return co_await workers_.run(attempt);
}

void Visits::listen(const MqttSettings& settings, const std::string& filter, double seconds,
                    const OnMessage& on_message) {
  try {
    MqttSession session(settings);
    session.connect(kTestPatience, [this] { return stopping_.load(); });
    session.subscribe(filter, 0, 0, true);
    const auto end = steady_clock::now() + std::chrono::duration<double>(seconds);
    std::vector<MqttMessage> batch;
    while (steady_clock::now() < end && !stopping_) {
      session.flush();
      batch.clear();
      const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
      session.receive(batch, kMessagesAtOnce, std::clamp(left, milliseconds(0), kLongestWait));
      for (const MqttMessage& message : batch) on_message(message, clock_.now());
      if (!session.take_refused().empty()) throw base::bad_request("The broker refuses the topic '" + filter + "'");
    }
    session.disconnect();
  } catch (const MqttError& error) {
    throw base::bad_request(std::string("The broker cannot be reached: ") + error.what());
  }
}

base::Task<TagPreview> Visits::preview(MqttSettings settings, TagPreviewRequest request) {
  require_filter(request.topic, "topic");
  const auto visit = [&] {
    TagPreview preview{.topic = request.topic, .values = {}, .sample_count = 0, .started_at = clock_.now()};
    const auto began = steady_clock::now();
    std::deque<TagPreviewValue> newest;
    SparkplugListener listener;
    const bool sparkplug = is_sparkplug_filter(request.topic);
    listen(settings, request.topic, request.duration_seconds, [&](const MqttMessage& message, base::Timestamp now) {
      auto values = sparkplug ? sparkplug_preview(listener, message, now) : plain_preview(message, now);
      preview.sample_count += static_cast<std::int64_t>(values.size());
      keep_newest(newest, std::move(values), kPreviewed);
    });
    preview.values.assign(newest.begin(), newest.end());
    preview.duration_seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
    return preview;
  };
  co_return co_await workers_.run(visit);
}

base::Task<TagTrial> Visits::trial(MqttSettings settings, TagTrialRequest request) {
  require_filter(request.mqtt_topic, "mqtt_topic");
  const PayloadExtractor extractor({.format = request.payload_format,
                                    .value_path = request.value_path.value_or(""),
                                    .timestamp_path = request.timestamp_path,
                                    .batch_path = request.batch_path,
                                    .operator_path = request.operator_path,
                                    .serial_path = request.serial_path,
                                    .pattern = request.pattern.value_or("")});
  const bool sparkplug = is_sparkplug_filter(request.mqtt_topic);
  const std::string metric = request.metric_name.value_or("");
  if (sparkplug)
    if (const auto problem = sparkplug_problem(request.mqtt_topic, request.metric_name))
      throw base::invalid_field({"body", metric.empty() ? "metric_name" : "mqtt_topic"}, "value_error",
                                "Value error, " + *problem,
                                boost::json::string(metric.empty() ? "" : request.mqtt_topic));
  const auto visit = [&] {
    TagTrial trial;
    std::deque<TagTrialReading> newest;
    SparkplugListener listener;
    // Births are heard as well: they say what aliases stand for.
    const std::string filter = sparkplug ? peer_filter(request.mqtt_topic) : request.mqtt_topic;
    listen(settings, filter, request.duration_seconds, [&](const MqttMessage& message, base::Timestamp now) {
      auto readings = sparkplug ? sparkplug_trial(listener, metric, message, now)
                                : std::vector{reading_of(message, now, extractor)};
      trial.message_count += static_cast<std::int64_t>(readings.size());
      trial.readable_count += std::ranges::count_if(readings, [](const auto& one) { return one.value.has_value(); });
      keep_newest(newest, std::move(readings), kTried);
    });
    trial.readings.assign(newest.begin(), newest.end());
    return trial;
  };
  co_return co_await workers_.run(visit);
}

}  // namespace openspc::connect
