#include "connect/ingest.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"

namespace openspc::connect {
namespace {

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.ingest");
  return instance;
}

// A clock that runs ahead by more than this, or that never was set, says nothing.
constexpr std::chrono::minutes kAhead{5};
constexpr base::Timestamp kBeforeAnyMachine = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);

bool is_plausible(base::Timestamp time, base::Timestamp now) {
  return time >= kBeforeAnyMachine && time <= now + kAhead;
}

std::int64_t number_of(const base::Digest& digest) {
  std::int64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

std::int64_t fingerprint_of(const MqttMessage& message) {
  std::string text = message.topic;
  text += '\0';
  text += message.payload;
  return number_of(base::sha256(text));
}

std::int64_t fingerprint_of(const Reading& reading) {
  std::string text(sizeof(double) + sizeof(std::int64_t), '\0');
  const std::int64_t time = reading.timestamp->time_since_epoch().count();
  std::memcpy(text.data(), &reading.value, sizeof reading.value);
  std::memcpy(text.data() + sizeof reading.value, &time, sizeof time);
  return number_of(base::sha256(text + reading.serial_number.value_or("")));
}

quality::SampleInput sample_of(const MappedSource& source, Subgroup subgroup) {
  quality::SampleInput input{.timestamp = subgroup.timestamp,
                             .batch_number = std::move(subgroup.batch_number),
                             .operator_id = std::move(subgroup.operator_id),
                             .serial_number = std::move(subgroup.serial_number)};
  if (source.counts) {
    input.defect_count = subgroup.values.front();
  } else {
    input.measurements = std::move(subgroup.values);
  }
  return input;
}

}  // namespace

// What a batch adds to the counts, once it is durable.
struct Ingest::Tally {
  std::map<base::DataSourceId, IntakeCounts> sources;
  std::int64_t messages = 0, redelivered = 0;
  std::optional<std::string> unmapped;
  base::Timestamp arrived;

  IntakeCounts& of(base::DataSourceId source) { return sources[source]; }
  void reject(base::DataSourceId source, std::string reason) {
    IntakeCounts& counts = of(source);
    ++counts.rejected;
    counts.last_rejection = std::move(reason);
  }
};

// One write job: readings by source, then subgroups, then samples.
class Ingest::Batch {
 public:
  Batch(Ingest& ingest, db::Session& session, base::Timestamp arrived, Tally& tally)
      : ingest_(ingest), session_(session), arrived_(arrived), tally_(tally), map_(*ingest.sources_) {}

  void add(const MqttMessage& message) {
    map_.for_values(message.topic, message.subscription_ids, [&](std::size_t i) { add_value(i, message); });
    map_.for_triggers(message.topic, message.subscription_ids, [&](std::size_t i) {
      touched_.insert(i);
      keep(i, buffer(i).trigger());
    });
  }

  void expire() {
    for (std::size_t i = 0; i < map_.sources().size(); ++i) {
      const auto due = buffer(i).deadline();
      if (!due || *due > arrived_) continue;
      touched_.insert(i);
      keep(i, buffer(i).expire(arrived_));
    }
  }

  void finish() {
    for (auto& [i, samples] : samples_) store(map_.sources()[i], std::move(samples));
    for (const std::size_t i : touched_)
      ingest_store::save_buffer(session_, map_.sources()[i].id, buffer(i).state(), arrived_);
  }

 private:
  SubgroupBuffer& buffer(std::size_t i) { return ingest_.buffer_of(session_, map_.sources()[i]); }

  void add_value(std::size_t i, const MqttMessage& message) {
    const MappedSource& source = map_.sources()[i];
    IntakeCounts& counts = tally_.of(source.id);
    ++counts.messages;
    counts.last_message_at = arrived_;
    auto extracted = source.extractor.extract(message.payload);
    if (const auto* bad = std::get_if<Unreadable>(&extracted)) {
      tally_.reject(source.id, message.topic + ": " + bad->reason + " in '" + printable_excerpt(message.payload) + "'");
      return;
    }
    Reading reading = std::get<Reading>(std::move(extracted));
    counts.last_value = reading.value;
    if (reading.timestamp && !is_plausible(*reading.timestamp, arrived_)) reading.timestamp.reset();
    if (source.remembers_time && reading.timestamp &&
        !ingest_store::remember_reading(session_, source.id, fingerprint_of(reading), arrived_)) {
      ++counts.duplicates;
      return;
    }
    touched_.insert(i);
    keep(i, buffer(i).add(reading, arrived_));
  }

  void keep(std::size_t i, std::optional<Subgroup> subgroup) {
    if (subgroup) samples_[i].push_back(sample_of(map_.sources()[i], std::move(*subgroup)));
  }

