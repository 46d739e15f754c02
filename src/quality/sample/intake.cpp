#include "quality/sample/intake.h"

#include <algorithm>
#include <exception>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>

#include "base/error.h"
#include "peers/heard.h"
#include "plants/events.h"
#include "quality/sample/check.h"
#include "quality/sample/intake_job.h"
#include "quality/sample/store.h"
#include "quality/sample/window.h"

namespace openspc::quality::sample {
namespace {

constexpr std::size_t kCachedWindows = 10'000;

// A refusal is a result of the job, not an exception out of it: nothing was written, so nothing needs to be rolled
// back, and a stream of bad samples does not cost the characteristic its window.
template <class T>
using Settled = std::variant<T, std::exception_ptr>;

template <class T>
T take(Settled<T> settled) {
  if (auto* refusal = std::get_if<std::exception_ptr>(&settled)) std::rethrow_exception(*refusal);
  return std::get<T>(std::move(settled));
}

// A retry sends what was sent before. An edited sample no longer says what that was.
bool is_same(const SampleRow& stored, const SampleInput& input) {
  if (stored.is_modified) return true;
  if (input.defect_count != stored.defect_count) return false;
  if (input.inspected_size && input.inspected_size != stored.inspected_size) return false;
  return input.measurements == stored.measurements;
}

std::optional<SampleRow> find_replayed(db::Session& session, const Window& window, const SampleInput& input) {
  if (!input.idempotency_key) return std::nullopt;
  auto stored = find_sample_by_key(session, window.characteristic.series(), *input.idempotency_key);
  if (stored && !is_same(*stored, input))
    throw base::conflict("The idempotency key '" + *input.idempotency_key + "' was used for another sample");
  return stored;
}

std::vector<judge::SampleWarning> doubts_about(const Window& window, const SampleInput& input) {
  return warnings_of(window.characteristic, input.measurements, input.defect_count, input.inspected_size);
}

// A sample of a batch that fits and is new, and when it was measured.
struct Accepted {
  const SampleInput* input;
  CheckedSample checked;
  base::Timestamp timestamp;
};

}  // namespace

class Intake::Impl {
 public:
  Impl(db::Database& database, base::EventBus& events, const base::Clock& clock)
      : database_(database), events_(events), clock_(clock), windows_(kCachedWindows) {
    peers::hear_at_once<plants::CharacteristicsDeleted>(events, listening_, [this](const auto& event) {
      for (const base::CharacteristicId id : event.characteristics) windows_.drop(id);
    });
    listening_.push_back(events.subscribe<peers::Missed>([this](const peers::Missed&) { windows_.clear(); }));
  }

  db::Database& database() { return database_; }
  void drop(base::CharacteristicId id) { windows_.drop(id); }

  Settled<SampleOutcome> run(db::Session& session, const SampleSubmission& submission) {
    const SampleInput& input = submission.sample;
    std::shared_ptr<Window> window;
    CheckedSample checked;
    const base::Timestamp now = clock_.now();
    try {
      window = open(session, submission.characteristic_id, submission.authorize);
      if (const auto known = find_replayed(session, *window, input))
        return SampleOutcome{.sample = describe_stored(session, *window, *known),
                             .replayed = true,
                             .warnings = doubts_about(*window, input)};
      checked = check(*window, input, now);
    } catch (const base::Error&) {
      return std::current_exception();
    }
    return guarded(*window, [&]() -> Settled<SampleOutcome> {
      IntakeJob job(session, *window, now, RuleEvaluation::on);
      job.store(input, checked, input.timestamp ? *input.timestamp : job.stamp());
      IntakeEvents events = job.finish();
      SampleOutcome outcome{
          .sample = events.processed.front(), .replayed = false, .warnings = doubts_about(*window, input)};
      conclude(session, *window, job, std::move(events));
      return outcome;
    });
  }

  Settled<BatchOutcome> run(db::Session& session, const BatchSubmission& submission) {
    std::shared_ptr<Window> window;
    try {
      window = open(session, submission.characteristic_id, submission.authorize);
    } catch (const base::Error&) {
      return std::current_exception();
    }
    return guarded(*window, [&]() -> Settled<BatchOutcome> {
      const base::Timestamp now = clock_.now();
      IntakeJob job(session, *window, now, submission.evaluation);
      BatchOutcome outcome;
      for (const Accepted& sample : accept(session, *window, submission.samples, now, job, outcome))
        job.store(*sample.input, sample.checked, sample.timestamp);
      IntakeEvents events = job.finish();
      conclude(session, *window, job, std::move(events));
      return outcome;
    });
  }

