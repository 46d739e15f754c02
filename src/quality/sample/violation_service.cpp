#include "quality/sample/violation_service.h"

#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/certain.h"
#include "base/error.h"
#include "base/log.h"
#include "db/savepoint.h"
#include "identity/audit.h"
#include "identity/plant_right.h"
#include "peers/announce.h"
#include "quality/judge/events.h"
#include "quality/judge/events_json.h"
#include "quality/sample/change.h"
#include "quality/sample/violation_filing.h"
#include "quality/sample/violation_reader.h"
#include "quality/sample/violation_store.h"

namespace openspc::quality::sample {
namespace {

std::string name_of(base::ViolationId id) {
  return "Violation " + std::to_string(id.value);
}

base::Error unknown(base::ViolationId id) {
  return base::not_found(name_of(id) + " not found");
}

Violation load_violation(db::Session& session, base::ViolationId id) {
  auto violation = find_violation(session, id);
  if (!violation) throw unknown(id);
  return *std::move(violation);
}

// In the words of a violation that does not exist, so that the answer tells nothing about other plants.
Violation load_visible(db::Session& session, const net::Principal& caller, base::ViolationId id) {
  Violation violation = load_violation(session, id);
  if (!caller.is_admin() && (!violation.plant_id || !caller.can_see(*violation.plant_id))) throw unknown(id);
  return violation;
}

// Existence, right, and whether there is anything to acknowledge, in this order.
Violation require_acknowledgeable(db::Session& session, const net::Principal& caller, base::ViolationId id) {
  Violation violation = load_visible(session, caller, id);
  if (!violation.plant_id) throw unknown(id);
  caller.require_at(*violation.plant_id, net::Role::supervisor);
  if (identity::is_limited(caller)) {
    if (!violation.characteristic_id) throw unknown(id);
    const auto row = characteristic::load_characteristic(session, *violation.characteristic_id);
    identity::require_change_at(session, caller, characteristic::place_of(row));
  }
  if (violation.acknowledged) throw base::conflict(name_of(id) + " is already acknowledged");
  if (violation.superseded_at)
    throw base::conflict(name_of(id) + " no longer holds: samples were changed since it was raised");
  return violation;
}

ViolationBatchAckResult summary_of(std::vector<ViolationBatchAckItem> items) {
  ViolationBatchAckResult result;
  result.total = static_cast<std::int64_t>(items.size());
  for (const ViolationBatchAckItem& item : items) {
    if (item.success) {
      ++result.successful;
      result.acknowledged.push_back(item.violation_id);
    } else {
      ++result.failed;
      result.errors[std::to_string(item.violation_id.value)] = item.error.value_or("");
    }
  }
  result.results = std::move(items);
  return result;
}

}  // namespace

base::Task<ViolationPage> ViolationService::list(const net::Principal& caller, ViolationQuery query) {
  co_await file_new();
  const auto job = [&](db::Session& session) { return list_violations(session, caller, query); };
  co_return co_await database_.read(job);
}

base::Task<ViolationStats> ViolationService::stats(const net::Principal& caller, ViolationStatsQuery query) {
  co_await file_new();
  const auto job = [&](db::Session& session) { return count_violations(session, caller, query); };
  co_return co_await database_.read(job);
}

void ViolationService::check_filing() {
  const auto is_right = [](db::Session& session) {
    return !has_unfiled_violations(session) && violation_counts_agree(session);
  };
  if (database_.read_now(is_right)) return;
  base::log::warning("violations_filed_again", {{"reason", "another program has changed them"}});
  const auto file = [](db::Session& session) { file_violations(session); };
  database_.write_now(file);
}

base::Task<void> ViolationService::file_new() {
  const auto is_needed = [](db::Session& session) { return has_unfiled_violations(session); };
  if (!co_await database_.read(is_needed)) co_return;
  // Again under the lock of the write, since others may see it at the same time.
  const auto file = [](db::Session& session) {
    if (has_unfiled_violations(session)) file_violations(session);
  };
  co_await database_.write(file);
}

base::Task<Violation> ViolationService::get(const net::Principal& caller, base::ViolationId id) {
  const auto job = [&](db::Session& session) { return load_visible(session, caller, id); };
  co_return co_await database_.read(job);
}

base::Task<Violation> ViolationService::acknowledge(identity::Caller caller, base::ViolationId id,
                                                    ViolationAck request) {
  const auto find_queue = [&](db::Session& session) {
    return require_acknowledgeable(session, caller.principal, id).characteristic_id->value;
  };
  const std::int64_t queue = co_await database_.read(find_queue);
  const auto job = [&](db::Session& session) {
    const base::SampleId sample = acknowledge_in(session, caller, id, request);
    if (request.exclude_sample) exclude_in(session, caller, sample, request.reason);
    return load_violation(session, id);
  };
  co_return co_await database_.write_in_order(queue, job);
}

base::Task<ViolationBatchAckResult> ViolationService::acknowledge_batch(identity::Caller caller,
                                                                        ViolationBatchAck request) {
  std::vector<ViolationBatchAckItem> items(request.violation_ids.size());
  // Positions in the request by characteristic, since each has a queue of its own; unknown ids fail at once.
  std::map<std::int64_t, std::vector<std::size_t>> queues;
  const auto sort_out = [&](db::Session& session) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      items[i].violation_id = request.violation_ids[i];
      if (const auto violation = find_violation(session, items[i].violation_id))
        queues[violation->characteristic_id->value].push_back(i);
      else
        items[i].error = unknown(items[i].violation_id).detail();
    }
  };
  co_await database_.read(sort_out);
  for (const auto& queue : queues) {
    const auto job = [&](db::Session& session) { acknowledge_all_in(session, caller, request, queue.second, items); };
    co_await database_.write_in_order(queue.first, job);
  }
  co_return summary_of(std::move(items));
}

