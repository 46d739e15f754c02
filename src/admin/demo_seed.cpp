#include "admin/demo_seed.h"

#include <algorithm>
#include <map>
#include <utility>

#include "admin/demo_plan.h"
#include "base/certain.h"
#include "base/error.h"

namespace openspc::admin {
namespace {

constexpr int kBaselineSamples = 120;  // a calm stretch that limits are taken from, as in a study of the process
constexpr std::size_t kBatchSize = 1000;
constexpr std::chrono::days kHistorySlice{3};
constexpr std::chrono::hours kAnsweredAfter{1};
constexpr int kLatestSamples = 24;  // hold the latest cause of those that have one, and wait for an answer

quality::sample::SampleInput input_of(const SimulatedSample& simulated, base::Timestamp at) {
  quality::sample::SampleInput input;
  if (simulated.readings.empty()) {
    input.defect_count = simulated.count;
    input.inspected_size = simulated.size;
  } else {
    input.measurements = simulated.readings;
  }
  input.timestamp = at;
  input.operator_id = kDemoOperator;
  return input;
}

class Seeder {
 public:
  Seeder(DemoServices services, base::Timestamp now, int days)
      : services_(services),
        caller_(identity::Caller::system()),
        supervisor_(identity::Caller::system()),
        now_(now),
        days_(days) {
    // The seed acts with the rights of the admin it is about to make.
    caller_.principal.username = "demo";
  }

  base::Task<DemoSummary> run() {
    co_await make_plants();
    co_await make_users();
    std::vector<History> histories;
    for (const auto& planned : demo_characteristics()) {
      const base::CharacteristicId id = co_await make_characteristic(planned);
      histories.push_back(co_await begin_history(planned, id));
      ++summary_.characteristics;
    }
    // All of them side by side, so that what was raised later has the higher id, as in life.
    for (auto until = now_ - std::chrono::days(days_); until < now_;) {
      until = std::min(until + kHistorySlice, now_);
      for (History& history : histories) co_await continue_history(history, until);
    }
    for (const History& history : histories) co_await answer_old_violations(history);
    co_return summary_;
  }

 private:
  base::Task<void> make_plants() {
    for (const auto& planned : demo_plants()) {
      plants::PlantCreate request{planned.name, planned.code, true, std::nullopt};
      const auto plant = co_await services_.plants.create(caller_, std::move(request));
      plants_.emplace(planned.code, plant.id);
      caller_.principal.roles.emplace_back(plant.id, net::Role::admin);
      ++summary_.plants;
    }
    co_await retire_built_in_plant();
  }

  // Nothing happens there, so it would only stand in the way of the two that live.
  base::Task<void> retire_built_in_plant() {
    const auto all = co_await services_.plants.list(caller_.principal, false);
    for (const auto& plant : all) {
      if (plant.code != plants::kDefaultPlantCode) continue;
      plants::PlantUpdate request;
      request.field<&plants::PlantCreate::is_active>() = false;
      co_await services_.plants.update(caller_, plant.id, std::move(request));
    }
  }

  base::Task<void> make_users() {
    for (const auto& planned : demo_users()) {
      identity::NewUser user;
      user.username = planned.username;
      user.password = kDemoPassword;
      for (const auto& [code, plant] : plants_) user.roles.emplace_back(plant, planned.role);
      const auto made = co_await services_.users.create(std::move(user), caller_);
      if (planned.username != kDemoSupervisor) continue;
      supervisor_.principal.user_id = made.id;
      supervisor_.principal.username = made.username;
      for (const auto& [code, plant] : plants_) supervisor_.principal.roles.emplace_back(plant, planned.role);
    }
  }

  base::Task<base::NodeId> node_of(const DemoCharacteristic& planned) {
    std::optional<base::NodeId> parent;
    std::string key = planned.plant_code;
    for (const auto& [name, type] : planned.path) {
      key += '/' + name;
      if (const auto known = nodes_.find(key); known != nodes_.end()) {
        parent = known->second;
        continue;
      }
      plants::HierarchyCreate request{parent, name, type};
      const auto node =
          co_await services_.hierarchy.create(caller_, plants_.at(planned.plant_code), std::move(request));
      nodes_.emplace(key, node.id);
      parent = node.id;
    }
    co_return base::certain(parent);
  }

