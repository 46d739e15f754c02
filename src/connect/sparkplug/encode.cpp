#include <google/protobuf/arena.h>

#include "connect/sparkplug/payload.h"
#include "sparkplug_b.pb.h"

namespace openspc::connect::sparkplug {
namespace {

namespace wire = org::eclipse::tahu::protobuf;
bool has_32_bits(DataType type) {
  switch (type) {
    case DataType::int8:
    case DataType::int16:
    case DataType::int32:
    case DataType::uint8:
    case DataType::uint16:
    case DataType::uint32:
      return true;
    default:
      return false;
  }
}

template <class Wire>
void write_integer(Wire& to, std::uint64_t value, DataType type) {
  if (has_32_bits(type)) {
    to.set_int_value(static_cast<std::uint32_t>(value));
  } else {
    to.set_long_value(value);
  }
}

/// False for what only a metric may hold.
template <class Wire>
bool write_simple(Wire& to, const Value& value, DataType type) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    write_integer(to, static_cast<std::uint64_t>(*number), type);
  } else if (const auto* natural = std::get_if<std::uint64_t>(&value)) {
    write_integer(to, *natural, type);
  } else if (const auto* time = std::get_if<DateTime>(&value)) {
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

void write(wire::Payload_Metric& to, const Metric& metric);

void write(wire::Payload_DataSet& to, const DataSet& table) {
  to.set_num_of_columns(table.columns.size());
  for (const std::string& column : table.columns) to.add_columns(column);
  for (const DataType type : table.types) to.add_types(static_cast<std::uint32_t>(type));
  for (const auto& row : table.rows) {
    auto& cells = *to.add_rows();
    for (std::size_t i = 0; i < row.size(); ++i) {
      write_simple(*cells.add_elements(), row[i], i < table.types.size() ? table.types[i] : DataType::unknown);
    }
  }
}

void write(wire::Payload_Template& to, const Template& structure) {
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
  for (const Metric& metric : structure.metrics) write(*to.add_metrics(), metric);
}

void write_value(wire::Payload_Metric& to, const Metric& metric) {
  if (is_null(metric.value)) {
    to.set_is_null(true);
  } else if (const auto* bytes = std::get_if<Bytes>(&metric.value)) {
    to.set_bytes_value(bytes->data);
  } else if (const auto* table = std::get_if<Shared<DataSet>>(&metric.value)) {
    write(*to.mutable_dataset_value(), *table->content);
  } else if (const auto* structure = std::get_if<Shared<Template>>(&metric.value)) {
    write(*to.mutable_template_value(), *structure->content);
  } else if (auto array = packed_array(metric.value, metric.datatype)) {
    to.set_bytes_value(*std::move(array));
  } else {
    write_simple(to, metric.value, metric.datatype);
  }
}

void write(wire::Payload_Metric& to, const Metric& metric) {
  if (!metric.name.empty()) to.set_name(metric.name);
  if (metric.alias) to.set_alias(*metric.alias);
  if (metric.timestamp) to.set_timestamp(sparkplug_milliseconds(*metric.timestamp));
  if (metric.datatype != DataType::unknown) to.set_datatype(static_cast<std::uint32_t>(metric.datatype));
  if (metric.is_historical) to.set_is_historical(true);
  if (metric.is_transient) to.set_is_transient(true);
  if (metric.quality) {
    auto& properties = *to.mutable_properties();
    properties.add_keys("Quality");
    auto& value = *properties.add_values();
    value.set_type(static_cast<std::uint32_t>(DataType::int32));
    value.set_int_value(static_cast<std::uint32_t>(*metric.quality));
  }
  write_value(to, metric);
}

}  // namespace

std::string encode_sparkplug(const Payload& payload) {
  google::protobuf::Arena arena;
  auto& to = *google::protobuf::Arena::CreateMessage<wire::Payload>(&arena);
  if (payload.timestamp) to.set_timestamp(sparkplug_milliseconds(*payload.timestamp));
  for (const Metric& metric : payload.metrics) write(*to.add_metrics(), metric);
  if (payload.seq) to.set_seq(*payload.seq);
  if (!payload.uuid.empty()) to.set_uuid(payload.uuid);
  if (!payload.body.empty()) to.set_body(payload.body);
  return to.SerializeAsString();
}

}  // namespace openspc::connect::sparkplug
