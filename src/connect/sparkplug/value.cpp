#include "connect/sparkplug/value.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

#include "base/text.h"
#include "connect/payload/plain_text.h"

namespace openspc::connect::sparkplug {
namespace {

constexpr std::array<std::string_view, 35> kNames{"Unknown",      "Int8",
                                                  "Int16",        "Int32",
                                                  "Int64",        "UInt8",
                                                  "UInt16",       "UInt32",
                                                  "UInt64",       "Float",
                                                  "Double",       "Boolean",
                                                  "String",       "DateTime",
                                                  "Text",         "UUID",
                                                  "DataSet",      "Bytes",
                                                  "File",         "Template",
                                                  "PropertySet",  "PropertySetList",
                                                  "Int8Array",    "Int16Array",
                                                  "Int32Array",   "Int64Array",
                                                  "UInt8Array",   "UInt16Array",
                                                  "UInt32Array",  "UInt64Array",
                                                  "FloatArray",   "DoubleArray",
                                                  "BooleanArray", "StringArray",
                                                  "DateTimeArray"};

// The wire is little-endian, and so is every machine that Debian's packages of ours are built for.
static_assert(std::endian::native == std::endian::little);

/// Nothing when the bytes are no whole number of elements.
template <class Wire, class Element>
std::optional<Value> unpacked(std::string_view bytes) {
  if (bytes.size() % sizeof(Wire) != 0) return std::nullopt;
  std::vector<Element> elements(bytes.size() / sizeof(Wire));
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Wire element;
    std::memcpy(&element, bytes.data() + i * sizeof(Wire), sizeof(Wire));
    elements[i] = Element{element};
  }
  return Value(std::move(elements));
}

/// A count of four bytes, then eight to the byte, the first in the highest bit.
std::optional<Value> unpacked_booleans(std::string_view bytes) {
  std::uint32_t count = 0;
  if (bytes.size() < sizeof count) return std::nullopt;
  std::memcpy(&count, bytes.data(), sizeof count);
  bytes.remove_prefix(sizeof count);
  if ((std::uint64_t{count} + 7) / 8 != bytes.size()) return std::nullopt;
  std::vector<bool> elements(count);
  for (std::size_t i = 0; i < count; ++i) {
    elements[i] = (static_cast<unsigned char>(bytes[i / 8]) >> (7 - i % 8) & 1U) != 0;
  }
  return Value(std::move(elements));
}

/// Each ends with NUL; the last one may go without.
std::optional<Value> unpacked_strings(std::string_view bytes) {
  if (!base::is_utf8(bytes)) return std::nullopt;
  std::vector<std::string> elements;
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\0'), bytes.size());
    elements.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return Value(std::move(elements));
}

std::optional<Value> unpacked_array(std::string_view bytes, DataType type) {
  switch (type) {
    case DataType::int8_array:
      return unpacked<std::int8_t, std::int64_t>(bytes);
    case DataType::int16_array:
      return unpacked<std::int16_t, std::int64_t>(bytes);
    case DataType::int32_array:
      return unpacked<std::int32_t, std::int64_t>(bytes);
    case DataType::int64_array:
      return unpacked<std::int64_t, std::int64_t>(bytes);
    case DataType::uint8_array:
      return unpacked<std::uint8_t, std::uint64_t>(bytes);
    case DataType::uint16_array:
      return unpacked<std::uint16_t, std::uint64_t>(bytes);
    case DataType::uint32_array:
      return unpacked<std::uint32_t, std::uint64_t>(bytes);
    case DataType::uint64_array:
      return unpacked<std::uint64_t, std::uint64_t>(bytes);
    case DataType::float_array:
      return unpacked<float, float>(bytes);
    case DataType::double_array:
      return unpacked<double, double>(bytes);
    case DataType::boolean_array:
      return unpacked_booleans(bytes);
    case DataType::string_array:
      return unpacked_strings(bytes);
    case DataType::datetime_array:
      return unpacked<std::uint64_t, DateTime>(bytes);
    default:
      return std::nullopt;
  }
}

template <class Wire, class Element>
std::string packed(const std::vector<Element>& elements) {
  std::string bytes(elements.size() * sizeof(Wire), '\0');
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Wire element;
    if constexpr (std::is_same_v<Element, DateTime>) {
      element = elements[i].milliseconds;
    } else {
      element = static_cast<Wire>(elements[i]);
    }
    std::memcpy(bytes.data() + i * sizeof(Wire), &element, sizeof(Wire));
  }
  return bytes;
}

