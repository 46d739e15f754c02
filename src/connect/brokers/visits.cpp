#include "connect/brokers/visits.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "connect/brokers/source_map.h"
#include "connect/brokers/sparkplug_listener.h"
#include "connect/brokers/sparkplug_reading.h"
#include "connect/brokers/tag_check.h"
#include "connect/mqtt/broker_address.h"
#include "connect/mqtt/topic.h"
#include "connect/payload/payload.h"

namespace openspc::connect::brokers {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kTestPatience{5'000};
constexpr milliseconds kLongestWait{200};
constexpr std::size_t kMessagesAtOnce = 500;
constexpr std::size_t kPreviewed = 1'000;

std::optional<mqtt::TlsSettings> tls_of(const BrokerTestRequest& request) {
  if (!request.use_tls) return std::nullopt;
  return mqtt::TlsSettings{.verify = request.verify_certificate,
                           .ca_certificate = request.ca_certificate.value_or(""),
                           .client_certificate = request.client_certificate.value_or(""),
                           .client_key = request.client_key.value_or("")};
}

mqtt::Settings settings_of(const BrokerTestRequest& request) {
  return {.host = request.host,
          .port = static_cast<std::uint16_t>(request.port),
          .client_id = "openspc-test-" + base::random_token(9),
          .username = request.username,
          .password = request.password,
          .tls = tls_of(request),
          .version = request.protocol == mqtt::MqttProtocol::v311 ? mqtt::Version::v311 : mqtt::Version::v5};
}

boost::json::value shown_value(std::string_view payload) {
  if (const auto number = payload::parse_decimal(payload); number && std::isfinite(*number)) return *number;
  const std::string text = payload::printable_excerpt(payload);
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return boost::json::string(text);
}

std::vector<TagPreviewValue> plain_preview(const mqtt::Message& message, base::Timestamp now) {
  return {{.value = shown_value(message.payload),
           .timestamp = now,
           .raw_payload = payload::printable_excerpt(message.payload),
           .metric_name = std::nullopt,
           .topic = message.topic,
           .is_retained = message.retained}};
}

// An entry for each metric. What cannot be read is shown as what it is.
std::vector<TagPreviewValue> sparkplug_preview(SparkplugListener& listener, const mqtt::Message& message,
                                               base::Timestamp now) {
  const auto heard = listener.hear(message.topic, message.payload);
  const auto* metrics = std::get_if<std::vector<sparkplug::Metric>>(&heard);
  if (metrics == nullptr) return plain_preview(message, now);
  std::vector<TagPreviewValue> values;
  for (const sparkplug::Metric& metric : *metrics) {
    const std::string name = payload::printable_excerpt(metric.name);
    values.push_back({.value = shown_sparkplug_value(metric.value),
                      .timestamp = metric.timestamp.value_or(now),
                      .raw_payload = name + " (" + std::string(sparkplug_datatype_name(metric.datatype)) + ')',
                      .metric_name = name,
                      .topic = message.topic,
                      .is_retained = message.retained});
  }
  return values;
}

template <class Item>
void keep_newest(std::deque<Item>& newest, std::vector<Item> more, std::size_t limit) {
  for (Item& item : more) newest.push_back(std::move(item));
  while (newest.size() > limit) newest.pop_front();
}

}  // namespace

base::Task<BrokerTestResult> Visits::test(BrokerTestRequest request) {
  mqtt::BrokerAddress address =
      mqtt::broker_address({.host = request.host, .port = request.port, .use_tls = request.use_tls});
  request.host = std::move(address.host);
  request.port = address.port;
  request.use_tls = address.use_tls;
  const auto attempt = [&]() -> BrokerTestResult {
    mqtt::Settings settings = settings_of(request);
    for (int left = request.protocol == mqtt::MqttProtocol::auto_ ? 2 : 1;; --left) {
      const auto began = steady_clock::now();
      try {
        mqtt::Session session(settings);
        session.connect(kTestPatience, [this] { return stopping_.load(); });
        session.disconnect();
        const std::chrono::duration<double, std::milli> taken = steady_clock::now() - began;
        return {
            .success = true,
            .message = settings.version == mqtt::Version::v5 ? "Connected with MQTT 5" : "Connected with MQTT 3.1.1",
            .latency_ms = std::round(taken.count() * 100) / 100};
      } catch (const mqtt::Error& error) {
        if (left == 1 || error.kind() != mqtt::Error::Kind::protocol_version)
          return {.success = false, .message = error.what(), .latency_ms = std::nullopt};
        settings.version = mqtt::Version::v311;
      }
    }
  };
  co_return co_await workers_.run(attempt);
}

void Visits::listen(const mqtt::Settings& settings, const std::vector<TopicSubscription>& subscriptions, double seconds,
                    const Listening& listening) {
  try {
    mqtt::Session session(settings);
    session.connect(kTestPatience, [this] { return stopping_.load(); });
    for (const TopicSubscription& subscription : subscriptions)
      session.subscribe(subscription.filter, 0, subscription.id, true);
    const auto end = steady_clock::now() + std::chrono::duration<double>(seconds);
    std::vector<mqtt::Message> batch;
    while (steady_clock::now() < end && !stopping_) {
      session.flush();
      batch.clear();
      const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
      session.receive(batch, kMessagesAtOnce, std::clamp(left, milliseconds(0), kLongestWait));
      for (const mqtt::Message& message : batch) listening.on_message(message, clock_.now());
      if (listening.on_pause) listening.on_pause(clock_.now());
      const auto refused = session.take_refused();
      if (!refused.empty()) throw base::bad_request("The broker refuses the topic '" + refused.front() + "'");
    }
    session.disconnect();
  } catch (const mqtt::Error& error) {
    throw base::bad_request(std::string("The broker cannot be reached: ") + error.what());
  }
}

base::Task<TagPreview> Visits::preview(mqtt::Settings settings, TagPreviewRequest request) {
  require_filter(request.topic, "topic");
  const auto visit = [&] {
    TagPreview preview{.topic = request.topic, .values = {}, .sample_count = 0, .started_at = clock_.now()};
    const auto began = steady_clock::now();
    std::deque<TagPreviewValue> newest;
    SparkplugListener listener;
    const bool sparkplug = is_sparkplug_filter(request.topic);
    const auto show = [&](const mqtt::Message& message, base::Timestamp now) {
      auto values = sparkplug ? sparkplug_preview(listener, message, now) : plain_preview(message, now);
      preview.sample_count += static_cast<std::int64_t>(values.size());
      keep_newest(newest, std::move(values), kPreviewed);
    };
    // By its filter alone: a preview takes no messages from those who share the subscription.
    listen(settings, {{.filter = std::string(mqtt::names_filter(request.topic))}}, request.duration_seconds,
           {.on_message = show});
    preview.values.assign(newest.begin(), newest.end());
    preview.duration_seconds = std::chrono::duration<double>(steady_clock::now() - began).count();
    return preview;
  };
  co_return co_await workers_.run(visit);
}

base::Task<TagTrial> Visits::trial(mqtt::Settings settings, TagTrialRequest request, TrialGround ground) {
  const auto visit = [&] {
    TagTrialRun run(request, std::move(ground));
    listen(settings, run.subscriptions(), request.duration_seconds,
           {.on_message = [&](const mqtt::Message& message, base::Timestamp now) { run.hear(message, now); },
            .on_pause = [&](base::Timestamp now) { run.pass(now); }});
    return run.result();
  };
  co_return co_await workers_.run(visit);
}

}  // namespace openspc::connect::brokers
