#include "quality/judge/plausibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/certain.h"

namespace openspc::quality::judge {
namespace {

// In sigma of single values. A process that just fills its specification has a sigma of a sixth of it.
constexpr double kReach = 12, kUsualReach = 4, kSigmasOfSpecification = 6;
constexpr double kFactorOfTarget = 5;

PlausibleRange around(double center, double half_width) {
  return {center - half_width, center + half_width};
}

// Where values are known to lie, widened `sigmas` times.
std::optional<PlausibleRange> known_range(const Characteristic& c, double sigmas) {
  if (c.stored_center_line && c.stored_sigma && *c.stored_sigma > 0)
    return around(*c.stored_center_line, sigmas * *c.stored_sigma);
  if (c.is_attribute()) return std::nullopt;
  if (c.usl && c.lsl && *c.usl > *c.lsl)
    return around(*c.lsl / 2 + *c.usl / 2, sigmas * (*c.usl - *c.lsl) / kSigmasOfSpecification);
  const std::optional<double> limit = c.usl ? c.usl : c.lsl;
  if (limit && c.target_value && *limit != *c.target_value)
    return around(*c.target_value, sigmas * 2 * std::abs(*limit - *c.target_value) / kSigmasOfSpecification);
  return std::nullopt;
}

// Bounds of plotted statistics as bounds of counts.
PlausibleRange of_counts(const Characteristic& c, const PlausibleRange& plotted) {
  const bool is_rate = c.data_type == DataType::p || c.data_type == DataType::u;
  const double size = is_rate ? static_cast<double>(c.subgroup_size) : 1;
  return {std::nullopt, base::certain(plotted.high) * size};
}

// More was inspected than planned: more is found.
double scaled_to_plan(const Characteristic& c, double count, std::optional<double> inspected_size) {
  const auto planned = static_cast<double>(c.subgroup_size);
  if (!inspected_size || *inspected_size <= planned) return count;
  return count * planned / *inspected_size;
}

struct Slip {
  std::string_view code, how;
  double meant = 0;
};

// What was probably meant, if that is a usual value.
std::optional<Slip> slip_of(const Characteristic& c, double value) {
  const auto usual = known_range(c, kUsualReach);
  // Around zero every value has the digits of a usual one.
  if (!usual || c.is_attribute() || usual->holds(0)) return std::nullopt;
  for (const double factor : {0.1, 10.0, 0.01, 100.0, 0.001, 1000.0})
    if (usual->holds(value * factor)) return Slip{"decimal_point", "with the decimal point moved", value * factor};
  const std::array<Slip, 4> units{{{"unit", "if it was read in millimetres", value / 25.4},
                                   {"unit", "if it was read in inches", value * 25.4},
                                   {"unit", "if it was read in degrees Fahrenheit", (value - 32) / 1.8},
                                   {"unit", "if it was read in degrees Celsius", value * 1.8 + 32}}};
  for (const Slip& slip : units)
    if (usual->holds(slip.meant)) return slip;
  return std::nullopt;
}

std::string bounds_text(const PlausibleRange& range, std::int64_t decimals) {
  const auto text = [&](double bound) { return fmt::format("{:.{}f}", bound, decimals); };
  if (range.low && range.high) return text(*range.low) + " to " + text(*range.high);
  if (range.low) return "at least " + text(*range.low);
  return "at most " + text(base::certain(range.high));
}

SampleWarning warning_of(const Characteristic& c, const PlausibleRange& range, double value, std::string field) {
  const auto slip = slip_of(c, value);
  std::string message = fmt::format("{} is far from what '{}' usually has ({})", value, c.name,
                                    bounds_text(range, c.is_attribute() ? 0 : c.decimal_precision));
  if (slip) message += fmt::format("; {} it would be {:.{}f}", slip->how, slip->meant, c.decimal_precision);
  return {.code = std::string(slip ? slip->code : "far_from_process"),
          .message = std::move(message),
          .field = std::move(field)};
}

}  // namespace

PlausibleRange plausible_range(const Characteristic& c) {
  if (const auto known = known_range(c, kReach)) return c.is_attribute() ? of_counts(c, *known) : *known;
  const std::optional<double> center = c.stored_center_line ? c.stored_center_line : c.target_value;
  if (c.is_attribute() || !center || *center == 0) return {};
  // By value: what std::minmax says of temporaries is gone with them.
  const double near_zero = *center / kFactorOfTarget, far_out = *center * kFactorOfTarget;
  return {std::min(near_zero, far_out), std::max(near_zero, far_out)};
}

std::vector<SampleWarning> warnings_of(const Characteristic& characteristic, std::span<const double> measurements,
                                       std::optional<double> defect_count, std::optional<double> inspected_size) {
  const PlausibleRange range = plausible_range(characteristic);
  std::vector<SampleWarning> warnings;
  for (std::size_t i = 0; i < measurements.size(); ++i)
    if (!range.holds(measurements[i]))
      warnings.push_back(warning_of(characteristic, range, measurements[i], "measurements." + std::to_string(i)));
  if (defect_count && !range.holds(scaled_to_plan(characteristic, *defect_count, inspected_size)))
    warnings.push_back(warning_of(characteristic, range, *defect_count, "defect_count"));
  return warnings;
}

}  // namespace openspc::quality::judge
