#include "admin/demo_opcua_machines.h"

#include <limits>

#include "admin/demo_pace.h"

namespace openspc::admin {
namespace {

std::vector<OpcuaMachinePlan> make_opcua_machines() {
  return {
      {.station = "Grinder 4",
       .characteristic = "Shaft diameter",
       .process = {.center = 12, .sigma = 0.003, .size = 5, .decimals = 4, .causes = {Cause::drift}, .calm = kCalm},
       .usl = 12.015,
       .lsl = 11.985,
       .target = 12,
       .seconds = 0.6,
       .faults = {.silence = 0.004, .failure = 0.01}},
      {.station = "Moulder 6",
       .characteristic = "Melt temperature",
       .process =
           {.center = 231, .sigma = 1.2, .decimals = 1, .causes = {Cause::large_shift, Cause::outlier}, .calm = kCalm},
       .usl = 240,
       .lsl = 222,
       .target = 231,
       .seconds = 1.5,
       .faults = {.failure = 0.01, .doubt = 0.02, .nonsense = 0.01}},
      {.station = "Welder 1",
       .characteristic = "Weld current",
       .process =
           {.center = 185, .sigma = 2.5, .size = 3, .decimals = 1, .causes = {Cause::alternation}, .calm = kCalm},
       .usl = 200,
       .lsl = 170,
       .target = 185,
       .seconds = 0.8,
       .faults = {.silence = 0.005, .doubt = 0.01}},
  };
}

}  // namespace

const std::vector<OpcuaMachinePlan>& demo_opcua_machines() {
  static const std::vector<OpcuaMachinePlan> machines = make_opcua_machines();
  return machines;
}

DemoOpcuaMachine::DemoOpcuaMachine(const OpcuaMachinePlan& plan, std::uint64_t seed)
    : plan_(plan), process_(plan.process, seed), random_(seed ^ 0x5eed) {}

bool DemoOpcuaMachine::happens(double probability) {
  return std::uniform_real_distribution<double>(0, 1)(random_) < probability;
}

std::optional<OpcuaMachineReading> DemoOpcuaMachine::next() {
  if (silent_for_ > 0) {
    --silent_for_;
    return std::nullopt;
  }
  if (happens(plan_.faults.silence)) {
    silent_for_ = std::uniform_int_distribution<int>(kShortestSilence, kLongestSilence)(random_);
    return std::nullopt;
  }
  if (readings_.empty()) {
    const SimulatedSample sample = process_.next();
    readings_.assign(sample.readings.begin(), sample.readings.end());
  }
  // A sensor that fails shows its last word, or zero: only the quality tells.
  if (happens(plan_.faults.failure)) return OpcuaMachineReading{0, ReadingQuality::bad};
  if (happens(plan_.faults.nonsense)) return OpcuaMachineReading{std::numeric_limits<double>::quiet_NaN()};
  OpcuaMachineReading reading{readings_.front()};
  readings_.pop_front();
  if (happens(plan_.faults.doubt)) reading.quality = ReadingQuality::uncertain;
  return reading;
}

}  // namespace openspc::admin