  void store(const MappedSource& source, std::vector<quality::SampleInput> samples) {
    try {
      const auto outcome = ingest_.intake_.submit_within(
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

  Ingest& ingest_;
  db::Session& session_;
  const base::Timestamp arrived_;
  Tally& tally_;
  const SourceMap& map_;
  std::map<std::size_t, std::vector<quality::SampleInput>> samples_;
  std::set<std::size_t> touched_;
};

Ingest::Ingest(base::BrokerId broker, LeaseToken lease, db::Database& database, quality::SampleIntake& intake,
               const base::Clock& clock)
    : broker_(broker),
      lease_(lease),
      database_(database),
      intake_(intake),
      clock_(clock),
      sources_(std::make_shared<const SourceMap>(std::vector<tag_store::Ingested>{})) {}

Ingest::~Ingest() = default;

void Ingest::use(std::shared_ptr<const SourceMap> sources) {
  sources_ = std::move(sources);
  std::map<base::DataSourceId, SubgroupBuffer> kept;
  for (const MappedSource& source : sources_->sources()) {
    const auto known = buffers_.find(source.id);
    if (known == buffers_.end()) continue;
    known->second.configure(source.buffer);
    kept.emplace(source.id, std::move(known->second));
  }
  buffers_ = std::move(kept);
  expiry_known_ = false;
}

void Ingest::connected(bool session_present) {
  database_.write_now([&](db::Session& session) {
    Leases::require(session, "mqtt", broker_.value, lease_);
    if (!session_present) ingest_store::forget_deliveries(session, broker_);
    const auto stored = ingest_store::load_deliveries(session, broker_);
    redelivered_.assign(stored.begin(), stored.end());
    next_ordinal_ = stored.empty() ? 0 : stored.back().ordinal + 1;
  });
}

// A broker sends again what it has no acknowledgement for, in the original order and before anything new (MQTT 5.0,
// section 4.6). So the first message that was not stored ends the repetitions.
std::vector<const MqttMessage*> Ingest::without_redelivered(std::span<const MqttMessage> messages) {
  std::vector<const MqttMessage*> fresh;
  fresh.reserve(messages.size());
  for (const MqttMessage& message : messages) {
    if (!redelivered_.empty() && message.qos > 0) {
      const auto fingerprint = fingerprint_of(message);
      const auto known = std::find_if(redelivered_.begin(), redelivered_.end(), [&](const auto& delivery) {
        return delivery.packet_id == message.packet_id && delivery.fingerprint == fingerprint;
      });
      if (known != redelivered_.end()) {
        redelivered_.erase(redelivered_.begin(), known + 1);
        continue;
      }
      redelivered_.clear();
    }
    fresh.push_back(&message);
  }
  return fresh;
}

SubgroupBuffer& Ingest::buffer_of(db::Session& session, const MappedSource& source) {
  const auto known = buffers_.find(source.id);
  if (known != buffers_.end()) return known->second;
  SubgroupBuffer buffer(source.buffer);
  if (const auto state = ingest_store::load_buffer(session, source.id)) buffer.restore(*state);
  return buffers_.emplace(source.id, std::move(buffer)).first->second;
}

void Ingest::take(std::span<const MqttMessage> messages) {
  if (messages.empty()) return;
  const auto began = std::chrono::steady_clock::now();
  const base::Timestamp arrived = clock_.now();
  store_or_split(messages, arrived);
  const std::lock_guard lock(mutex_);
  lag_ = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
}

void Ingest::store_or_split(std::span<const MqttMessage> messages, base::Timestamp arrived) {
  try {
    store(messages, arrived);
    return;
  } catch (const LeaseLost&) {
    throw;
  } catch (const base::Error& error) {
    if (error.kind() == base::ErrorKind::unavailable) throw;
    if (messages.size() == 1) logger().error("message_not_stored", {{"broker", broker_}, {"reason", error.detail()}});
  } catch (const std::exception& error) {
    if (messages.size() == 1) logger().error("message_not_stored", {{"broker", broker_}, {"reason", error.what()}});
  }
  if (messages.size() > 1) {
    store_or_split(messages.first(messages.size() / 2), arrived);
    store_or_split(messages.subspan(messages.size() / 2), arrived);
    return;
  }
  const std::lock_guard lock(mutex_);
  ++total_.rejected;
  total_.last_rejection = messages.front().topic + ": could not be stored";
}

void Ingest::store(std::span<const MqttMessage> messages, base::Timestamp arrived) {
  const auto before = redelivered_;
  const auto fresh = without_redelivered(messages);
  Tally tally;
  try {
    database_.write_now([&](db::Session& session) {
      Leases::require(session, "mqtt", broker_.value, lease_);
      tally = {.sources = {},
               .messages = static_cast<std::int64_t>(messages.size()),
               .redelivered = static_cast<std::int64_t>(messages.size() - fresh.size()),
               .unmapped = std::nullopt,
               .arrived = arrived};
      Batch batch(*this, session, arrived, tally);
      std::int64_t ordinal = next_ordinal_;
      for (const MqttMessage* message : fresh) {
        if (!message->retained) batch.add(*message);
        if (message->qos == 0) continue;
        ingest_store::save_delivery(session, broker_, {ordinal++, message->packet_id, fingerprint_of(*message)});
      }
      batch.finish();
      session.after_commit([this, ordinal] { next_ordinal_ = ordinal; });
    });
  } catch (...) {
    // What the job did to the buffers is not what the database says.
    buffers_.clear();
    redelivered_ = before;
    throw;
  }
  publish(tally);
}

void Ingest::expire() {
  Tally tally;
  try {
    database_.write_now([&](db::Session& session) {
      Leases::require(session, "mqtt", broker_.value, lease_);
      tally.arrived = clock_.now();
      Batch batch(*this, session, tally.arrived, tally);
      batch.expire();
      batch.finish();
    });
  } catch (...) {
    buffers_.clear();
    throw;
  }
  expiry_known_ = true;
  publish(tally);
}

void Ingest::publish(const Tally& tally) {
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

std::optional<base::Timestamp> Ingest::deadline() const {
  // Subgroups that an earlier run left behind are found by a first look.
  if (!expiry_known_ && !sources_->sources().empty()) return base::earliest_timestamp();
  const std::lock_guard lock(mutex_);
  return deadline_;
}

IntakeCounts Ingest::counts() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

std::map<base::DataSourceId, IntakeCounts> Ingest::counts_by_source() const {
  const std::lock_guard lock(mutex_);
  return by_source_;
}

std::optional<std::chrono::microseconds> Ingest::lag() const {
  const std::lock_guard lock(mutex_);
  return lag_;
}

}  // namespace openspc::connect
