#include "quality/live_message.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>

#include "base/error.h"
#include "net/json.h"

namespace openspc::quality {
namespace {

namespace json = boost::json;

std::string_view text_member(const json::object& message, std::string_view name) {
  const json::value* value = message.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::optional<base::CharacteristicId> id_of(const json::value& value) {
  if (const auto* number = value.if_int64()) return base::CharacteristicId{*number};
  // JavaScript writes large integers as 1e3; anything with a fraction is no id.
  constexpr double exact = 9007199254740992.0;
  const double* real = value.if_double();
  if (real == nullptr || std::abs(*real) > exact || *real != std::floor(*real)) return std::nullopt;
  return base::CharacteristicId{static_cast<std::int64_t>(*real)};
}

std::variant<std::vector<base::CharacteristicId>, UnclearMessage> ids_of(const json::object& message) {
  const json::value* given = message.if_contains("characteristic_ids");
  if (given == nullptr || given->is_null()) given = message.if_contains("characteristic_id");
  if (given == nullptr || given->is_null())
    return UnclearMessage{"characteristic_ids or characteristic_id is required"};

  std::vector<base::CharacteristicId> ids;
  const auto add = [&ids](const json::value& value) {
    const auto id = id_of(value);
    if (id) ids.push_back(*id);
    return id.has_value();
  };
  if (const auto* list = given->if_array()) {
    if (list->size() > max_ids_in_message) return UnclearMessage{"At most 10000 characteristic ids are taken at once"};
    ids.reserve(list->size());
    for (const auto& value : *list) {
      if (!add(value)) return UnclearMessage{"Characteristic ids are integers"};
    }
  } else if (!add(*given)) {
    return UnclearMessage{"Characteristic ids are integers"};
  }
  return ids;
}

template <class Message>
ClientMessage with_ids(const json::object& object) {
  auto ids = ids_of(object);
  if (auto* unclear = std::get_if<UnclearMessage>(&ids)) return std::move(*unclear);
  return Message{std::move(std::get<0>(ids))};
}

ClientMessage understand(const json::object& message) {
  std::string_view kind = text_member(message, "type");
  if (kind.empty()) kind = text_member(message, "action");
  if (kind.empty()) return UnclearMessage{"Message type is required"};
  if (kind == "subscribe") return with_ids<SubscribeMessage>(message);
  if (kind == "unsubscribe") return with_ids<UnsubscribeMessage>(message);
  if (kind == "ping") return PingMessage{};
  return UnclearMessage{"Unknown message type: " + std::string(kind.substr(0, 100))};
}

}  // namespace

ClientMessage parse_client_message(std::string_view text) {
  try {
    const auto value = net::parse_json_body(text);
    if (const auto* object = value.if_object()) return understand(*object);
    return ForeignMessage{"A message is a JSON object"};
  } catch (const base::Error&) {
    return ForeignMessage{"A message is JSON text"};
  }
}

}  // namespace openspc::quality
