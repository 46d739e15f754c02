#include "connect/source_intake.h"

#include <cstring>
#include <utility>

#include "base/error.h"
#include "connect/fingerprint.h"
#include "connect/ingest_store.h"

namespace openspc::connect {
namespace {

// A clock that runs ahead by more than this, or that never was set, says nothing.
constexpr std::chrono::minutes kAhead{5};
constexpr base::Timestamp kBeforeAnyMachine = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);

bool is_plausible(base::Timestamp time, base::Timestamp now) {
  return time >= kBeforeAnyMachine && time <= now + kAhead;
}

std::int64_t fingerprint_of(const Reading& reading) {
  std::string text(sizeof(double) + sizeof(std::int64_t), '\0');
  const std::int64_t time = reading.timestamp->time_since_epoch().count();
  std::memcpy(text.data(), &reading.value, sizeof reading.value);
  std::memcpy(text.data() + sizeof reading.value, &time, sizeof time);
  return fingerprint(text + reading.serial_number.value_or(""));
}

quality::SampleInput sample_of(const ReadingSource& source, Subgroup subgroup) {
  quality::SampleInput input{.timestamp = subgroup.timestamp,
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

}  // namespace

// What a batch adds to the counts, once it is durable.
struct SourceIntake::Tally {
  std::map<base::DataSourceId, IntakeCounts> sources;
  std::int64_t messages = 0, redelivered = 0;
  base::Timestamp arrived;

  IntakeCounts& of(base::DataSourceId source) { return sources[source]; }
  void reject(base::DataSourceId source, std::string reason) {
    IntakeCounts& counts = of(source);
    ++counts.rejected;
    counts.last_rejection = std::move(reason);
  }
};

void SourceIntake::Batch::count_messages(std::size_t messages, std::size_t redelivered) {
  tally_.messages += static_cast<std::int64_t>(messages);
  tally_.redelivered += static_cast<std::int64_t>(redelivered);
}

void SourceIntake::Batch::add(std::size_t i, Reading reading) {
  const ReadingSource& source = owner_.sources_[i];
  IntakeCounts& counts = tally_.of(source.id);
  ++counts.messages;
  counts.last_message_at = arrived_;
  counts.last_value = reading.value;
  if (reading.timestamp && !is_plausible(*reading.timestamp, arrived_)) reading.timestamp.reset();
  if (source.remembers_time && reading.timestamp &&
      !ingest_store::remember_reading(session_, source.id, fingerprint_of(reading), arrived_)) {
    ++counts.duplicates;
    return;
  }
  keep(i, buffer(i).add(reading, arrived_));
}

void SourceIntake::Batch::refuse(std::size_t i, std::string reason) {
  const base::DataSourceId source = owner_.sources_[i].id;
  IntakeCounts& counts = tally_.of(source);
  ++counts.messages;
  counts.last_message_at = arrived_;
  tally_.reject(source, std::move(reason));
}

void SourceIntake::Batch::trigger(std::size_t i) {
  keep(i, buffer(i).trigger());
}

void SourceIntake::Batch::expire() {
  for (std::size_t i = 0; i < owner_.sources_.size(); ++i) {
    const auto due = buffer(i).deadline();
    if (due && *due <= arrived_) keep(i, buffer(i).expire(arrived_));
  }
}

void SourceIntake::Batch::finish() {
  for (auto& [i, samples] : touched_) {
    const ReadingSource& source = owner_.sources_[i];
    if (!samples.empty()) store(source, std::move(samples));
    ingest_store::save_buffer(session_, source.id, buffer(i).state(), arrived_);
  }
}

SubgroupBuffer& SourceIntake::Batch::buffer(std::size_t i) {
  return owner_.buffer_of(session_, owner_.sources_[i]);
}

void SourceIntake::Batch::keep(std::size_t i, std::optional<Subgroup> subgroup) {
  auto& samples = touched_[i];
  if (subgroup) samples.push_back(sample_of(owner_.sources_[i], std::move(*subgroup)));
}

void SourceIntake::Batch::store(const ReadingSource& source, std::vector<quality::SampleInput> samples) {
  try {
    const auto outcome = owner_.intake_.submit_within(
        session_, {.characteristic_id = source.characteristic, .samples = std::move(samples), .authorize = {}});
    IntakeCounts& counts = tally_.of(source.id);
    counts.samples += outcome.imported;
    if (outcome.imported > 0) counts.last_sample_at = arrived_;
    for (const quality::BatchError& error : outcome.errors) tally_.reject(source.id, error.reason);
  } catch (const base::Error& error) {
    if (error.kind() == base::ErrorKind::unavailable) throw;
    tally_.reject(source.id, error.detail());
  }
}

SourceIntake::SourceIntake(db::HeldLease lease, db::Database& database, quality::SampleIntake& intake,
                           const base::Clock& clock)
    : lease_(std::move(lease)), database_(database), intake_(intake), clock_(clock) {}

SourceIntake::~SourceIntake() = default;

void SourceIntake::use(std::vector<ReadingSource> sources) {
  sources_ = std::move(sources);
  std::map<base::DataSourceId, SubgroupBuffer> kept;
  for (const ReadingSource& source : sources_) {
    const auto known = buffers_.find(source.id);
    if (known == buffers_.end()) continue;
    known->second.configure(source.buffer);
    kept.emplace(source.id, std::move(known->second));
  }
  buffers_ = std::move(kept);
  expiry_known_ = false;
}

SubgroupBuffer& SourceIntake::buffer_of(db::Session& session, const ReadingSource& source) {
  const auto known = buffers_.find(source.id);
  if (known != buffers_.end()) return known->second;
  SubgroupBuffer buffer(source.buffer);
  if (const auto state = ingest_store::load_buffer(session, source.id)) buffer.restore(*state);
  return buffers_.emplace(source.id, std::move(buffer)).first->second;
}

void SourceIntake::write(base::Timestamp arrived, const Fill& fill) {
  Tally tally;
  try {
    database_.write_now([&](db::Session& session) {
      db::Leases::require(session, lease_);
      tally = {.sources = {}, .messages = 0, .redelivered = 0, .arrived = arrived};
      Batch batch(*this, session, arrived, tally);
      fill(session, batch);
      batch.finish();
    });
  } catch (...) {
    // What the job did to the buffers is not what the database says.
    buffers_.clear();
    throw;
  }
  publish(tally);
}

void SourceIntake::expire() {
  write(clock_.now(), [](db::Session&, Batch& batch) { batch.expire(); });
  expiry_known_ = true;
}

void SourceIntake::publish(const Tally& tally) {
  std::optional<base::Timestamp> deadline;
  const std::lock_guard lock(mutex_);
  for (const auto& [id, buffer] : buffers_) {
    by_source_[id].pending = static_cast<std::int64_t>(buffer.size());
    const auto due = buffer.deadline();
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
      if (added.last_sample_at) counts->last_sample_at = added.last_sample_at;
      if (added.last_rejection) counts->last_rejection = added.last_rejection;
    }
    IntakeCounts& counts = by_source_[id];
    counts.messages += added.messages;
    if (added.last_value) counts.last_value = added.last_value;
    if (added.last_message_at) counts.last_message_at = added.last_message_at;
  }
}

std::optional<base::Timestamp> SourceIntake::deadline() const {
  // Subgroups that an earlier run left behind are found by a first look.
  if (!expiry_known_ && !sources_.empty()) return base::earliest_timestamp();
  const std::lock_guard lock(mutex_);
  return deadline_;
}

void SourceIntake::note_messages(std::size_t count, base::Timestamp arrived) {
  const std::lock_guard lock(mutex_);
  total_.messages += static_cast<std::int64_t>(count);
  total_.last_message_at = arrived;
}

void SourceIntake::reject(std::string reason) {
  const std::lock_guard lock(mutex_);
  ++total_.rejected;
  total_.last_rejection = std::move(reason);
}

void SourceIntake::note_lag(std::chrono::microseconds lag) {
  const std::lock_guard lock(mutex_);
  lag_ = lag;
}

IntakeCounts SourceIntake::counts() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

std::map<base::DataSourceId, IntakeCounts> SourceIntake::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  return by_source_;
}

std::optional<std::chrono::microseconds> SourceIntake::lag() const {
  const std::lock_guard lock(mutex_);
  return lag_;
}

}  // namespace openspc::connect