  base::Task<base::CharacteristicId> make_characteristic(const DemoCharacteristic& planned) {
    quality::characteristic::CharacteristicCreate request;
    request.hierarchy_id = co_await node_of(planned);
    request.name = planned.name;
    request.description = planned.description;
    request.data_type = planned.data_type;
    request.subgroup_size = planned.process.size;
    request.target_value = planned.target;
    request.usl = planned.usl;
    request.lsl = planned.lsl;
    request.decimal_precision = planned.process.decimals;
    request.subgroup_mode = planned.mode;
    const auto made = co_await services_.quality.characteristics().create(caller_, std::move(request));
    std::vector<quality::judge::RuleSwitch> rules;
    for (int rule = 1; rule <= 8; ++rule)
      rules.push_back({.rule_id = rule, .is_enabled = planned.rules.contains(rule)});
    co_await services_.quality.characteristics().replace_rules(caller_, made.id, std::move(rules));
    co_return made.id;
  }

  // A calm stretch first, limits from it, then the rest as it would have been judged at its time.
  struct History {
    base::CharacteristicId id;
    DemoProcess process;
    std::chrono::minutes step;
    base::Timestamp next;
    std::optional<Cause> latest_cause;
    base::Timestamp latest;  // of the first sample of that cause
  };

  base::Task<History> begin_history(const DemoCharacteristic& planned, base::CharacteristicId id) {
    auto calm_settings = planned.process;
    calm_settings.size_spread = 0;
    calm_settings.causes.clear();
    DemoProcess calm(calm_settings, seed_of(planned));
    const auto step = std::chrono::minutes(planned.history_minutes);
    auto at = now_ - std::chrono::days(days_);
    std::vector<quality::sample::SampleInput> study;
    for (int i = 0; i < kBaselineSamples; ++i, at += step) study.push_back(input_of(calm.next(), at));
    co_await submit(id, std::move(study));
    co_await services_.quality.limits().recalculate(caller_, id, {});
    const auto latest = at + ((now_ - at) / step - kLatestSamples) * step;
    co_return History{id, DemoProcess(planned.process, seed_of(planned) + 1), step, at, planned.latest_cause, latest};
  }

  base::Task<void> continue_history(History& history, base::Timestamp until) {
    std::vector<quality::sample::SampleInput> waiting;
    for (; history.next < until; history.next += history.step) {
      if (history.latest_cause && history.next == history.latest) history.process.begin(*history.latest_cause);
      waiting.push_back(input_of(history.process.next(), history.next));
      if (waiting.size() == kBatchSize) co_await submit(history.id, std::exchange(waiting, {}));
    }
    if (!waiting.empty()) co_await submit(history.id, std::move(waiting));
  }

  // The people of the demo do their work: only what happened lately still waits for an answer.
  base::Task<void> answer_old_violations(const History& history) {
    quality::sample::ViolationQuery old;
    old.characteristic_id = history.id;
    old.acknowledged = false;
    old.requires_acknowledgement = true;
    old.end_date = history.latest_cause ? history.latest - history.step : now_ - kAnsweredAfter;
    old.limit = 10'000;
    const auto page = co_await services_.quality.violations().list(caller_.principal, old);
    std::map<std::string_view, std::vector<base::ViolationId>> by_reason;
    for (const auto& violation : page.items) {
      by_reason[reason_for(violation.rule_id)].push_back(violation.id);
    }
    for (auto& [reason, ids] : by_reason) {
      quality::sample::ViolationBatchAck answer;
      answer.violation_ids = std::move(ids);
      answer.user = supervisor_.principal.username;
      answer.reason = reason;
      co_await services_.quality.violations().acknowledge_batch(supervisor_, std::move(answer));
    }
  }

  base::Task<void> submit(base::CharacteristicId id, std::vector<quality::sample::SampleInput> samples) {
    quality::sample::BatchSubmission submission;
    submission.characteristic_id = id;
    submission.samples = std::move(samples);
    const auto outcome = co_await services_.quality.intake().submit_batch(std::move(submission));
    if (!outcome.errors.empty())
      throw base::bad_request("The demo's own sample was refused: " + outcome.errors.front().reason);
    summary_.samples += static_cast<long>(outcome.imported);
  }

  DemoServices services_;
  identity::Caller caller_;
  identity::Caller supervisor_;
  base::Timestamp now_;
  int days_;
  DemoSummary summary_;
  std::map<std::string, base::PlantId> plants_;
  std::map<std::string, base::NodeId> nodes_;
};

}  // namespace

base::Task<DemoSummary> seed_demo(DemoServices services, base::Timestamp now, int days) {
  Seeder seeder(services, now, days);
  co_return co_await seeder.run();
}

}  // namespace openspc::admin
