// The one way by which a measurement becomes a sample: counts checked, statistics computed, rules judged in O(1) over
// the characteristic's rolling window, everything stored in one durable write, events published after the commit.
// Called by the sample routes, data entry and the links to machines.
//
// Threads: submit from any coroutine; submissions of one characteristic are judged one after another in the order of
// the calls, on the database's writer thread. The window is a cache of the database: whatever else changes samples,
// limits or rules calls `touch` inside its own write, and the next submission rebuilds the window.
// Errors: not_found (characteristic), bad_request (the sample does not fit the characteristic), conflict (idempotency
// key used for another sample), invalid (a field), and whatever `authorize` throws.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/events.h"
#include "quality/judge/plausibility.h"

namespace openspc::quality::sample {

// One sample as it arrives. Variable data carries readings, attribute data a count and what it was found in.
struct SampleInput {
  std::vector<double> measurements{};
  std::optional<double> defect_count{};
  std::optional<double> inspected_size{};
  std::optional<base::Timestamp> timestamp{};  // of the measurement; server time when absent
  std::optional<std::string> batch_number{};
  std::optional<std::string> operator_id{};
  std::optional<std::string> serial_number{};    // of the part, as a machine sends it
  bool is_uncertain = false;                     // the machine doubts a reading of it
  std::optional<std::string> idempotency_key{};  // unique within the characteristic: a retry stores nothing new
};

// Throws forbidden unless the caller may enter samples of this characteristic of the plant. Empty for sources that were
// authorized beforehand.
using Authorize = std::function<void(db::Session&, base::PlantId, const judge::Characteristic&)>;

struct SampleSubmission {
  base::CharacteristicId characteristic_id;
  SampleInput sample;
  Authorize authorize;
};

struct SampleOutcome {
  judge::SampleProcessed sample;
  bool replayed = false;  // the idempotency key was known: this is the sample stored the first time
  std::vector<judge::SampleWarning> warnings{};
};

enum class RuleEvaluation { on, skipped };

struct BatchSubmission {
  base::CharacteristicId characteristic_id;
  std::vector<SampleInput> samples;
  RuleEvaluation evaluation = RuleEvaluation::on;
  Authorize authorize;
};

struct BatchError {
  std::size_t index = 0;  // 0-based
  std::string reason;
};

struct BatchWarning {
  std::size_t index = 0;
  judge::SampleWarning warning;
};

struct BatchOutcome {
  std::int64_t imported = 0;  // replayed ones included: they are stored
  std::vector<BatchError> errors;
  std::vector<BatchWarning> warnings{};  // of samples that are stored
};

class Intake {
 public:
  Intake(db::Database& database, base::EventBus& events, const base::Clock& clock);
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  ~Intake();

  [[nodiscard]] base::Task<SampleOutcome> submit(SampleSubmission submission);
  // All samples in one durable write. A sample that does not fit is reported and harms no other.
  [[nodiscard]] base::Task<BatchOutcome> submit_batch(BatchSubmission submission);

  // For sources that write what they remember in the same transaction: stores the batch inside the caller's own write,
  // on the writer thread. Throws what submit_batch throws; the caller's job must fail on anything but a refusal of the
  // characteristic itself, which has written nothing.
  BatchOutcome submit_within(db::Session& session, const BatchSubmission& submission);

  // Drops the cached window; correctness does not depend on it (see touch), memory and freshness after odd failures do.
  void invalidate(base::CharacteristicId characteristic);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::quality::sample
