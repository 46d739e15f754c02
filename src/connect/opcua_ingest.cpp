#include "connect/opcua_ingest.h"

#include <utility>

#include "base/log.h"
#include "connect/store_or_split.h"

namespace openspc::connect {
namespace {

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.opcua");
  return instance;
}

bool is_left_out(const OpcuaChange& change, const OpcuaSources::Meaning& meaning) {
  return change.is_initial && !meaning.takes_initial;
}

}  // namespace

// The value that is there when monitoring begins: nothing happened.
bool completes_subgroup(const OpcuaChange& change) {
  if (change.is_initial || change.value.quality == OpcuaQuality::bad) return false;
  return change.value.number.value_or(1) != 0;
}

OpcuaIngest::OpcuaIngest(const db::HeldLease& lease, db::Database& database, quality::SampleIntake& intake,
                         const base::Clock& clock)
    : lease_(lease),
      clock_(clock),
      intake_(lease, database, intake, clock),
      sources_(std::make_shared<const OpcuaSources>()) {}

void OpcuaIngest::use(std::shared_ptr<const OpcuaSources> sources) {
  sources_ = std::move(sources);
  intake_.use(sources_->readings());
}

void OpcuaIngest::take(std::span<const OpcuaChange> changes) {
  if (changes.empty()) return;
  const auto began = std::chrono::steady_clock::now();
  const base::Timestamp arrived = clock_.now();
  const auto give_up = [&](const OpcuaChange&, std::string_view reason) {
    logger().error("value_not_stored", {{"server", lease_.source}, {"reason", reason}});
    intake_.reject("a value could not be stored");
  };
  store_or_split(changes, [&](std::span<const OpcuaChange> part) { store(part, arrived); }, give_up);
  note_doubts(changes);
  intake_.note_lag(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began));
}

void OpcuaIngest::store(std::span<const OpcuaChange> changes, base::Timestamp arrived) {
  intake_.write(arrived, [&](db::Session&, SourceIntake::Batch& batch) {
    batch.count_messages(changes.size(), 0);
    for (const OpcuaChange& change : changes) {
      const auto meaning = sources_->meaning_of(change.handle);
      if (!meaning) continue;  // of a mapping that is gone
      if (meaning->completes) {
        if (completes_subgroup(change)) batch.trigger(meaning->source);
        continue;
      }
      auto reading = reading_of(meaning->values, change.value);
      if (auto* bad = std::get_if<Unreadable>(&reading)) {
        batch.refuse(meaning->source, bad->reason);
      } else if (is_left_out(change, *meaning)) {
        batch.begin_from(meaning->source, std::get<Reading>(reading).value);
      } else {
        batch.add(meaning->source, std::get<Reading>(std::move(reading)));
      }
    }
  });
}

void OpcuaIngest::note_doubts(std::span<const OpcuaChange> changes) {
  const std::lock_guard lock(mutex_);
  for (const OpcuaChange& change : changes) {
    const auto meaning = sources_->meaning_of(change.handle);
    if (!meaning || meaning->completes) continue;
    const base::DataSourceId source = sources_->readings()[meaning->source].id;
    if (change.value.overflowed) ++doubts_.overflows;
    if (is_left_out(change, *meaning)) {
      if (std::holds_alternative<Unreadable>(reading_of(meaning->values, change.value))) continue;
      ++doubts_.initial_left_out;
      ++doubts_.initial_by_source[source];
      continue;
    }
    if (change.value.quality != OpcuaQuality::uncertain) continue;
    ++doubts_.uncertain;
    ++doubts_.uncertain_by_source[source];
  }
}

OpcuaIngest::Doubts OpcuaIngest::doubts() const {
  const std::lock_guard lock(mutex_);
  return doubts_;
}

}  // namespace openspc::connect
