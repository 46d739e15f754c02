#include "connect/outbound/event.h"

#include <algorithm>
#include <boost/json/object.hpp>

#include "db/stored_enum.h"
#include "net/schema.h"
#include "quality/judge/rule_name.h"
#include "spc/rules.h"

namespace openspc::connect::outbound {
namespace {

namespace json = boost::json;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string_view segment_of(OutboundEvent kind) {
  switch (kind) {
    case OutboundEvent::violation:
      return "violation";
    case OutboundEvent::ack:
      return "ack";
    case OutboundEvent::limits:
      return "limits";
    case OutboundEvent::sample:
      break;
  }
  return "sample";
}

std::string level_of(std::string_view name) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = name.find_first_not_of(blank);
  if (begin == std::string_view::npos) return "unknown";
  name = name.substr(begin, name.find_last_not_of(blank) - begin + 1);
  std::string level;
  for (const char c : name) {
    if (c == '#' || c == '+' || c == '/' || c == '\0') continue;
    if (c == ' ') {
      level += '_';
    } else {
      level += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return level.empty() ? "unknown" : level;
}

json::value number_or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::object head(const char* event, base::Timestamp now) {
  std::string time = base::to_iso8601_micros(now);
  time.replace(time.size() - 1, 1, "+00:00");
  return {{"event", event}, {"timestamp", time}};
}

json::object body_of(const quality::judge::SampleProcessed& event, base::Timestamp now) {
  json::object body = head("sample_processed", now);
  body["sample_id"] = event.sample_id.value;
  body["characteristic_id"] = event.characteristic_id.value;
  body["mean"] = event.mean;
  body["range"] = number_or_null(event.range);
  body["zone"] = event.zone();
  body["in_control"] = event.in_control();
  return body;
}

json::object body_of(const quality::judge::ViolationCreated& event, base::Timestamp now) {
  json::object body = head("violation_created", now);
  body["violation_id"] = event.violation.id.value;
  body["sample_id"] = event.sample_id.value;
  body["characteristic_id"] = event.characteristic_id.value;
  body["rule_id"] = spc::number(event.violation.rule);
  body["rule_name"] = quality::judge::rule_name(event.violation);
  body["severity"] = spc::name(event.violation.severity);
  if (const auto& figure = event.violation.figure) {
    body["statistic"] = db::word_of(figure->statistic);
    body["value"] = figure->value;
    body["center_line"] = figure->center_line;
    body["ucl"] = figure->ucl;
    body["lcl"] = figure->lcl;
  }
  return body;
}

json::object body_of(const quality::judge::ViolationAcknowledged& event, base::Timestamp now) {
  json::object body = head("violation_acknowledged", now);
  body["violation_id"] = event.violation_id.value;
  body["user"] = event.user;
  body["reason"] = event.reason;
  return body;
}

json::object body_of(const quality::judge::LimitsUpdated& event, base::Timestamp now) {
  json::object body = head("limits_updated", now);
  body["characteristic_id"] = event.characteristic_id.value;
  body["center_line"] = number_or_null(event.center_line);
  body["ucl"] = number_or_null(event.ucl);
  body["lcl"] = number_or_null(event.lcl);
  body["method"] = event.method;
  body["sample_count"] = event.sample_count;
  return body;
}

}  // namespace

OutboundEvent kind_of(const EngineEvent& event) {
  return std::visit(Overloaded{[](const quality::judge::SampleProcessed&) { return OutboundEvent::sample; },
                               [](const quality::judge::ViolationCreated&) { return OutboundEvent::violation; },
                               [](const quality::judge::ViolationAcknowledged&) { return OutboundEvent::ack; },
                               [](const quality::judge::LimitsUpdated&) { return OutboundEvent::limits; }},
                    event);
}

base::CharacteristicId characteristic_of(const EngineEvent& event) {
  return std::visit([](const auto& one) { return one.characteristic_id; }, event);
}

std::string outbound_topic(std::string_view prefix, const PlaceNames& place, OutboundEvent kind) {
  std::string topic = level_of(prefix);
  topic.append("/").append(level_of(place.plant));
  for (const std::string& node : place.nodes) topic.append("/").append(level_of(node));
  topic.append("/").append(level_of(place.characteristic)).append("/").append(segment_of(kind));
  return topic;
}

std::string outbound_json(const EngineEvent& event, base::Timestamp now) {
  // Numbers in their shortest form, as everywhere on our wire.
  return net::to_json_text(std::visit([&](const auto& one) { return body_of(one, now); }, event));
}

bool is_wanted(const Receiver& receiver, const EngineEvent& event) {
  const auto& kinds = receiver.events;
  if (std::find(kinds.begin(), kinds.end(), kind_of(event)) == kinds.end()) return false;
  const auto* violation = std::get_if<quality::judge::ViolationCreated>(&event);
  return violation == nullptr || receiver.severity == source::OutboundSeverity::WARNING ||
         violation->violation.severity == spc::Severity::critical;
}

}  // namespace openspc::connect::outbound
