// Machines that speak OPC UA, as they are: tools wear and are changed, sensors fail, fall silent and say NaN. Pure:
// what their nodes would hold, and when, is for the caller to serve. Read by `openspc simulate opcua` and by the demo.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "admin/demo_process.h"

namespace openspc::admin {

enum class ReadingQuality : std::uint8_t { good, uncertain, bad };

/// How often a machine misbehaves, for each reading.
struct SensorFaults {
  double silence = 0;   ///< begins a pause of some readings
  double failure = 0;   ///< bad quality
  double doubt = 0;     ///< uncertain quality
  double nonsense = 0;  ///< NaN
};

struct OpcuaMachinePlan {
  std::string station{};         ///< node of the plant's tree, and folder of the address space
  std::string characteristic{};  ///< what it measures, and variable in the folder
  ProcessSettings process{};     ///< size: readings a subgroup
  std::optional<double> usl{}, lsl{}, target{};
  double seconds = 1;  ///< between two readings
  SensorFaults faults{};

  /// The name of the variable: "Grinder 4.Shaft diameter".
  std::string node() const { return station + '.' + characteristic; }
};

const std::vector<OpcuaMachinePlan>& demo_opcua_machines();

struct OpcuaMachineReading {
  double value = 0;
  ReadingQuality quality = ReadingQuality::good;
};

class DemoOpcuaMachine {
 public:
  DemoOpcuaMachine(const OpcuaMachinePlan& plan, std::uint64_t seed);

  /// What the sensor says next: nothing while it is silent.
  std::optional<OpcuaMachineReading> next();
  const OpcuaMachinePlan& plan() const { return plan_; }

 private:
  bool happens(double probability);

  const OpcuaMachinePlan& plan_;
  DemoProcess process_;
  std::mt19937_64 random_;
  std::deque<double> readings_;
  int silent_for_ = 0;
};

}  // namespace openspc::admin