std::string packed_booleans(const std::vector<bool>& elements) {
  const auto count = static_cast<std::uint32_t>(elements.size());
  std::string bytes(sizeof count + (elements.size() + 7) / 8, '\0');
  std::memcpy(bytes.data(), &count, sizeof count);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (!elements[i]) continue;
    char& byte = bytes[sizeof count + i / 8];
    byte = static_cast<char>(static_cast<unsigned char>(byte) | 0x80U >> (i % 8));
  }
  return bytes;
}

std::string packed_signed(const std::vector<std::int64_t>& elements, DataType type) {
  if (type == DataType::int8_array) return packed<std::int8_t>(elements);
  if (type == DataType::int16_array) return packed<std::int16_t>(elements);
  if (type == DataType::int32_array) return packed<std::int32_t>(elements);
  return packed<std::int64_t>(elements);
}

std::string packed_unsigned(const std::vector<std::uint64_t>& elements, DataType type) {
  if (type == DataType::uint8_array) return packed<std::uint8_t>(elements);
  if (type == DataType::uint16_array) return packed<std::uint16_t>(elements);
  if (type == DataType::uint32_array) return packed<std::uint32_t>(elements);
  return packed<std::uint64_t>(elements);
}

/// The wire has unsigned integers only; the low bits of one are a signed integer in two's complement.
template <class Signed>
void give_sign(Value& value) {
  if (const auto* raw = std::get_if<std::uint64_t>(&value)) value = std::int64_t{static_cast<Signed>(*raw)};
}

std::optional<double> if_finite(double number) {
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

}  // namespace

DataType sparkplug_datatype(std::uint64_t code) {
  return code < kNames.size() ? static_cast<DataType>(code) : DataType::unknown;
}

std::string_view sparkplug_datatype_name(DataType type) {
  return kNames[static_cast<std::size_t>(sparkplug_datatype(static_cast<std::uint64_t>(type)))];
}

DataType sparkplug_datatype_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  return found == kNames.end() ? DataType::unknown : static_cast<DataType>(found - kNames.begin());
}

void apply_datatype(Value& value, DataType type) {
  switch (type) {
    case DataType::int8:
      return give_sign<std::int8_t>(value);
    case DataType::int16:
      return give_sign<std::int16_t>(value);
    case DataType::int32:
      return give_sign<std::int32_t>(value);
    case DataType::int64:
      return give_sign<std::int64_t>(value);
    case DataType::datetime:
      if (const auto* raw = std::get_if<std::uint64_t>(&value)) value = DateTime{*raw};
      return;
    default:
      break;
  }
  if (type < DataType::int8_array) return;
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    if (auto array = unpacked_array(bytes->data, type)) value = *std::move(array);
  }
}

std::optional<std::string> packed_array(const Value& value, DataType type) {
  if (const auto* a = std::get_if<std::vector<std::int64_t>>(&value)) return packed_signed(*a, type);
  if (const auto* a = std::get_if<std::vector<std::uint64_t>>(&value)) return packed_unsigned(*a, type);
  if (const auto* a = std::get_if<std::vector<float>>(&value)) return packed<float>(*a);
  if (const auto* a = std::get_if<std::vector<double>>(&value)) return packed<double>(*a);
  if (const auto* a = std::get_if<std::vector<bool>>(&value)) return packed_booleans(*a);
  if (const auto* a = std::get_if<std::vector<DateTime>>(&value)) return packed<std::uint64_t>(*a);
  if (const auto* a = std::get_if<std::vector<std::string>>(&value)) {
    std::string bytes;
    for (const std::string& element : *a) bytes.append(element).push_back('\0');
    return bytes;
  }
  return std::nullopt;
}

std::optional<double> as_number(const Value& value, payload::DecimalMark mark) {
  if (const auto* number = std::get_if<double>(&value)) return if_finite(*number);
  if (const auto* number = std::get_if<float>(&value)) return if_finite(*number);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const auto* time = std::get_if<DateTime>(&value)) return static_cast<double>(time->milliseconds);
  if (const auto* text = std::get_if<std::string>(&value)) {
    const auto number = parse_decimal(payload::unwrapped(*text), mark);
    return number ? if_finite(*number) : std::nullopt;
  }
  return std::nullopt;
}

bool is_null(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

}  // namespace openspc::connect::sparkplug
