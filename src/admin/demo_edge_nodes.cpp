#include "admin/demo_edge_nodes.h"

#include <limits>
#include <utility>

#include "admin/demo_pace.h"

namespace openspc::admin {
namespace {

constexpr int kShortestFault = 5;
constexpr int kLongestFault = 15;

std::vector<EdgeDevicePlan> make_devices() {
  return {
      {.node = "Cell 4",
       .device = "Robot",
       .metric = "Axis 3/Torque",
       .machine = {.station = "Robot 4",
                   .characteristic = "Joint torque",
                   .process = {.center = 84,
                               .sigma = 1.2,
                               .size = 4,
                               .decimals = 2,
                               .causes = {Cause::drift, Cause::outlier},
                               .calm = kCalm},
                   .usl = 92,
                   .lsl = 76,
                   .target = 84,
                   .seconds = 0.7},
       .faults = {.loss = 0.004, .swap = 0.01}},
      {.node = "Cell 4",
       .device = "Welder",
       .metric = "Current",
       .machine = {.station = "Welder 4",
                   .characteristic = "Weld current",
                   .process = {.center = 9.4,
                               .sigma = 0.11,
                               .size = 3,
                               .decimals = 3,
                               .causes = {Cause::small_shift, Cause::mixture},
                               .calm = kCalm},
                   .usl = 10,
                   .lsl = 8.8,
                   .target = 9.4,
                   .seconds = 0.9},
       .faults = {.absence = 0.004, .nonsense = 0.005}},
      {.node = "Washer",
       .device = "Bath",
       .metric = "pH",
       .machine = {.station = "Washer 1",
                   .characteristic = "Bath acidity",
                   .process = {.center = 10.2,
                               .sigma = 0.06,
                               .decimals = 2,
                               .causes = {Cause::shift, Cause::drift},
                               .calm = kCalm},
                   .usl = 10.6,
                   .lsl = 9.8,
                   .target = 10.2,
                   .seconds = 2},
       .faults = {.cut = 0.01}},
  };
}

}  // namespace

const std::vector<EdgeDevicePlan>& demo_edge_devices() {
  static const std::vector<EdgeDevicePlan> devices = make_devices();
  return devices;
}

DemoEdgeDevice::DemoEdgeDevice(const EdgeDevicePlan& plan, std::uint64_t seed)
    : plan_(plan), process_(plan.machine.process, seed), random_(seed ^ 0xed6e) {}

bool DemoEdgeDevice::happens(double probability) {
  return std::uniform_real_distribution<double>(0, 1)(random_) < probability;
}

EdgeReading DemoEdgeDevice::measure(base::Timestamp now) {
  if (readings_.empty()) {
    const SimulatedSample sample = process_.next();
    readings_.assign(sample.readings.rbegin(), sample.readings.rend());
  }
  const double value = readings_.back();
  readings_.pop_back();
  return {.value = happens(plan_.faults.nonsense) ? std::numeric_limits<double>::quiet_NaN() : value, .time = now};
}

EdgeStep DemoEdgeDevice::next(base::Timestamp now) {
  using Does = EdgeStep::Kind;
  std::uniform_int_distribution<int> duration(kShortestFault, kLongestFault);
  if (away_for_ > 0) return {.kind = --away_for_ == 0 ? Does::come_back : Does::stay_silent};
  EdgeReading reading = measure(now);
  if (cut_for_ > 0) {
    kept_.push_back(reading);
    kept_.back().is_history = true;
    if (--cut_for_ > 0) return {.kind = Does::stay_silent};
    return {.kind = Does::measure, .readings = std::exchange(kept_, {})};
  }
  if (happens(plan_.faults.absence)) {
    away_for_ = duration(random_);
    return {.kind = Does::leave};
  }
  if (happens(plan_.faults.cut)) {
    cut_for_ = duration(random_);
    kept_.assign(1, {.value = reading.value, .time = reading.time, .is_history = true});
    return {.kind = Does::cut};
  }
  Does kind = Does::measure;
  if (happens(plan_.faults.loss)) {
    kind = Does::lose;
  } else if (happens(plan_.faults.swap)) {
    kind = Does::swap;
  }
  return {.kind = kind, .readings = {reading}};
}

}  // namespace openspc::admin
