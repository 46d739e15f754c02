// What the demo consists of, as data: two plants, their ISA-95 trees, people, and characteristics of every chart type.
// Read by the seed and by the simulator, which finds its characteristics by plant code and name.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "admin/demo_process.h"
#include "net/access.h"
#include "quality/judge/characteristic.h"

namespace openspc::admin {

struct DemoCharacteristic {
  std::string plant_code{};
  std::vector<std::pair<std::string, std::string>> path{};  ///< name and type of the nodes from the root down
  std::string name{};
  std::string description{};
  quality::judge::DataType data_type = quality::judge::DataType::variable;
  quality::judge::SubgroupMode mode = quality::judge::SubgroupMode::NOMINAL_TOLERANCE;
  std::optional<double> target{}, usl{}, lsl{};
  ProcessSettings process{};
  std::set<int> rules{};                ///< those that see its causes; an engineer switched the others off
  std::optional<Cause> latest_cause{};  ///< what happened last in its history, and nobody has answered yet
  double live_seconds = 6;              ///< between two samples of the simulator
  int history_minutes = 45;             ///< between two samples of the history
};

struct DemoPlant {
  std::string name;
  std::string code;
};

struct DemoUser {
  std::string username;
  net::Role role = net::Role::operator_;
};

inline constexpr const char* kDemoPassword = "openspc-demo";
inline constexpr const char* kDemoOperator = "operator";
inline constexpr const char* kDemoSupervisor = "supervisor";

const std::vector<DemoPlant>& demo_plants();
const std::vector<DemoUser>& demo_users();
const std::vector<DemoCharacteristic>& demo_characteristics();

/// What each pattern most often points at (Nelson 1984); one of the reasons that the page offers.
std::string_view reason_for(std::int64_t rule);

/// A seed for the characteristic's random numbers that is the same in every run.
std::uint64_t seed_of(const DemoCharacteristic& characteristic);

}  // namespace openspc::admin
