#include "notify/notice/body_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "base/error.h"
#include "base/nearest_word.h"
#include "base/text.h"
#include "net/json.h"
#include "net/schema.h"
#include "net/transfers.h"

namespace openspc::notify {
namespace {

namespace json = boost::json;

constexpr std::string_view kOpening = "{{", kClosing = "}}";
constexpr std::string_view kFirstAlert = "alert.";
constexpr std::size_t kShownAroundAFault = 30;

struct Piece {
  std::string_view literal;
  std::optional<std::string_view> placeholder;  // behind the literal; the last piece has none
  std::size_t at = 0;                           // of the placeholder's braces
};

[[noreturn]] void refuse(std::string_view text, std::size_t at, std::string_view reason) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const auto begin = before.rfind('\n') + 1;  // 0 in the first line
  throw base::invalid_text(
      fmt::format("line {}, column {}: {}", line, base::utf8_count(before.substr(begin)) + 1, reason));
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  std::size_t from = 0;
  for (auto at = text.find(kOpening); at != std::string_view::npos; at = text.find(kOpening, from)) {
    const auto end = text.find(kClosing, at);
    if (end == std::string_view::npos) refuse(text, at, "{{ begins a placeholder, and no }} follows");
    const auto begin = at + kOpening.size();
    pieces.push_back({text.substr(from, at - from), trimmed(text.substr(begin, end - begin)), at});
    from = end + kClosing.size();
  }
  pieces.push_back({.literal = text.substr(from), .placeholder = std::nullopt});
  return pieces;
}

void require_known(std::string_view text, const Piece& piece, std::string_view name) {
  const std::vector<std::string> known = placeholders();
  if (std::ranges::find(known, name) != known.end()) return;
  std::string reason = fmt::format("there is no placeholder \"{}\"", name.substr(0, 60));
  if (const auto nearest = base::nearest_word(name, known)) reason += fmt::format("; did you mean \"{}\"?", *nearest);
  refuse(text, piece.at, reason);
}

void append_json(std::string& out, const json::value& value);

void append_members(std::string& out, const json::object& object) {
  out += '{';
  for (const auto& [name, value] : object) {
    if (out.back() != '{') out += ',';
    base::append_json_string(out, name);
    out += ':';
    append_json(out, value);
  }
  out += '}';
}

// With the numbers of the API: 8.05, not 8.05E0.
void append_json(std::string& out, const json::value& value) {
  if (value.is_double()) {
    net::write_json_number(out, value.get_double());
  } else if (value.is_object()) {
    append_members(out, value.get_object());
  } else if (value.is_array()) {
    out += '[';
    for (const json::value& element : value.get_array()) {
      if (out.back() != '[') out += ',';
      append_json(out, element);
    }
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

std::string text_of(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return std::string(value.get_string());
  std::string text;
  append_json(text, value);
  return text;
}

/// Where in a text of JSON a placeholder stands.
class JsonPlace {
 public:
  void pass(std::string_view text) {
    for (const char c : text) {
      if (is_escaped_) {
        is_escaped_ = false;
      } else if (c == '\\' && is_in_string_) {
        is_escaped_ = true;
      } else if (c == '"') {
        is_in_string_ = !is_in_string_;
      }
    }
  }
  bool is_in_string() const { return is_in_string_; }
  bool is_escaped() const { return is_escaped_; }

 private:
  bool is_in_string_ = false, is_escaped_ = false;
};

std::string as_json(const json::value& value, bool is_in_string) {
  std::string text;
  if (!is_in_string) {
    append_json(text, value);
    return text;
  }
  base::append_json_string(text, text_of(value));
  return text.substr(1, text.size() - 2);
}

/// Every event has these; what it does not know is null.
class Values {
 public:
  explicit Values(const WebhookMessage& message)
      : message_(net::to_json(message)),
        alert_(net::to_json(message.alerts.empty() ? Alert{} : message.alerts.front())) {}

  const json::value& of(std::string_view name) const {
    if (name.starts_with(kFirstAlert)) return alert_.at(name.substr(kFirstAlert.size()));
    return message_.at(name);
  }

 private:
  json::value message_, alert_;
};

// Why the text is no JSON, with the place in it.
std::optional<std::string> json_problem(const std::string& text) {
  try {
    net::parse_json_body(text);
    return std::nullopt;
  } catch (const base::Error& error) {
    std::size_t at = text.size();
    std::string reason = error.detail();
    if (!error.fields().empty()) {
      const base::FieldError& field = error.fields().front();
      reason = field.msg;
      if (const json::value* const why = field.ctx.if_contains("error"); why != nullptr && why->is_string())
        reason = std::string(why->get_string());
      if (field.loc.size() > 1 && field.loc[1].is_int64()) at = static_cast<std::size_t>(field.loc[1].get_int64());
    }
    const std::size_t begin = at > kShownAroundAFault ? at - kShownAroundAFault : 0;
    std::string near;
    for (const char c : text.substr(begin, at - begin + 1)) near += c >= ' ' && c <= '~' ? c : '?';
    return fmt::format("{}, after: {}", reason, near);
  }
}

WebhookMessage bare_message() {
  Notice notice{.rule = "Test", .alerts = {Alert{}}};
  return webhook_message(notice, "", {});
}

}  // namespace

std::string_view content_type(BodyFormat format) {
  switch (format) {
    case BodyFormat::text:
      return "text/plain; charset=utf-8";
    case BodyFormat::form:
      return "application/x-www-form-urlencoded";
    case BodyFormat::json:
      break;
  }
  return "application/json";
}

std::vector<std::string> placeholders() {
  std::vector<std::string> names;
  const json::value message = net::to_json(WebhookMessage{});
  for (const auto& member : message.as_object()) names.emplace_back(member.key());
  const json::value alert = net::to_json(Alert{});
  for (const auto& member : alert.as_object()) names.push_back(std::string(kFirstAlert).append(member.key()));
  return names;
}

std::string rendered(std::string_view text, BodyFormat format, const WebhookMessage& message) {
  const Values values(message);
  JsonPlace place;
  std::string body;
  for (const Piece& piece : pieces_of(text)) {
    body += piece.literal;
    if (!piece.placeholder) break;
    require_known(text, piece, *piece.placeholder);
    const json::value& value = values.of(*piece.placeholder);
    place.pass(piece.literal);
    if (format == BodyFormat::json && place.is_escaped())
      refuse(text, piece.at, "a backslash stands before the placeholder");
    switch (format) {
      case BodyFormat::json:
        body += as_json(value, place.is_in_string());
        break;
      case BodyFormat::text:
        body += text_of(value);
        break;
      case BodyFormat::form:
        body += net::percent_encode(text_of(value));
        break;
    }
  }
  return body;
}

std::optional<std::string> template_problem(std::string_view text, BodyFormat format) {
  try {
    const std::string sample = rendered(text, format, sample_message());
    if (format != BodyFormat::json) return std::nullopt;
    if (const auto problem = json_problem(sample)) return "with the values of a violation it is no JSON: " + *problem;
    if (const auto problem = json_problem(rendered(text, format, bare_message())))
      return "with an event that knows little it is no JSON: " + *problem;
    return std::nullopt;
  } catch (const base::Error& error) {
    return error.detail();
  }
}

WebhookMessage sample_message() {
  const Alert alert{.event = EventKind::violation,
                    .severity = Severity::CRITICAL,
                    .occurred_at = base::parse_timestamp("2026-05-04T12:30:15Z").value_or(base::Timestamp{}),
                    .plant_id = base::PlantId{1},
                    .plant_name = "Main plant",
                    .characteristic_id = base::CharacteristicId{7},
                    .characteristic_name = "Bore \"8 mm\"",
                    .path = "Line 1 > Cell 2",
                    .violation_id = base::ViolationId{41},
                    .sample_id = base::SampleId{99},
                    .rule_id = 1,
                    .rule_name = "Outlier",
                    .chart = "location",
                    .statistic = "individual",
                    .value = 8.0525,
                    .requires_acknowledgement = true,
                    .center_line = 8,
                    .ucl = 8.05,
                    .lcl = 7.95,
                    .decimal_precision = 4,
                    .url = "https://spc.example.com/dashboard?plant=1&c=7&sample=99"};
  const Notice notice{.rule = "Night shift", .alerts = {alert}};
  return webhook_message(notice, "0f8fad5b-d9cb-469f-a165-70867728950e", alert.occurred_at);
}

}  // namespace openspc::notify
