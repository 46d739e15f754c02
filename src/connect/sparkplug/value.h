// What a Sparkplug B metric holds, whether it came as protobuf or as JSON, and how it becomes a number. Values; any
// thread. Source: Eclipse Sparkplug Specification 3.0.0, chapter 6 (payloads, data types).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "connect/payload/payload.h"

namespace openspc::connect::sparkplug {

enum class DataType : std::uint32_t {
  unknown = 0,  // none was said, or none that the standard knows
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float32,
  float64,
  boolean,
  string,
  datetime,
  text,
  uuid,
  dataset,
  bytes,
  file,
  template_type,
  property_set,
  property_set_list,
  int8_array,
  int16_array,
  int32_array,
  int64_array,
  uint8_array,
  uint16_array,
  uint32_array,
  uint64_array,
  float_array,
  double_array,
  boolean_array,
  string_array,
  datetime_array,
};

/// `unknown` for a code that the standard does not have.
DataType sparkplug_datatype(std::uint64_t code);
/// The standard's name; "Unknown" for what has none.
std::string_view sparkplug_datatype_name(DataType type);
/// The type of that exact name; `unknown` when there is none.
DataType sparkplug_datatype_named(std::string_view name);

struct Bytes {
  std::string data{};
  bool operator==(const Bytes&) const = default;
};

struct DateTime {
  std::uint64_t milliseconds = 0;  // since 1970 in UTC
  bool operator==(const DateTime&) const = default;
};

struct DataSet;
struct Template;

/// Large and rare: held by reference, never changed, compared by content.
template <class T>
struct Shared {
  std::shared_ptr<const T> content{};
  friend bool operator==(const Shared& a, const Shared& b) {
    return a.content == b.content || (a.content && b.content && *a.content == *b.content);
  }
};

/// monostate is null. An integer whose datatype is not known yet is unsigned; an array whose datatype is not known yet
/// is bytes: apply_datatype() makes of them what they mean.
using Value =
    std::variant<std::monostate, std::int64_t, std::uint64_t, float, double, bool, std::string, Bytes, DateTime,
                 std::vector<std::int64_t>, std::vector<std::uint64_t>, std::vector<float>, std::vector<double>,
                 std::vector<bool>, std::vector<std::string>, std::vector<DateTime>, Shared<DataSet>, Shared<Template>>;

struct Metric {
  std::string name{};  // empty when the metric goes by its alias alone
  std::optional<std::uint64_t> alias{};
  std::optional<base::Timestamp> timestamp{};
  DataType datatype = DataType::unknown;
  bool is_historical = false;
  bool is_transient = false;
  Value value{};
  std::optional<std::int32_t> quality{};  // the property "Quality": see sparkplug_quality()
  bool operator==(const Metric&) const = default;
};

/// A table. Shown, never measured.
struct DataSet {
  std::vector<std::string> columns{};
  std::vector<DataType> types{};
  std::vector<std::vector<Value>> rows{};
  bool operator==(const DataSet&) const = default;
};

/// A structure, or the definition of one. Shown, never measured.
struct Template {
  struct Parameter {
    std::string name{};
    DataType type = DataType::unknown;
    Value value{};
    bool operator==(const Parameter&) const = default;
  };
  std::string version{};
  std::string reference{};  // the definition's name, when this is an instance
  bool is_definition = false;
  std::vector<Parameter> parameters{};
  std::vector<Metric> metrics{};
  bool operator==(const Template&) const = default;
};

/// Makes of a value what its datatype says: the sign of integers, points in time, arrays out of bytes. A value that
/// does not go with the datatype stays as it is. Doing it twice changes nothing.
void apply_datatype(Value& value, DataType type);

/// The bytes that an array has on the wire; nullopt for what is no array.
std::optional<std::string> packed_array(const Value& value, DataType type);

/// The finite number that a value is: integers, floats, points in time (ms), booleans (1 or 0), and texts that hold a
/// decimal number. nullopt for null, bytes, arrays, data sets and templates.
std::optional<double> as_number(const Value& value, payload::DecimalMark mark = payload::DecimalMark::point);

bool is_null(const Value& value);

}  // namespace openspc::connect::sparkplug