  /// As a whole job, after which the next one of the same transaction need not ask what the database says.
  template <class Submission>
  auto run_alone(db::Session& session, const Submission& submission) {
    auto outcome = run(session, submission);
    session.keep_epoch();
    if (const auto window = windows_.find(submission.characteristic_id)) window->epoch = session.epoch();
    return outcome;
  }

 private:
  // A job that fails half-way leaves the window ahead of the database: the next job must not see it.
  template <class Write>
  std::invoke_result_t<Write> guarded(const Window& window, Write write) {
    try {
      return write();
    } catch (...) {
      windows_.drop(window.characteristic.id);
      throw;
    }
  }

  // The window, dropped again should the commit of this transaction fail.
  std::shared_ptr<Window> open(db::Session& session, base::CharacteristicId id, const Authorize& authorize) {
    auto window = open_window(session, windows_, id);
    session.after_rollback([this, id] { windows_.drop(id); });
    if (authorize) authorize(session, window->plant, window->characteristic);
    return window;
  }

  static CheckedSample check(const Window& window, const SampleInput& input, base::Timestamp now) {
    return check_input(window.characteristic, input, now);
  }

  // Sorts out what is refused and what is stored already; the rest in the order of time.
  std::vector<Accepted> accept(db::Session& session, const Window& window, const std::vector<SampleInput>& samples,
                               base::Timestamp now, IntakeJob& job, BatchOutcome& outcome) {
    std::vector<Accepted> accepted;
    accepted.reserve(samples.size());
    std::unordered_map<std::string_view, const SampleInput*> keys;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const SampleInput& input = samples[i];
      try {
        if (!is_replay(session, window, input, keys)) {
          CheckedSample checked = check(window, input, now);
          if (input.idempotency_key) keys.emplace(*input.idempotency_key, &input);
          accepted.push_back({&input, checked, input.timestamp ? *input.timestamp : job.stamp()});
        }
        ++outcome.imported;
        for (judge::SampleWarning& warning : doubts_about(window, input))
          outcome.warnings.push_back({i, std::move(warning)});
      } catch (const base::Error& error) {
        outcome.errors.push_back({i, reason_of(error)});
      }
    }
    std::stable_sort(accepted.begin(), accepted.end(),
                     [](const Accepted& a, const Accepted& b) { return a.timestamp < b.timestamp; });
    return accepted;
  }

  // Stored before, or earlier in this very batch.
  static bool is_replay(db::Session& session, const Window& window, const SampleInput& input,
                        const std::unordered_map<std::string_view, const SampleInput*>& keys) {
    if (!input.idempotency_key) return false;
    const auto earlier = keys.find(*input.idempotency_key);
    if (earlier == keys.end()) return find_replayed(session, window, input).has_value();
    const SampleInput& first = *earlier->second;
    if (first.measurements != input.measurements || first.defect_count != input.defect_count ||
        first.inspected_size != input.inspected_size)
      throw base::conflict("The idempotency key '" + *input.idempotency_key + "' was used for another sample");
    return true;
  }

  void conclude(db::Session& session, const Window& window, const IntakeJob& job, IntakeEvents events) {
    if (job.is_disordered()) windows_.drop(window.characteristic.id);
    auto shared = std::make_shared<const IntakeEvents>(std::move(events));
    if (shared->empty()) return;
    session.after_commit([this, shared] { shared->publish(events_); });
    session.tell(
        {.text = [shared] { return shared->notices(); }, .deliver = [this, shared] { shared->deliver(events_); }});
  }

  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
  WindowCache windows_;
  std::vector<base::Subscription> listening_;  // last: it uses the windows
};

Intake::Intake(db::Database& database, base::EventBus& events, const base::Clock& clock)
    : impl_(std::make_unique<Impl>(database, events, clock)) {}

Intake::~Intake() = default;

base::Task<SampleOutcome> Intake::submit(SampleSubmission submission) {
  const auto job = [this, &submission](db::Session& session) { return impl_->run_alone(session, submission); };
  Settled<SampleOutcome> settled = co_await impl_->database().write_in_order(submission.characteristic_id.value, job);
  co_return take(std::move(settled));
}

base::Task<BatchOutcome> Intake::submit_batch(BatchSubmission submission) {
  const auto job = [this, &submission](db::Session& session) { return impl_->run_alone(session, submission); };
  Settled<BatchOutcome> settled = co_await impl_->database().write_in_order(submission.characteristic_id.value, job);
  co_return take(std::move(settled));
}

BatchOutcome Intake::submit_within(db::Session& session, const BatchSubmission& submission) {
  return take(impl_->run(session, submission));
}

void Intake::invalidate(base::CharacteristicId characteristic) {
  impl_->drop(characteristic);
}

}  // namespace openspc::quality::sample
