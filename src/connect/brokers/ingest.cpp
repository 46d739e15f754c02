#include "connect/brokers/ingest.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "connect/brokers/source_reading.h"
#include "connect/payload/fingerprint.h"
#include "connect/source/store_or_split.h"

namespace openspc::connect::brokers {
namespace {

const base::log::Logger& ingest_logger() {
  static const base::log::Logger instance("openspc.connect.ingest");
  return instance;
}

std::int64_t fingerprint_of(const mqtt::Message& message) {
  std::string text = message.topic;
  text += '\0';
  text += message.payload;
  return payload::fingerprint(text);
}

}  // namespace

Ingest::Ingest(base::BrokerId broker, const db::HeldLease& lease, db::Database& database,
               quality::sample::Intake& intake, const base::Clock& clock)
    : broker_(broker),
      lease_(lease),
      database_(database),
      clock_(clock),
      intake_(lease, database, intake, clock),
      sources_(std::make_shared<const SourceMap>(std::vector<tag_store::Ingested>{})) {}

void Ingest::use(std::shared_ptr<const SourceMap> sources) {
  sources_ = std::move(sources);
  std::vector<source::ReadingSource> readings;
  for (const MappedSource& source : sources_->sources()) readings.push_back(source.readings);
  intake_.use(std::move(readings));
}

void Ingest::connected(bool session_present) {
  database_.write_now([&](db::Session& session) {
    db::Leases::require(session, lease_);
    if (!session_present) ingest_store::forget_deliveries(session, broker_);
    const auto stored = ingest_store::load_deliveries(session, broker_);
    redelivered_.assign(stored.begin(), stored.end());
    next_ordinal_ = stored.empty() ? 0 : stored.back().ordinal + 1;
  });
}

// A broker sends again what it has no acknowledgement for, in the original order and before anything new (MQTT 5.0,
// section 4.6). So the first message that was not stored ends the repetitions.
std::vector<const mqtt::Message*> Ingest::without_redelivered(std::span<const mqtt::Message> messages) {
  std::vector<const mqtt::Message*> fresh;
  fresh.reserve(messages.size());
  for (const mqtt::Message& message : messages) {
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

void Ingest::take(std::span<const mqtt::Message> messages) {
  if (messages.empty()) return;
  const auto began = std::chrono::steady_clock::now();
  const base::Timestamp arrived = clock_.now();
  const auto give_up = [&](const mqtt::Message& message, std::string_view reason) {
    ingest_logger().error("message_not_stored", {{"broker", broker_}, {"reason", reason}});
    intake_.reject(payload::printable_excerpt(message.topic) + ": could not be stored");
  };
  source::store_or_split(messages, [&](std::span<const mqtt::Message> part) { store(part, arrived); }, give_up);
  intake_.note_lag(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began));
}

void Ingest::store(std::span<const mqtt::Message> messages, base::Timestamp arrived) {
  const auto before = redelivered_;
  const auto fresh = without_redelivered(messages);
  try {
    intake_.write(arrived, [&](db::Session& session, source::Intake::Batch& batch) {
      batch.count_messages(messages.size(), messages.size() - fresh.size());
      std::int64_t ordinal = next_ordinal_;
      for (const mqtt::Message* message : fresh) {
        add(batch, *message);
        if (message->qos == 0) continue;
        ingest_store::save_delivery(session, broker_, {ordinal++, message->packet_id, fingerprint_of(*message)});
      }
      session.after_commit([this, ordinal] { next_ordinal_ = ordinal; });
    });
  } catch (...) {
    redelivered_ = before;
    throw;
  }
}

void Ingest::add(source::Intake::Batch& batch, const mqtt::Message& message) const {
  sources_->for_values(message.topic, message.subscription_ids, [&](std::size_t i) {
    const MappedSource& source = sources_->sources()[i];
    Heard heard = reading_of(source, message);
    if (auto* bad = std::get_if<payload::Unreadable>(&heard)) {
      batch.refuse(i, bad->reason);
    } else if (auto* reading = std::get_if<payload::Reading>(&heard)) {
      batch.add(i, std::move(*reading), origin_of(source, message.topic));
    }
  });
  if (message.retained) return;
  sources_->for_triggers(message.topic, message.subscription_ids,
                         [&](std::size_t i, const source::IsMeant& is_meant) { batch.trigger(i, is_meant); });
}

}  // namespace openspc::connect::brokers
