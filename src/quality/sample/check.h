// Whether what arrives is a sample of the characteristic, and what it says. Called by intake and by the sample service
// (edits), inside the database job, since the characteristic decides. Pure functions.
//
// Errors: bad_request says what the characteristic wants instead; invalid (422) names the member that is wrong in
// itself or does not go with the kind of data.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/error.h"
#include "base/time.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/limits.h"
#include "quality/sample/intake.h"

namespace openspc::quality::sample {

/// A sample that fits its characteristic.
struct CheckedSample {
  judge::SampleStatistics statistics;
  std::int64_t actual_n = 1;  // readings, or whole items inspected
  bool is_undersized = false;
  std::optional<double> defect_count, inspected_size;  // attribute data only; the size is always there
};

CheckedSample check_sample(const judge::Characteristic& characteristic, std::span<const double> measurements,
                           std::optional<double> defect_count, std::optional<double> inspected_size);

/// All of these for a sample as it arrives. Throws what they throw.
CheckedSample check_input(const judge::Characteristic& characteristic, const SampleInput& input, base::Timestamp now);
/// The messages of a refusal as one line for people.
std::string reason_of(const base::Error& refusal);

/// Refuses a time of measurement before 1970 or more than a day ahead of `now`.
void check_timestamp(base::Timestamp timestamp, base::Timestamp now);

/// Lengths of the texts and of the key, for callers that no schema protects (batches, data from machines).
void check_texts(const SampleInput& sample);

inline constexpr std::size_t kMaxReferenceLength = 100;  // batch number, operator, serial number
inline constexpr std::size_t kMaxIdempotencyKeyLength = 200;

}  // namespace openspc::quality::sample
