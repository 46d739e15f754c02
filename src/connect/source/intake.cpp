#include "connect/source/intake.h"

#include <utility>

#include "base/error.h"
#include "connect/source/store.h"

namespace openspc::connect::source {
namespace {

// Rejections and doubts are told with their last example: bounded, whatever machines send.
constexpr std::size_t kShownExample = 500;

}  // namespace

quality::sample::SampleInput sample_of(const ReadingSource& source, Subgroup subgroup) {
  quality::sample::SampleInput input{.timestamp = subgroup.timestamp,
                                     .batch_number = std::move(subgroup.batch_number),
                                     .operator_id = std::move(subgroup.operator_id),
                                     .serial_number = std::move(subgroup.serial_number),
                                     .is_uncertain = subgroup.is_uncertain};
  if (source.counts) {
    input.defect_count = subgroup.values.front();
  } else {
    input.measurements = std::move(subgroup.values);
  }
  return input;
}

// What a batch adds to the counts, once it is durable.
struct Intake::Tally {
  std::map<base::DataSourceId, IntakeCounts> sources;
  std::int64_t messages = 0, redelivered = 0;
  base::Timestamp arrived;

  IntakeCounts& of(base::DataSourceId source) { return sources[source]; }
  void reject(base::DataSourceId source, std::string_view reason) {
    IntakeCounts& counts = of(source);
    ++counts.rejected;
    counts.last_rejection = payload::printable_excerpt(reason, kShownExample);
  }
};

void Intake::Batch::count_messages(std::size_t messages, std::size_t redelivered) {
  tally_.messages += static_cast<std::int64_t>(messages);
  tally_.redelivered += static_cast<std::int64_t>(redelivered);
}

void Intake::Batch::add(std::size_t i, payload::Reading reading, std::string_view origin) {
  const ReadingSource& source = owner_.sources_[i];
  IntakeCounts& counts = tally_.of(source.id);
  ++counts.messages;
  counts.last_message_at = arrived_;
  counts.last_value = reading.value;
  const bool is_uncertain = reading.is_uncertain;
  Judgement judgement = collector(i).take(std::move(reading), origin, arrived_, [&](std::int64_t fingerprint) {
    return source_store::remember_reading(session_, source.id, fingerprint, arrived_);
  });
  if (judgement.time_doubt) {
    ++counts.time_doubts;
    counts.last_time_doubt = payload::printable_excerpt(*judgement.time_doubt, kShownExample);
  }
  if (judgement.outcome == Judgement::Outcome::repeated) {
    ++counts.duplicates;
    return;
  }
  if (is_uncertain) ++counts.uncertain;
  counts.closed_early += static_cast<std::int64_t>(judgement.closed_early);
  keep(i, std::move(judgement.completed));
}

void Intake::Batch::refuse(std::size_t i, std::string_view reason) {
  const base::DataSourceId source = owner_.sources_[i].id;
  IntakeCounts& counts = tally_.of(source);
  ++counts.messages;
  counts.last_message_at = arrived_;
  tally_.reject(source, reason);
}

void Intake::Batch::leave_out_birth(std::size_t i) {
  ++tally_.of(owner_.sources_[i].id).births_left_out;
}

void Intake::Batch::begin_from(std::size_t i, double value) {
  IntakeCounts& counts = tally_.of(owner_.sources_[i].id);
  ++counts.messages;
  counts.last_message_at = arrived_;
  counts.last_value = value;
  collector(i).begin_from(value);
  keep(i, {});
}

void Intake::Batch::trigger(std::size_t i, const IsMeant& is_meant) {
  keep(i, collector(i).trigger(is_meant));
}

void Intake::Batch::expire() {
  for (std::size_t i = 0; i < owner_.sources_.size(); ++i) {
    const auto due = collector(i).deadline();
    if (due && *due <= arrived_) keep(i, collector(i).expire(arrived_));
  }
}

void Intake::Batch::finish() {
  for (auto& [i, samples] : touched_) {
    const ReadingSource& source = owner_.sources_[i];
    if (!samples.empty()) store(source, std::move(samples));
    collector(i).save_changes([&](const std::string& origin, const boost::json::object* state) {
      if (state != nullptr) {
        source_store::save_subgroup(session_, source.id, origin, *state, arrived_);
      } else {
        source_store::forget_subgroup(session_, source.id, origin);
      }
    });
  }
}

SubgroupCollector& Intake::Batch::collector(std::size_t i) {
  return owner_.collector_of(session_, owner_.sources_[i]);
}

void Intake::Batch::keep(std::size_t i, std::vector<Subgroup> subgroups) {
  auto& samples = touched_[i];
  for (Subgroup& subgroup : subgroups) samples.push_back(sample_of(owner_.sources_[i], std::move(subgroup)));
}

void Intake::Batch::store(const ReadingSource& source, std::vector<quality::sample::SampleInput> samples) {
  try {
    const auto outcome = owner_.intake_.submit_within(
        session_, {.characteristic_id = source.characteristic, .samples = std::move(samples), .authorize = {}});
    IntakeCounts& counts = tally_.of(source.id);
    counts.samples += outcome.imported;
    if (outcome.imported > 0) counts.last_sample_at = arrived_;
    for (const quality::sample::BatchError& error : outcome.errors) tally_.reject(source.id, error.reason);
  } catch (const base::Error& error) {
    if (error.kind() == base::ErrorKind::unavailable) throw;
    tally_.reject(source.id, error.detail());
  }
}

Intake::Intake(db::HeldLease lease, db::Database& database, quality::sample::Intake& intake, const base::Clock& clock)
    : lease_(std::move(lease)), database_(database), intake_(intake), clock_(clock) {}

Intake::~Intake() = default;

void Intake::use(std::vector<ReadingSource> sources) {
  sources_ = std::move(sources);
  std::map<base::DataSourceId, SubgroupCollector> kept;
  for (const ReadingSource& source : sources_) {
    const auto known = collectors_.find(source.id);
    if (known == collectors_.end()) continue;
    known->second.configure(source);
    kept.emplace(source.id, std::move(known->second));
  }
  collectors_ = std::move(kept);
  expiry_known_ = false;
}

SubgroupCollector& Intake::collector_of(db::Session& session, const ReadingSource& source) {
  const auto known = collectors_.find(source.id);
  if (known != collectors_.end()) return known->second;
  SubgroupCollector collector(source);
  for (const auto& [origin, state] : source_store::load_subgroups(session, source.id)) collector.restore(origin, state);
  return collectors_.emplace(source.id, std::move(collector)).first->second;
}

void Intake::write(base::Timestamp arrived, const Fill& fill) {
  Tally tally;
  database_.write_now([&](db::Session& session) {
    // Whether it runs again or not: what it did to the subgroups is not what the database says.
    session.after_rollback([this] { collectors_.clear(); });
    db::Leases::require(session, lease_);
    tally = {.sources = {}, .messages = 0, .redelivered = 0, .arrived = arrived};
    Batch batch(*this, session, arrived, tally);
    fill(session, batch);
    batch.finish();
  });
  publish(tally);
}

void Intake::expire() {
  write(clock_.now(), [](db::Session&, Batch& batch) { batch.expire(); });
  expiry_known_ = true;
}

void Intake::publish(const Tally& tally) {
  std::optional<base::Timestamp> deadline;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, collector] : collectors_) {
    by_source_[id].pending = static_cast<std::int64_t>(collector.pending());
    by_source_[id].clock_off = collector.clock_off();
    by_source_[id].open_subgroups = static_cast<std::int64_t>(collector.open_subgroups());
    const auto due = collector.deadline();
    if (due && (!deadline || *due < *deadline)) deadline = due;
  }
  deadline_ = deadline;
  total_.messages += tally.messages;
  total_.duplicates += tally.redelivered;
  if (tally.messages > 0) total_.last_message_at = tally.arrived;
  for (const auto& [id, added] : tally.sources) {
    for (IntakeCounts* counts : {&by_source_[id], &total_}) {
      counts->samples += added.samples;
      counts->rejected += added.rejected;
      counts->duplicates += added.duplicates;
      counts->uncertain += added.uncertain;
      counts->time_doubts += added.time_doubts;
      counts->births_left_out += added.births_left_out;
      counts->closed_early += added.closed_early;
      if (added.last_sample_at) counts->last_sample_at = added.last_sample_at;
      if (added.last_rejection) counts->last_rejection = added.last_rejection;
      if (added.last_time_doubt) counts->last_time_doubt = added.last_time_doubt;
    }
    IntakeCounts& counts = by_source_[id];
    counts.messages += added.messages;
    if (added.last_value) counts.last_value = added.last_value;
    if (added.last_message_at) counts.last_message_at = added.last_message_at;
  }
}

std::optional<base::Timestamp> Intake::deadline() const {
  // Subgroups that an earlier run left behind are found by a first look.
  if (!expiry_known_ && !sources_.empty()) return base::earliest_timestamp();
  const std::lock_guard lock(mutex_);
  return deadline_;
}

void Intake::note_messages(std::size_t count, base::Timestamp arrived) {
  const std::lock_guard lock(mutex_);
  total_.messages += static_cast<std::int64_t>(count);
  total_.last_message_at = arrived;
}

void Intake::reject(std::string_view reason) {
  const std::lock_guard lock(mutex_);
  ++total_.rejected;
  total_.last_rejection = payload::printable_excerpt(reason, kShownExample);
}

void Intake::note_lag(std::chrono::microseconds lag) {
  const std::lock_guard lock(mutex_);
  lag_ = lag;
}

IntakeCounts Intake::counts() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

std::map<base::DataSourceId, IntakeCounts> Intake::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  return by_source_;
}

std::optional<std::chrono::microseconds> Intake::lag() const {
  const std::lock_guard lock(mutex_);
  return lag_;
}

}  // namespace openspc::connect::source
