#include <cmath>

#include "connect/opcua/session/impl.h"
#include "connect/payload/payload.h"

namespace openspc::connect::opcua {
namespace {

constexpr std::size_t kShownCharacters = 1'000;
constexpr std::size_t kNumberText = 1'000;
constexpr std::size_t kLargestArray = 10'000;

std::optional<base::Timestamp> time_of(bool present, UA_DateTime time) {
  if (!present || time == 0) return std::nullopt;
  const base::Timestamp stamp(std::chrono::microseconds((time - UA_DATETIME_UNIX_EPOCH) / UA_DATETIME_USEC));
  if (stamp < base::earliest_timestamp() || stamp > base::latest_timestamp()) return std::nullopt;
  return stamp;
}

template <class T>
T as(const UA_Variant& value) {
  T result{};
  std::memcpy(&result, value.data, sizeof result);
  return result;
}

void put_real(Value& into, double number) {
  into.number = number;
  // JSON has no word for these.
  if (std::isfinite(number))
    into.shown = number;
  else
    into.shown = std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
}

template <class T>
void put_integer(Value& into, T number) {
  into.number = static_cast<double>(number);
  into.shown = number;
}

void put_printed(Value& into, const void* data, const UA_DataType* type) {
  Ua<UA_String, UA_TYPES_STRING> text;
  if (UA_print(data, type, &*text) == UA_STATUSCODE_GOOD)
    into.shown = payload::printable_excerpt(text_of(*text), kShownCharacters);
}

void put_scalar(Value& into, const UA_Variant& value) {
  switch (value.type->typeKind) {
    case UA_DATATYPEKIND_BOOLEAN:
      into.number = as<UA_Boolean>(value) ? 1 : 0;
      into.shown = as<UA_Boolean>(value);
      return;
    case UA_DATATYPEKIND_SBYTE:
      return put_integer(into, as<UA_SByte>(value));
    case UA_DATATYPEKIND_BYTE:
      return put_integer(into, as<UA_Byte>(value));
    case UA_DATATYPEKIND_INT16:
      return put_integer(into, as<UA_Int16>(value));
    case UA_DATATYPEKIND_UINT16:
      return put_integer(into, as<UA_UInt16>(value));
    case UA_DATATYPEKIND_INT32:
    case UA_DATATYPEKIND_ENUM:
      return put_integer(into, as<UA_Int32>(value));
    case UA_DATATYPEKIND_UINT32:
      return put_integer(into, as<UA_UInt32>(value));
    case UA_DATATYPEKIND_INT64:
      return put_integer(into, as<UA_Int64>(value));
    case UA_DATATYPEKIND_UINT64:
      return put_integer(into, as<UA_UInt64>(value));
    case UA_DATATYPEKIND_FLOAT:
      return put_real(into, static_cast<double>(as<UA_Float>(value)));
    case UA_DATATYPEKIND_DOUBLE:
      return put_real(into, as<UA_Double>(value));
    case UA_DATATYPEKIND_STRING:
      if (as<UA_String>(value).length <= kNumberText) into.text = text_of(as<UA_String>(value));
      into.shown = payload::printable_excerpt(text_of(as<UA_String>(value)), kShownCharacters);
      return;
    case UA_DATATYPEKIND_LOCALIZEDTEXT:
      into.shown = payload::printable_excerpt(text_of(as<UA_LocalizedText>(value).text), kShownCharacters);
      return;
    case UA_DATATYPEKIND_DATETIME:
      if (const auto time = time_of(true, as<UA_DateTime>(value))) into.shown = base::to_iso8601(*time);
      return;
    default:
      return put_printed(into, value.data, value.type);
  }
}

template <class T>
std::vector<double> all_as(const UA_Variant& value) {
  std::vector<double> numbers(value.arrayLength);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    T element{};
    std::memcpy(&element, static_cast<const char*>(value.data) + i * sizeof element, sizeof element);
    numbers[i] = static_cast<double>(element);
  }
  return numbers;
}

// Of one dimension: what the rows of a matrix would be, nobody can say.
std::optional<std::vector<double>> numbers_of(const UA_Variant& value) {
  if (value.arrayLength > kLargestArray || value.arrayDimensionsSize > 1) return std::nullopt;
  switch (value.type->typeKind) {
    case UA_DATATYPEKIND_BOOLEAN:
      return all_as<UA_Boolean>(value);
    case UA_DATATYPEKIND_SBYTE:
      return all_as<UA_SByte>(value);
    case UA_DATATYPEKIND_BYTE:
      return all_as<UA_Byte>(value);
    case UA_DATATYPEKIND_INT16:
      return all_as<UA_Int16>(value);
    case UA_DATATYPEKIND_UINT16:
      return all_as<UA_UInt16>(value);
    case UA_DATATYPEKIND_INT32:
      return all_as<UA_Int32>(value);
    case UA_DATATYPEKIND_UINT32:
      return all_as<UA_UInt32>(value);
    case UA_DATATYPEKIND_INT64:
      return all_as<UA_Int64>(value);
    case UA_DATATYPEKIND_UINT64:
      return all_as<UA_UInt64>(value);
    case UA_DATATYPEKIND_FLOAT:
      return all_as<UA_Float>(value);
    case UA_DATATYPEKIND_DOUBLE:
      return all_as<UA_Double>(value);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string text_of(const UA_String& text) {
  if (text.data == nullptr) return {};
  return {reinterpret_cast<const char*>(text.data), text.length};
}

UA_String view_of(const std::string& text) {
  // The library's strings are not const, but those that it is asked to read are not changed.
  return {text.size(), const_cast<UA_Byte*>(reinterpret_cast<const UA_Byte*>(text.data()))};  // NOLINT
}

std::string text_of(const UA_NodeId& id) {
  Ua<UA_String, UA_TYPES_STRING> text;
  UA_NodeId_print(&id, &*text);
  return text_of(*text);
}

UaNodeId parse_node_id(const std::string& text) {
  UaNodeId id;
  if (text.empty() || UA_NodeId_parse(&*id, view_of(text)) != UA_STATUSCODE_GOOD)
    throw Error(Error::Kind::bad_node,
                "'" + payload::printable_excerpt(text) + "' is no node id: write i=85 or ns=2;s=Line1.Temp");
  return id;
}

bool is_opcua_node_id(const std::string& text) {
  const auto name = parse_opcua_node_name(text);
  if (!name) return false;
  const std::string identified = with_index(name->index, name->identifier);
  UaNodeId id;
  return UA_NodeId_parse(&*id, view_of(identified)) == UA_STATUSCODE_GOOD;
}

std::string name_of(UA_StatusCode status) {
  // Info bits say more about the value, not about the code.
  return UA_StatusCode_name(status & 0xFFFF0000U);
}

std::string built_in_type_name(const UA_NodeId& data_type) {
  const UA_DataType* type = UA_findDataType(&data_type);
  return type == nullptr ? "Unknown" : type->typeName;
}

Value value_of(const UA_DataValue& data) {
  Value value;
  const UA_StatusCode status = data.hasStatus ? data.status : UA_STATUSCODE_GOOD;
  value.quality = UA_StatusCode_isBad(status)         ? Quality::bad
                  : UA_StatusCode_isUncertain(status) ? Quality::uncertain
                                                      : Quality::good;
  value.status = name_of(status);
  constexpr UA_StatusCode overflow = UA_STATUSCODE_INFOTYPE_DATAVALUE | UA_STATUSCODE_INFOBITS_OVERFLOW;
  value.overflowed = (status & overflow) == overflow;
  value.source_time = time_of(data.hasSourceTimestamp, data.sourceTimestamp);
  value.server_time = time_of(data.hasServerTimestamp, data.serverTimestamp);
  if (!data.hasValue || data.value.type == nullptr) return value;
  value.type = data.value.type->typeName;
  if (UA_Variant_isScalar(&data.value)) {
    put_scalar(value, data.value);
  } else {
    value.type += "[]";
    value.numbers = numbers_of(data.value);
    put_printed(value, &data.value, &UA_TYPES[UA_TYPES_VARIANT]);
  }
  return value;
}

}  // namespace openspc::connect::opcua