void ViolationService::acknowledge_all_in(db::Session& session, const identity::Caller& caller,
                                          const ViolationBatchAck& request, const std::vector<std::size_t>& positions,
                                          std::vector<ViolationBatchAckItem>& items) {
  const ViolationAck each{.user = request.user, .reason = request.reason, .exclude_sample = request.exclude_sample};
  std::set<base::SampleId> samples;
  for (const std::size_t i : positions) {
    try {
      samples.insert(
          db::in_savepoint(session, [&] { return acknowledge_in(session, caller, items[i].violation_id, each); }));
      items[i].success = true;
    } catch (const base::Error& error) {
      if (error.kind() == base::ErrorKind::unavailable) throw;
      items[i].error = error.detail();
    }
  }
  // Only now: excluding a sample makes other violations of this very request untrue.
  if (request.exclude_sample)
    for (const base::SampleId sample : samples) exclude_in(session, caller, sample, request.reason);
}

base::SampleId ViolationService::acknowledge_in(db::Session& session, const identity::Caller& caller,
                                                base::ViolationId id, const ViolationAck& request) {
  const Violation violation = require_acknowledgeable(session, caller.principal, id);
  const std::string& user = caller.principal.username;
  const base::Timestamp now = clock_.now();
  acknowledge_violation(session, id, user, request.reason, now);
  identity::audit::record(session, caller, "violation.acknowledged",
                          {"violation", std::to_string(id.value), violation.plant_id},
                          {{"reason", request.reason},
                           {"rule_id", violation.rule_id},
                           {"sample_id", violation.sample_id.value},
                           {"exclude_sample", request.exclude_sample}});
  peers::announce(session, events_,
                  judge::ViolationAcknowledged{.violation_id = id,
                                               .sample_id = violation.sample_id,
                                               .characteristic_id = base::certain(violation.characteristic_id),
                                               .plant_id = base::certain(violation.plant_id),
                                               .user = user,
                                               .reason = request.reason,
                                               .timestamp = now});
  return violation.sample_id;
}

void ViolationService::exclude_in(db::Session& session, const identity::Caller& caller, base::SampleId id,
                                  const std::string& reason) {
  const OwnedSample sample = require_supervisor(session, caller.principal, id);
  SampleChange(session, events_, caller, clock_.now()).set_excluded(sample, true, reason);
}

}  // namespace openspc::quality::sample
