#include "admin/demo_machines.h"

#include <fmt/format.h>

#include <utility>

#include "admin/demo_pace.h"

namespace openspc::admin {
namespace {

std::vector<MachinePlan> make_machines() {
  return {
      {.station = "Press 1",
       .characteristic = "Press force",
       .topic = "press-1/force",
       .style = PayloadStyle::json,
       .process = {.center = 48, .sigma = 0.6, .decimals = 2, .causes = {Cause::outlier, Cause::shift}, .calm = kCalm},
       .usl = 52,
       .lsl = 44,
       .target = 48,
       .seconds = 1.5,
       .faults = {.repetition = 0.05, .lateness = 0.05}},
      {.station = "Lathe 8",
       .characteristic = "Journal diameter",
       .topic = "lathe-8/diameter",
       .process = {.center = 30, .sigma = 0.008, .size = 5, .decimals = 3, .causes = {Cause::drift}, .calm = kCalm},
       .usl = 30.04,
       .lsl = 29.96,
       .target = 30,
       .seconds = 0.6,
       .faults = {.silence = 0.004}},
      {.station = "Scale 2",
       .characteristic = "Net weight",
       .topic = "scale-2/print",
       .style = PayloadStyle::text,
       .process = {.center = 501.5, .sigma = 1.1, .size = 3, .decimals = 1, .causes = {Cause::mixture}, .calm = kCalm},
       .usl = 507,
       .lsl = 497,
       .target = 501.5,
       .seconds = 0.8,
       .faults = {.nonsense = 0.01}},
      {.station = "Oven 3",
       .characteristic = "Cure temperature",
       .topic = "oven-3/temperature",
       .process = {.center = 182, .sigma = 0.9, .decimals = 1, .causes = {Cause::large_shift}, .calm = kCalm},
       .usl = 188,
       .lsl = 176,
       .target = 182,
       .seconds = 2,
       .faults = {.nonsense = 0.01}},
      {.station = "Dispenser 5",
       .characteristic = "Bead width",
       .topic = "dispenser-5/width",
       .style = PayloadStyle::json,
       .process =
           {.center = 2.4, .sigma = 0.07, .size = 4, .decimals = 2, .causes = {Cause::small_shift}, .calm = kCalm},
       .usl = 2.8,
       .lsl = 2.0,
       .target = 2.4,
       .seconds = 0.7,
       .has_cycles = true,
       .faults = {.repetition = 0.02}},
  };
}

}  // namespace

const std::vector<MachinePlan>& demo_machines() {
  static const std::vector<MachinePlan> machines = make_machines();
  return machines;
}

DemoMachine::DemoMachine(const MachinePlan& plan, std::uint64_t seed)
    : plan_(plan), process_(plan.process, seed), random_(seed ^ 0x5eed), until_cycle_(plan.process.size) {}

bool DemoMachine::happens(double probability) {
  return std::uniform_real_distribution<double>(0, 1)(random_) < probability;
}

double DemoMachine::next_value() {
  if (readings_.empty()) {
    const SimulatedSample sample = process_.next();
    readings_.assign(sample.readings.begin(), sample.readings.end());
  }
  const double value = readings_.front();
  readings_.pop_front();
  return value;
}

std::string DemoMachine::payload_of(double value, base::Timestamp now) {
  const bool nonsense = happens(plan_.faults.nonsense);
  std::string number = nonsense ? "nan" : fmt::format("{:.{}f}", value, plan_.process.decimals);
  switch (plan_.style) {
    case PayloadStyle::json:
      return fmt::format(R"({{"value":{},"time":"{}","serial":"SN{:06}","lot":"{}"}})", nonsense ? "\"nan\"" : number,
                         base::to_iso8601_micros(now), part_, base::to_iso8601(now).substr(0, 10));
    case PayloadStyle::text:
      return fmt::format("ST,NT,{:>9} g", number);
    case PayloadStyle::number:
      break;
  }
  return number;
}

std::vector<MachineMessage> DemoMachine::next(base::Timestamp now) {
  if (silent_for_ > 0) {
    --silent_for_;
    return {};
  }
  if (happens(plan_.faults.silence)) {
    silent_for_ = std::uniform_int_distribution<int>(kShortestSilence, kLongestSilence)(random_);
    return {};
  }
  ++part_;
  std::vector<MachineMessage> messages;
  MachineMessage message{plan_.topic, payload_of(next_value(), now)};
  if (!held_back_ && happens(plan_.faults.lateness)) {
    held_back_ = std::move(message);
    return {};
  }
  messages.push_back(message);
  if (happens(plan_.faults.repetition)) messages.push_back(std::move(message));
  if (held_back_) {
    messages.push_back(*std::move(held_back_));
    held_back_.reset();
  }
  if (plan_.has_cycles && --until_cycle_ <= 0) {
    messages.push_back({plan_.topic + "/cycle", "end"});
    until_cycle_ = std::uniform_int_distribution<int>(plan_.process.size - 1, plan_.process.size)(random_);
  }
  return messages;
}

}  // namespace openspc::admin
