#include <google/protobuf/arena.h>

#include "connect/sparkplug_payload.h"
#include "sparkplug_b.pb.h"

namespace openspc::connect {
namespace {

namespace wire = org::eclipse::tahu::protobuf;
using Type = SparkplugDataType;

bool has_32_bits(Type type) {
  switch (type) {
    case Type::int8:
    case Type::int16:
    case Type::int32:
    case Type::uint8:
    case Type::uint16:
    case Type::uint32:
      return true;
    default:
      return false;
  }
}

template <class Wire>
void write_integer(Wire& to, std::uint64_t value, Type type) {
  if (has_32_bits(type)) {
    to.set_int_value(static_cast<std::uint32_t>(value));
  } else {
    to.set_long_value(value);
  }
}

/// False for what only a metric may hold.
template <class Wire>
bool write_simple(Wire& to, const SparkplugValue& value, Type type) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    write_integer(to, static_cast<std::uint64_t>(*number), type);
  } else if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
    write_integer(to, *natural, type);
  } else if (const auto* time = std::get_if<SparkplugDateTime>(&value)) {
    to.set_long_value(time->milliseconds);
  } else if (const auto* single = std::get_if<float>(&value)) {
    to.set_float_value(*single);
  } else if (const auto* real = std::get_if<double>(&value)) {
    to.set_double_value(*real);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    to.set_boolean_value(*flag);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    to.set_string_value(*text);
  } else {
    return false;
  }
  return true;
}

void write(wire::Payload_Metric& to, const SparkplugMetric& metric);

void write(wire::Payload_DataSet& to, const SparkplugDataSet& table) {
  to.set_num_of_columns(table.columns.size());
  for (const std::string& column : table.columns) to.add_columns(column);
  for (const Type type : table.types) to.add_types(static_cast<std::uint32_t>(type));
  for (const auto& row : table.rows) {
    auto& cells = *to.add_rows();
    for (std::size_t i = 0; i < row.size(); ++i) {
      write_simple(*cells.add_elements(), row[i], i < table.types.size() ? table.types[i] : Type::unknown);
    }
  }
}

void write(wire::Payload_Template& to, const SparkplugTemplate& structure) {
  if (!structure.version.empty()) to.set_version(structure.version);
  // A definition has no reference, and everything says whether it is one.
  if (!structure.reference.empty()) to.set_template_ref(structure.reference);
  to.set_is_definition(structure.is_definition);
  for (const auto& parameter : structure.parameters) {
    auto& added = *to.add_parameters();
    added.set_name(parameter.name);
    added.set_type(static_cast<std::uint32_t>(parameter.type));
    write_simple(added, parameter.value, parameter.type);
  }
  for (const SparkplugMetric& metric : structure.metrics) write(*to.add_metrics(), metric);
}

void write_value(wire::Payload_Metric& to, const SparkplugMetric& metric) {
  if (is_null(metric.value)) {
    to.set_is_null(true);
  } else if (const auto* bytes = std::get_if<SparkplugBytes>(&metric.value)) {
    to.set_bytes_value(bytes->data);
  } else if (const auto* table = std::get_if<Shared<SparkplugDataSet>>(&metric.value)) {
    write(*to.mutable_dataset_value(), *table->content);
  } else if (const auto* structure = std::get_if<Shared<SparkplugTemplate>>(&metric.value)) {
    write(*to.mutable_template_value(), *structure->content);
  } else if (auto array = packed_array(metric.value, metric.datatype)) {
    to.set_bytes_value(*std::move(array));
  } else {
    write_simple(to, metric.value, metric.datatype);
  }
}

void write(wire::Payload_Metric& to, const SparkplugMetric& metric) {
  if (!metric.name.empty()) to.set_name(metric.name);
  if (metric.alias) to.set_alias(*metric.alias);
  if (metric.timestamp) to.set_timestamp(sparkplug_milliseconds(*metric.timestamp));
  if (metric.datatype != Type::unknown) to.set_datatype(static_cast<std::uint32_t>(metric.datatype));
  if (metric.is_historical) to.set_is_historical(true);
  if (metric.is_transient) to.set_is_transient(true);
  if (metric.quality) {
    auto& properties = *to.mutable_properties();
    properties.add_keys("Quality");
    auto& value = *properties.add_values();
    value.set_type(static_cast<std::uint32_t>(Type::int32));
    value.set_int_value(static_cast<std::uint32_t>(*metric.quality));
  }
  write_value(to, metric);
}

}  // namespace

std::string encode_sparkplug(const SparkplugPayload& payload) {
  google::protobuf::Arena arena;
  auto& to = *google::protobuf::Arena::CreateMessage<wire::Payload>(&arena);
  if (payload.timestamp) to.set_timestamp(sparkplug_milliseconds(*payload.timestamp));
  for (const SparkplugMetric& metric : payload.metrics) write(*to.add_metrics(), metric);
  if (payload.seq) to.set_seq(*payload.seq);
  if (!payload.uuid.empty()) to.set_uuid(payload.uuid);
  if (!payload.body.empty()) to.set_body(payload.body);
  return to.SerializeAsString();
}

}  // namespace openspc::connect
