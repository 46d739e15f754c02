#include "connect/opcua/ingest.h"

#include <utility>

#include "base/log.h"
#include "connect/opcua/log.h"
#include "connect/source/store_or_split.h"

namespace openspc::connect::opcua {
namespace {

bool is_left_out(const Change& change, const Sources::Meaning& meaning) {
  return change.is_initial && !meaning.takes_initial;
}

}  // namespace

// The value that is there when monitoring begins: nothing happened.
bool completes_subgroup(const Change& change) {
  if (change.is_initial || change.value.quality == Quality::bad) return false;
  return change.value.number.value_or(1) != 0;
}

Ingest::Ingest(const db::HeldLease& lease, db::Database& database, quality::sample::Intake& intake,
               const base::Clock& clock)
    : lease_(lease),
      clock_(clock),
      intake_(lease, database, intake, clock),
      sources_(std::make_shared<const Sources>()) {}

void Ingest::use(std::shared_ptr<const Sources> sources) {
  sources_ = std::move(sources);
  intake_.use(sources_->readings());
}

void Ingest::take(std::span<const Change> changes) {
  if (changes.empty()) return;
  const auto began = std::chrono::steady_clock::now();
  const base::Timestamp arrived = clock_.now();
  const auto give_up = [&](const Change&, std::string_view reason) {
    logger().error("value_not_stored", {{"server", lease_.source}, {"reason", reason}});
    intake_.reject("a value could not be stored");
  };
  source::store_or_split(changes, [&](std::span<const Change> part) { store(part, arrived); }, give_up);
  note_doubts(changes);
  intake_.note_lag(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began));
}

void Ingest::store(std::span<const Change> changes, base::Timestamp arrived) {
  intake_.write(arrived, [&](db::Session&, source::Intake::Batch& batch) {
    batch.count_messages(changes.size(), 0);
    for (const Change& change : changes) {
      const auto meaning = sources_->meaning_of(change.handle);
      if (!meaning) continue;  // of a mapping that is gone
      if (meaning->completes) {
        if (completes_subgroup(change)) batch.trigger(meaning->source);
        continue;
      }
      auto reading = reading_of(meaning->values, change.value);
      if (auto* bad = std::get_if<payload::Unreadable>(&reading)) {
        batch.refuse(meaning->source, bad->reason);
      } else if (is_left_out(change, *meaning)) {
        batch.begin_from(meaning->source, std::get<payload::Reading>(reading).value);
      } else {
        batch.add(meaning->source, std::get<payload::Reading>(std::move(reading)));
      }
    }
  });
}

void Ingest::note_doubts(std::span<const Change> changes) {
  const std::lock_guard lock(mutex_);
  for (const Change& change : changes) {
    const auto meaning = sources_->meaning_of(change.handle);
    if (!meaning || meaning->completes) continue;
    const base::DataSourceId source = sources_->readings()[meaning->source].id;
    if (change.value.overflowed) ++doubts_.overflows;
    if (is_left_out(change, *meaning)) {
      if (std::holds_alternative<payload::Unreadable>(reading_of(meaning->values, change.value))) continue;
      ++doubts_.initial_left_out;
      ++doubts_.initial_by_source[source];
      continue;
    }
    if (change.value.quality != Quality::uncertain) continue;
    ++doubts_.uncertain;
    ++doubts_.uncertain_by_source[source];
  }
}

Ingest::Doubts Ingest::doubts() const {
  const std::lock_guard lock(mutex_);
  return doubts_;
}

}  // namespace openspc::connect::opcua
