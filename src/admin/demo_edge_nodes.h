// Edge nodes as they are: devices with believable processes, and the faults of a real line: messages that get lost,
// a connection that breaks and whose measurements follow later, a device that is away for a change of tools, a sensor
// that says NaN. Pure: how that is said on a wire is for the caller. Read by `openspc simulate sparkplug` and by the
// demo of machines.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "admin/demo_machines.h"
#include "admin/demo_process.h"
#include "base/time.h"

namespace openspc::admin {

/// How often, for each reading.
struct EdgeFaults {
  double loss = 0;      ///< the message is numbered and never arrives
  double swap = 0;      ///< it is sent after its successor
  double cut = 0;       ///< the connection breaks for some readings; they follow as history
  double absence = 0;   ///< the device dies and is born again some readings later
  double nonsense = 0;  ///< NaN instead of a number
};

struct EdgeDevicePlan {
  std::string node{};
  std::string device{};
  std::string metric{};
  MachinePlan machine{};  ///< what it measures; topic, style and faults count for nothing
  EdgeFaults faults{};
};

inline constexpr const char* kDemoEdgeGroup = "Northfield";
const std::vector<EdgeDevicePlan>& demo_edge_devices();

struct EdgeReading {
  double value = 0;  ///< may be NaN
  base::Timestamp time{};
  bool is_history = false;
};

/// What a device does next.
struct EdgeStep {
  enum class Kind : std::uint8_t { measure, stay_silent, lose, swap, cut, leave, come_back };
  Kind kind = Kind::measure;
  std::vector<EdgeReading> readings{};
};

class DemoEdgeDevice {
 public:
  DemoEdgeDevice(const EdgeDevicePlan& plan, std::uint64_t seed);

  EdgeStep next(base::Timestamp now);
  const EdgeDevicePlan& plan() const { return plan_; }
  bool is_away() const { return away_for_ > 0; }

 private:
  EdgeReading measure(base::Timestamp now);
  bool happens(double probability);

  const EdgeDevicePlan& plan_;
  DemoProcess process_;
  std::mt19937_64 random_;
  std::vector<double> readings_;  // of the sample under way, last first
  std::vector<EdgeReading> kept_;
  int away_for_ = 0;
  int cut_for_ = 0;
};

}  // namespace openspc::admin
