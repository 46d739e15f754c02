#include "connect/sparkplug/payload.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "sparkplug_b.pb.h"

namespace openspc::connect::sparkplug {
namespace {

namespace wire = org::eclipse::tahu::protobuf;

constexpr std::size_t kMaxUsualSize = 64U << 10U;

/// Why a message is refused; never leaves this file.
struct Refused {
  const char* reason;
};

bool is_ascii(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  for (; text.size() >= sizeof high_bits; text.remove_prefix(sizeof high_bits)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data(), sizeof eight);
    if ((eight & high_bits) != 0) return false;
  }
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view checked(std::string_view text) {
  // Names are mostly ASCII, and that is seen faster than it is read.
  if (!is_ascii(text) && !base::is_utf8(text)) throw Refused{"a text is no UTF-8"};
  return text;
}

/// The simple values, which metrics, parameters and cells of tables have in common. Each is assigned as what it is: a
/// value that is made first and then moved in costs as much as reading it.
template <class Wire>
void read_simple(Value& value, const Wire& from, DataType type) {
  switch (from.value_case()) {
    case Wire::kIntValue:
      value = std::uint64_t{from.int_value()};
      return apply_datatype(value, type);
    case Wire::kLongValue:
      value = std::uint64_t{from.long_value()};
      return apply_datatype(value, type);
    case Wire::kFloatValue:
      value = from.float_value();
      return;
    case Wire::kDoubleValue:
      value = from.double_value();
      return;
    case Wire::kBooleanValue:
      value = from.boolean_value();
      return;
    case Wire::kStringValue:
      value = std::string(checked(from.string_value()));
      return;
    default:
      return;
  }
}

class Reader {
 public:
  Payload read(const wire::Payload& from) {
    Payload payload;
    if (from.has_timestamp()) payload.timestamp = sparkplug_time(from.timestamp());
    if (from.has_seq()) payload.seq = from.seq();
    payload.uuid = checked(from.uuid());
    payload.body = from.body();
    read(payload.metrics, from.metrics());
    return payload;
  }

 private:
  template <class Repeated>
  void read(std::vector<Metric>& metrics, const Repeated& from) {
    metrics_ += static_cast<std::size_t>(from.size());
    if (metrics_ > kMaxSparkplugMetrics) throw Refused{"more than 20,000 metrics"};
    metrics.reserve(static_cast<std::size_t>(from.size()));
    for (const auto& metric : from) read(metrics, metric);
  }

  // Each member is initialized by name: a metric that is made without arguments is zeroed as a whole before, which
  // costs as much as reading it.
  void read(std::vector<Metric>& metrics, const wire::Payload_Metric& from) {
    Metric& metric =
        metrics.emplace_back(std::string(), std::nullopt, std::nullopt, sparkplug_datatype(from.datatype()),
                             from.is_historical(), from.is_transient(), std::monostate(), std::nullopt);
    if (from.has_name()) metric.name = checked(from.name());
    if (from.has_alias()) metric.alias = from.alias();
    if (from.has_timestamp()) metric.timestamp = sparkplug_time(from.timestamp());
    if (from.has_properties()) metric.quality = quality(from.properties());
    if (!from.is_null()) read_value(metric.value, from, metric.datatype);
  }

  void read_value(Value& value, const wire::Payload_Metric& from, DataType type) {
    switch (from.value_case()) {
      case wire::Payload_Metric::kBytesValue:
        value = Bytes{from.bytes_value()};
        return apply_datatype(value, type);
      case wire::Payload_Metric::kDatasetValue:
        value = dataset(from.dataset_value());
        return;
      case wire::Payload_Metric::kTemplateValue:
        value = template_value(from.template_value());
        return;
      default:
        read_simple(value, from, type);
    }
  }

  static std::optional<std::int32_t> quality(const wire::Payload_PropertySet& properties) {
    const int count = std::min(properties.keys_size(), properties.values_size());
    for (int i = 0; i < count; ++i) {
      const auto& value = properties.values(i);
      if (properties.keys(i) != "Quality" || value.is_null()) continue;
      if (value.has_int_value()) return static_cast<std::int32_t>(value.int_value());
      if (value.has_long_value()) return static_cast<std::int32_t>(value.long_value());
      return kUnreadableSparkplugQuality;
    }
    return std::nullopt;
  }

  static Shared<DataSet> dataset(const wire::Payload_DataSet& from) {
    auto table = std::make_shared<DataSet>();
    for (const std::string& column : from.columns()) table->columns.emplace_back(checked(column));
    for (const std::uint32_t type : from.types()) table->types.push_back(sparkplug_datatype(type));
    table->rows.reserve(static_cast<std::size_t>(from.rows_size()));
    for (const auto& row : from.rows()) {
      auto& cells = table->rows.emplace_back();
      for (const auto& cell : row.elements()) {
        const bool is_typed = cells.size() < table->types.size();
        const auto type = is_typed ? table->types[cells.size()] : DataType::unknown;
        read_simple(cells.emplace_back(), cell, type);
      }
    }
    return {std::move(table)};
  }

  Shared<Template> template_value(const wire::Payload_Template& from) {
    if (++depth_ > kMaxSparkplugDepth) throw Refused{"templates are nested too deep"};
    auto structure = std::make_shared<Template>();
    structure->version = checked(from.version());
    structure->reference = checked(from.template_ref());
    structure->is_definition = from.is_definition();
    for (const auto& parameter : from.parameters()) {
      const DataType type = sparkplug_datatype(parameter.type());
      auto& added = structure->parameters.emplace_back();
      added.name = checked(parameter.name());
      added.type = type;
      read_simple(added.value, parameter, type);
    }
    read(structure->metrics, from.metrics());
    --depth_;
    return {std::move(structure)};
  }

  std::size_t metrics_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::variant<Payload, payload::Unreadable> decode_sparkplug(std::string_view bytes) {
  if (bytes.size() > kMaxSparkplugSize) return payload::Unreadable{"larger than 1 MiB"};
  // The messages of a plant are alike: what was built for one has room for the next. A large one does not keep its
  // room.
  thread_local wire::Payload usual;
  wire::Payload large;
  wire::Payload& payload = bytes.size() <= kMaxUsualSize ? usual : large;
  if (!payload.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return decode_sparkplug_json(bytes);
  try {
    return Reader().read(payload);
  } catch (const Refused& refused) {
    return payload::Unreadable{refused.reason};
  }
}

std::uint64_t sparkplug_milliseconds(base::Timestamp time) {
  const auto since_1970 = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
  return since_1970 > 0 ? static_cast<std::uint64_t>(since_1970) : 0;
}

}  // namespace openspc::connect::sparkplug
