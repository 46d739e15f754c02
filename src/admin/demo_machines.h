// Machines as they are: each has a believable process, a payload of its own style, and the faults of real ones: it
// falls silent, sends twice, sends late, and says NaN. Pure: what they would publish, and when, is for the caller to
// do. Read by `openspc simulate mqtt` and by the demo of machines.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "admin/demo_process.h"
#include "base/time.h"

namespace openspc::admin {

enum class PayloadStyle : std::uint8_t { number, json, text };

/// How often a machine misbehaves, for each reading.
struct MachineFaults {
  double silence = 0;     ///< begins a pause of some readings
  double repetition = 0;  ///< the message is sent twice
  double lateness = 0;    ///< it is sent after its successor, with its own time
  double nonsense = 0;    ///< "nan" instead of a number
};

struct MachinePlan {
  std::string station{};         ///< node of the plant's tree
  std::string characteristic{};  ///< what it measures
  std::string topic{};           ///< below the prefix
  PayloadStyle style = PayloadStyle::number;
  ProcessSettings process{};  ///< size: readings a subgroup
  std::optional<double> usl{}, lsl{}, target{};
  double seconds = 1;       ///< between two readings
  bool has_cycles = false;  ///< a message on TOPIC/cycle ends each subgroup, of a varying number of readings
  MachineFaults faults{};
};

const std::vector<MachinePlan>& demo_machines();

struct MachineMessage {
  std::string topic;
  std::string payload;
};

class DemoMachine {
 public:
  DemoMachine(const MachinePlan& plan, std::uint64_t seed);

  /// What the machine publishes for its next reading: none while it is silent, more when it repeats or catches up.
  std::vector<MachineMessage> next(base::Timestamp now);
  const MachinePlan& plan() const { return plan_; }

 private:
  double next_value();
  std::string payload_of(double value, base::Timestamp now);
  bool happens(double probability);

  const MachinePlan& plan_;
  DemoProcess process_;
  std::mt19937_64 random_;
  std::deque<double> readings_;
  std::optional<MachineMessage> held_back_;
  int silent_for_ = 0;
  int until_cycle_ = 0;
  std::int64_t part_ = 0;
};

}  // namespace openspc::admin
