#include "quality/sample/check.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace openspc::quality::sample {
namespace {

base::Error wrong(std::string_view member, const std::string& message, boost::json::value input) {
  return base::invalid_field({"body", member}, "value_error", "Value error, " + message, std::move(input),
                             {{"error", boost::json::object()}});
}

std::string plural(std::int64_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

void check_count(const judge::Characteristic& characteristic, std::int64_t n) {
  if (n > judge::kMaxReadings)
    throw base::bad_request("A sample has at most " + plural(judge::kMaxReadings, "measurement"));
  if (n < characteristic.min_measurements)
    throw base::bad_request("The sample has " + plural(n, "measurement") + "; '" + characteristic.name +
                            "' needs at least " + std::to_string(characteristic.min_measurements));
  // The other modes judge each sample by its own size.
  if (characteristic.subgroup_mode == judge::SubgroupMode::NOMINAL_TOLERANCE && n > characteristic.subgroup_size)
    throw base::bad_request("The sample has " + plural(n, "measurement") + "; '" + characteristic.name +
                            "' takes at most " + std::to_string(characteristic.subgroup_size) +
                            " (its subgroup size, in mode NOMINAL_TOLERANCE)");
}

CheckedSample check_variable(const judge::Characteristic& characteristic, std::span<const double> measurements,
                             std::optional<double> defect_count, std::optional<double> inspected_size) {
  if (defect_count) throw wrong("defect_count", "'" + characteristic.name + "' takes measurements", *defect_count);
  if (inspected_size)
    throw wrong("inspected_size", "'" + characteristic.name + "' takes measurements", *inspected_size);
  // The comparison is false for NaN as well.
  if (!std::all_of(measurements.begin(), measurements.end(),
                   [](double x) { return std::abs(x) <= judge::kLargestNumber; }))
    throw wrong("measurements", "measurements must be finite numbers between -1e100 and 1e100", nullptr);
  const auto n = static_cast<std::int64_t>(measurements.size());
  check_count(characteristic, n);
  CheckedSample checked;
  checked.statistics = judge::statistics_of(measurements);
  checked.actual_n = n;
  checked.is_undersized = is_undersized(characteristic, n);
  return checked;
}

bool is_whole(double value) {
  return std::floor(value) == value;
}

CheckedSample check_attribute(const judge::Characteristic& characteristic, std::span<const double> measurements,
                              std::optional<double> defect_count, std::optional<double> inspected_size) {
  const std::string name = "'" + characteristic.name + "'";
  if (!measurements.empty())
    throw wrong("measurements", name + " counts defects: send defect_count and inspected_size", nullptr);
  if (!defect_count)
    throw base::invalid_field({"body", "defect_count"}, "missing", "Field required: " + name + " counts defects");
  const double count = *defect_count;
  const double size = inspected_size.value_or(static_cast<double>(characteristic.subgroup_size));
  const bool of_items =
      characteristic.data_type == judge::DataType::p || characteristic.data_type == judge::DataType::np;
  if (!std::isfinite(count) || count < 0 || !is_whole(count) || count > static_cast<double>(judge::kMaxInspectedSize))
    throw wrong("defect_count",
                "defect_count must be a whole number from 0 to " + std::to_string(judge::kMaxInspectedSize), count);
  if (!std::isfinite(size) || size <= 0 || size > static_cast<double>(judge::kMaxInspectedSize))
    throw wrong("inspected_size",
                "inspected_size must be above 0 and at most " + std::to_string(judge::kMaxInspectedSize), size);
  if (of_items && !is_whole(size))
    throw wrong("inspected_size", "inspected_size must be a whole number of items", size);
  if (of_items && count > size)
    throw wrong("defect_count", "defect_count cannot exceed the number of items inspected", count);
  CheckedSample checked;
  checked.statistics = judge::statistics_of(characteristic.data_type, count, size);
  if (!std::isfinite(checked.statistics.value))
    throw wrong("inspected_size", "inspected_size is too small for a rate", size);
  checked.actual_n = std::max<std::int64_t>(1, static_cast<std::int64_t>(size));
  // Inspected sizes vary by nature; a smaller one is worth a mark only where somebody said from which on.
  checked.is_undersized = of_items && checked.actual_n < characteristic.warn_below_count.value_or(0);
  checked.defect_count = count;
  checked.inspected_size = size;
  return checked;
}

// Databases other than a file keep neither NUL nor what is no UTF-8, as a header may hold.
void check_text(const std::optional<std::string>& text, std::size_t limit, std::string_view member) {
  if (text && !base::is_utf8(*text)) throw base::invalid_field({"body", member}, "value_error", "Text must be UTF-8");
  if (text && text->find('\0') != std::string::npos)
    throw base::invalid_field({"body", member}, "value_error", "Text must not hold the character NUL (U+0000)",
                              boost::json::string(*text));
  if (text && base::utf8_count(*text) > limit)
    throw base::invalid_field({"body", member}, "string_too_long",
                              "String should have at most " + std::to_string(limit) + " characters",
                              boost::json::string(*text), {{"max_length", limit}});
}

}  // namespace

CheckedSample check_sample(const judge::Characteristic& characteristic, std::span<const double> measurements,
                           std::optional<double> defect_count, std::optional<double> inspected_size) {
  return characteristic.is_attribute() ? check_attribute(characteristic, measurements, defect_count, inspected_size)
                                       : check_variable(characteristic, measurements, defect_count, inspected_size);
}

void check_timestamp(base::Timestamp timestamp, base::Timestamp now) {
  using namespace std::chrono_literals;
  if (timestamp < base::Timestamp{})
    throw wrong("timestamp", "timestamp must not be before 1970", boost::json::string(base::to_iso8601(timestamp)));
  if (timestamp > now + 24h)
    throw wrong("timestamp", "timestamp must not be more than a day ahead of the server",
                boost::json::string(base::to_iso8601(timestamp)));
}

void check_texts(const SampleInput& sample) {
  check_text(sample.batch_number, kMaxReferenceLength, "batch_number");
  check_text(sample.operator_id, kMaxReferenceLength, "operator_id");
  check_text(sample.serial_number, kMaxReferenceLength, "serial_number");
  check_text(sample.idempotency_key, kMaxIdempotencyKeyLength, "idempotency_key");
  if (sample.idempotency_key && sample.idempotency_key->empty())
    throw base::invalid_field({"body", "idempotency_key"}, "string_too_short",
                              "String should have at least 1 character", "", {{"min_length", 1}});
}

CheckedSample check_input(const judge::Characteristic& characteristic, const SampleInput& input, base::Timestamp now) {
  check_texts(input);
  if (input.timestamp) check_timestamp(*input.timestamp, now);
  return check_sample(characteristic, input.measurements, input.defect_count, input.inspected_size);
}

std::string reason_of(const base::Error& refusal) {
  if (refusal.fields().empty()) return refusal.detail();
  std::string reason;
  for (const base::FieldError& field : refusal.fields()) {
    std::string_view message = field.msg;
    if (constexpr std::string_view prefix = "Value error, "; message.starts_with(prefix))
      message.remove_prefix(prefix.size());
    if (!reason.empty()) reason += "; ";
    reason += message;
  }
  return reason;
}

}  // namespace openspc::quality::sample
