#include "notify/notice/wording.h"

#include <fmt/format.h>

#include <map>

#include "base/number_text.h"
#include "db/stored_enum.h"

namespace openspc::notify {
namespace {

std::string place_of(const Alert& alert) {
  std::string place = alert.plant_name;
  if (!alert.path.empty()) place += (place.empty() ? "" : " > ") + alert.path;
  return place;
}

std::string time_text(base::Timestamp time) {
  return base::to_iso8601(std::chrono::floor<std::chrono::seconds>(time));
}

std::string_view severity_name(Severity severity) {
  return severity == Severity::CRITICAL ? "CRITICAL" : "WARNING";
}

// In words what a chart plots; "Value" where that is not known.
struct ChartWords {
  const char* chart;
  const char* value;
};
ChartWords words_of(const Alert& alert) {
  static const std::map<std::string_view, ChartWords> words = {
      {"individual", {"Individuals chart", "Value"}},
      {"mean", {"X-bar chart", "Mean"}},
      {"range", {"Range chart", "Range"}},
      {"std_dev", {"S chart", "Standard deviation"}},
      {"moving_range", {"Moving range chart", "Moving range"}},
      {"proportion", {"p chart", "Proportion"}},
      {"nonconforming", {"np chart", "Nonconforming"}},
      {"nonconformities", {"c chart", "Nonconformities"}},
      {"nonconformities_rate", {"u chart", "Nonconformities per unit"}},
      {"z", {"Z chart", "z"}},
  };
  const auto found = words.find(alert.statistic.value_or(""));
  return found == words.end() ? ChartWords{"", "Value"} : found->second;
}

constexpr int kUsualDecimals = 3;  // of alerts that were stored without

// The value and its lines, with as many digits as tell them apart.
void add_numbers(std::vector<Fact>& facts, const Alert& alert) {
  const ChartWords words = words_of(alert);
  if (*words.chart != '\0') facts.emplace_back("Chart", words.chart);
  std::vector<const char*> names;
  std::vector<double> numbers;
  const auto collect = [&](const char* name, const std::optional<double>& number) {
    if (!number) return;
    names.push_back(name);
    numbers.push_back(*number);
  };
  collect(words.value, alert.value);
  collect("Center line", alert.center_line);
  collect("Upper limit", alert.ucl);
  collect("Lower limit", alert.lcl);
  const auto texts = base::number_texts(numbers, static_cast<int>(alert.decimal_precision.value_or(kUsualDecimals)));
  for (std::size_t i = 0; i < names.size(); ++i) facts.emplace_back(names[i], texts[i]);
}

void add(std::vector<Fact>& facts, const char* name, const std::optional<std::string>& value) {
  if (value && !value->empty()) facts.emplace_back(name, *value);
}

std::string minutes_text(std::int64_t minutes) {
  return minutes == 1 ? "1 minute" : fmt::format("{} minutes", minutes);
}

std::string connection_of(const Alert& alert) {
  const char* kind = alert.connection_kind == ConnectionKind::opcua ? "OPC UA server" : "MQTT broker";
  return fmt::format("{} {}", kind, alert.connection_name.value_or(""));
}

}  // namespace

std::string event_word(const Notice& notice) {
  if (notice.alert_count > 1) return "digest";
  const EventKind event = notice.alerts.empty() ? EventKind::test : notice.alerts.front().event;
  return std::string(db::word_of(event));
}

std::string headline(const Alert& alert) {
  const std::string& at = alert.characteristic_name;
  switch (alert.event) {
    case EventKind::violation:
      return fmt::format("{}: {} at {}", severity_name(alert.severity), alert.rule_name.value_or("Violation"), at);
    case EventKind::acknowledgement:
      return fmt::format("Acknowledged: {} at {}", alert.rule_name.value_or("Violation"), at);
    case EventKind::limits:
      return fmt::format("Control limits changed: {}", at);
    case EventKind::no_data:
      return fmt::format("No data for {}: {}", minutes_text(alert.silent_minutes.value_or(0)), at);
    case EventKind::data_resumed:
      return fmt::format("Data again: {}", at);
    case EventKind::connection_lost:
      return fmt::format("Connection lost: {}", connection_of(alert));
    case EventKind::connection_back:
      return fmt::format("Connection back: {}", connection_of(alert));
    case EventKind::test:
      break;
  }
  return "Test message of OpenSPC";
}

std::string headline(const Notice& notice) {
  if (notice.alert_count > 1) return fmt::format("{} notifications of {}", notice.alert_count, notice.rule);
  if (notice.alerts.empty()) return notice.rule;
  const std::string line = headline(notice.alerts.front());
  return notice.level > 0 ? fmt::format("Escalation {}: {}", notice.level, line) : line;
}

std::vector<Fact> facts(const Alert& alert) {
  std::vector<Fact> facts;
  if (const std::string place = place_of(alert); !place.empty()) facts.emplace_back("Place", place);
  if (is_about_a_connection(alert.event)) facts.emplace_back("Connection", connection_of(alert));
  if (!alert.characteristic_name.empty()) facts.emplace_back("Characteristic", alert.characteristic_name);
  if (alert.rule_id) facts.emplace_back("Rule", fmt::format("{} ({})", *alert.rule_id, alert.rule_name.value_or("")));
  add_numbers(facts, alert);
  add(facts, "Method", alert.method);
  add(facts, "By", alert.user);
  add(facts, "Reason", alert.reason);
  if (alert.lost_at) facts.emplace_back("Lost since", time_text(*alert.lost_at));
  if (alert.last_sample_at) facts.emplace_back("Last sample", time_text(*alert.last_sample_at));
  if (alert.repetitions > 0) facts.emplace_back("Repetitions", std::to_string(alert.repetitions));
  facts.emplace_back("Time", time_text(alert.occurred_at));
  return facts;
}

std::string remark(const Notice& notice) {
  if (notice.alert_count > 1) return "This came up during quiet hours.";
  const bool is_connection = !notice.alerts.empty() && is_about_a_connection(notice.alerts.front().event);
  if (notice.level > 0 && is_connection) return "It is still lost.";
  if (notice.level > 0) return "Nobody has acknowledged it yet.";
  return {};
}

std::optional<std::string> chart_url(const Alert& alert, std::string_view public_url) {
  if (public_url.empty() || !alert.characteristic_id) return std::nullopt;
  std::string url = fmt::format("{}/dashboard?", public_url);
  if (alert.plant_id) url += fmt::format("plant={}&", alert.plant_id->value);
  url += fmt::format("c={}", alert.characteristic_id->value);
  if (alert.sample_id) url += fmt::format("&sample={}", alert.sample_id->value);
  return url;
}

std::string plain_text(const Notice& notice) {
  std::string text;
  if (const std::string words = remark(notice); !words.empty()) text += words + "\n\n";
  for (const Alert& alert : notice.alerts) {
    text += headline(alert) + '\n';
    for (const auto& [name, value] : facts(alert)) text += fmt::format("  {}: {}\n", name, value);
    if (alert.url) text += fmt::format("  {}\n", *alert.url);
    text += '\n';
  }
  const auto listed = static_cast<std::int64_t>(notice.alerts.size());
  if (notice.alert_count > listed) text += fmt::format("... and {} more.\n\n", notice.alert_count - listed);
  text += fmt::format("Told by the notification rule \"{}\" of OpenSPC.\n", notice.rule);
  return text;
}

}  // namespace openspc::notify
