#include "quality/live/protocol.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "net/json.h"

namespace openspc::quality::live {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxEchoedKind = 64;

std::optional<std::int64_t> integer_of(const json::value& value) {
  if (const auto* number = value.if_int64()) return *number;
  if (const auto* number = value.if_double();
      number != nullptr && std::trunc(*number) == *number && std::abs(*number) < 1e15)
    return static_cast<std::int64_t>(*number);
  if (const auto* text = value.if_string()) {
    std::int64_t number = 0;
    const char* end = text->data() + text->size();
    const auto [stop, failure] = std::from_chars(text->data(), end, number);
    if (failure == std::errc() && stop == end) return number;
  }
  return std::nullopt;
}

// The ids of a subscribe or unsubscribe message; nothing when it names none or one is no integer.
std::optional<std::vector<base::CharacteristicId>> ids_of(const json::object& message, std::string& problem) {
  const json::value* given = message.if_contains("characteristic_ids");
  if (given == nullptr || given->is_null()) given = message.if_contains("characteristic_id");
  if (given == nullptr || given->is_null()) {
    problem = "characteristic_ids or characteristic_id is required";
    return std::nullopt;
  }
  std::vector<base::CharacteristicId> ids;
  const auto add = [&ids](const json::value& value) {
    const auto number = integer_of(value);
    if (number) ids.push_back({*number});
    return number.has_value();
  };
  bool good = true;
  if (const auto* array = given->if_array()) {
    for (const json::value& element : *array) good = good && add(element);
  } else {
    good = add(*given);
  }
  if (good) return ids;
  problem = "characteristic_ids must be integers";
  return std::nullopt;
}

// "type", or "action" when that is missing or empty.
std::string_view kind_of(const json::object& message) {
  for (const char* name : {"type", "action"}) {
    const auto* value = message.if_contains(name);
    if (value != nullptr && value->is_string() && !value->get_string().empty()) return value->get_string();
  }
  return {};
}

// At most so many bytes, not ending inside a character.
std::string_view shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

template <class Kind>
Message with_ids(const json::object& message) {
  std::string problem;
  auto ids = ids_of(message, problem);
  if (!ids) return Problem{.message = problem};
  return Kind{*std::move(ids)};
}

std::string with_type(std::string_view type) {
  std::string text = R"({"type":)";
  base::append_json_string(text, type);
  return text;
}

void append_ids(std::string& text, const std::vector<base::CharacteristicId>& ids) {
  text += R"(,"characteristic_ids":[)";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i != 0) text += ',';
    text += std::to_string(ids[i].value);
  }
  text += ']';
}

std::string with_ids(std::string_view type, const std::vector<base::CharacteristicId>& ids) {
  std::string text = with_type(type);
  append_ids(text, ids);
  return text += '}';
}

std::string error_head(std::string_view message) {
  std::string text = with_type("error");
  text += R"(,"message":)";
  base::append_json_string(text, message);
  return text;
}

}  // namespace

Message parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = net::kMaxJsonDepth;
  boost::system::error_code failure;
  const json::value value = json::parse(text, failure, {}, options);
  if (failure) return Problem{.message = "The message is not JSON", .close_code = kCloseNotJson};
  const auto* message = value.if_object();
  if (message == nullptr)
    return Problem{.message = "The message is not a JSON object", .close_code = kCloseNotAnObject};
  const std::string_view kind = kind_of(*message);
  if (kind == "subscribe") return with_ids<Subscribe>(*message);
  if (kind == "unsubscribe") return with_ids<Unsubscribe>(*message);
  if (kind == "ping") return Ping{};
  if (kind.empty()) return Problem{.message = "The message has no type"};
  return Problem{.message = "Unknown message type: " + std::string(shortened(kind, kMaxEchoedKind))};
}

std::string subscribed(const std::vector<base::CharacteristicId>& ids) {
  return with_ids("subscribed", ids);
}
std::string unsubscribed(const std::vector<base::CharacteristicId>& ids) {
  return with_ids("unsubscribed", ids);
}
std::string pong() {
  return with_type("pong") + '}';
}
std::string error(std::string_view message) {
  return error_head(message) + '}';
}
std::string refused(std::string_view message, const std::vector<base::CharacteristicId>& ids) {
  std::string text = error_head(message);
  append_ids(text, ids);
  return text += '}';
}

}  // namespace openspc::quality::live
