#include "admin/demo_plan.h"

namespace openspc::admin {
namespace {

using quality::judge::DataType;
using quality::judge::SubgroupMode;
using Path = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kPrecision = "NFP";
constexpr const char* kFoods = "HBF";

Path machining(const char* machine) {
  return {{"Northfield", "Site"}, {"Machining", "Area"}, {"Line 1", "Line"}, {machine, "Equipment"}};
}
Path assembly(const char* machine) {
  return {{"Northfield", "Site"}, {"Assembly", "Area"}, {"Line 2", "Line"}, {machine, "Equipment"}};
}
Path filling(const char* machine) {
  return {{"Harbor", "Site"}, {"Filling", "Area"}, {"Line A", "Line"}, {machine, "Equipment"}};
}
Path packing(const char* machine) {
  return {{"Harbor", "Site"}, {"Packing", "Area"}, {"Line B", "Line"}, {machine, "Equipment"}};
}

std::vector<DemoCharacteristic> machining_characteristics() {
  return {
      {.plant_code = kPrecision,
       .path = machining("Lathe 3"),
       .name = "Bore diameter",
       .description = "mm; the insert wears and is changed",
       .target = 25.0,
       .usl = 25.04,
       .lsl = 24.96,
       .process = {.center = 25.0, .sigma = 0.01, .size = 5, .decimals = 3, .causes = {Cause::drift, Cause::shift}},
       .rules = {1, 2, 3, 5, 6},
       .latest_cause = Cause::drift},
      {.plant_code = kPrecision,
       .path = machining("Lathe 4"),
       .name = "Shaft diameter",
       .description = "mm; a chip under the gauge now and then",
       .target = 12.0,
       .usl = 12.05,
       .lsl = 11.95,
       .process = {.center = 12.0, .sigma = 0.011, .decimals = 3, .causes = {Cause::outlier}},
       .rules = {1, 2}},
      {.plant_code = kPrecision,
       .path = machining("Grinder 1"),
       .name = "Surface roughness Ra",
       .description = "micrometres, twelve places a part",
       .usl = 1.2,
       .process = {.center = 0.8, .sigma = 0.09, .size = 12, .decimals = 2, .causes = {Cause::shift, Cause::drift}},
       .rules = {1, 2, 3}},
      {.plant_code = kPrecision,
       .path = machining("Hardening oven"),
       .name = "Oven temperature",
       .description = "degrees Celsius; the controller is sometimes set wrong",
       .target = 840.0,
       .usl = 860.0,
       .lsl = 820.0,
       .process = {.center = 840, .sigma = 4.2, .decimals = 1, .causes = {Cause::large_shift, Cause::small_shift}},
       .rules = {1, 5, 6}},
      {.plant_code = kPrecision,
       .path = machining("Plating bath"),
       .name = "Coating thickness",
       .description = "micrometres; one part from each of three hangers makes a subgroup",
       .target = 18.0,
       .usl = 22.0,
       .lsl = 14.0,
       .process = {.center = 18, .sigma = 0.9, .size = 3, .decimals = 2, .causes = {Cause::stratification}},
       .rules = {1, 7},
       .latest_cause = Cause::stratification},
  };
}

std::vector<DemoCharacteristic> assembly_characteristics() {
  return {
      {.plant_code = kPrecision,
       .path = assembly("Screwdriver 7"),
       .name = "Tightening torque",
       .description = "newton metres; two spindles work in turn",
       .target = 8.0,
       .usl = 9.2,
       .lsl = 6.8,
       .process = {.center = 8, .sigma = 0.25, .decimals = 2, .causes = {Cause::alternation}},
       .rules = {1, 4},
       .latest_cause = Cause::alternation},
      {.plant_code = kPrecision,
       .path = assembly("Soldering robot"),
       .name = "Boards with a solder defect",
       .description = "share of the boards of a lot; the lot size varies",
       .data_type = DataType::p,
       .process = {.kind = Kind::nonconforming,
                   .center = 0.045,
                   .size = 240,
                   .size_spread = 90,
                   .causes = {Cause::shift, Cause::outlier}},
       .rules = {1, 2},
       .live_seconds = 10},
      {.plant_code = kPrecision,
       .path = assembly("Final inspection"),
       .name = "Scratches on a housing",
       .description = "count on one housing",
       .data_type = DataType::c,
       .process = {.kind = Kind::nonconformities, .center = 6.5, .size = 1, .causes = {Cause::shift, Cause::outlier}},
       .rules = {1, 2},
       .live_seconds = 10},
  };
}

std::vector<DemoCharacteristic> food_characteristics() {
  return {
      {.plant_code = kFoods,
       .path = filling("Filler 2"),
       .name = "Fill weight",
       .description = "grams; two filling heads that drift apart",
       .target = 500.0,
       .usl = 506.0,
       .lsl = 494.0,
       .process = {.center = 500, .sigma = 1.3, .size = 4, .decimals = 1, .causes = {Cause::mixture, Cause::drift}},
       .rules = {1, 3, 8},
       .latest_cause = Cause::mixture},
      {.plant_code = kFoods,
       .path = filling("Pasteurizer"),
       .name = "Outlet temperature",
       .description = "degrees Celsius; as many readings as the batch allows, each point with limits of its own",
       .mode = SubgroupMode::VARIABLE_LIMITS,
       .target = 74.0,
       .usl = 76.0,
       .lsl = 72.0,
       .process = {.center = 74,
                   .sigma = 0.4,
                   .size = 6,
                   .size_spread = 3,
                   .decimals = 2,
                   .causes = {Cause::shift, Cause::small_shift}},
       .rules = {1, 2, 6}},
      {.plant_code = kFoods,
       .path = filling("Mixer 1"),
       .name = "Viscosity",
       .description = "millipascal seconds; standardized, because the number of readings varies",
       .mode = SubgroupMode::STANDARDIZED,
       .usl = 1400.0,
       .lsl = 1000.0,
       .process = {.center = 1200,
                   .sigma = 40,
                   .size = 5,
                   .size_spread = 2,
                   .decimals = 0,
                   .causes = {Cause::drift, Cause::large_shift}},
       .rules = {1, 3, 5}},
      {.plant_code = kFoods,
       .path = packing("Leak tester"),
       .name = "Leaking pouches",
       .description = "of 200 tested",
       .data_type = DataType::np,
       .process = {.kind = Kind::nonconforming, .center = 0.03, .size = 200, .causes = {Cause::shift, Cause::outlier}},
       .rules = {1, 2},
       .live_seconds = 10},
      {.plant_code = kFoods,
       .path = packing("Labeller"),
       .name = "Label faults",
       .description = "faults for each metre of web inspected; the length varies",
       .data_type = DataType::u,
       .process = {.kind = Kind::nonconformities,
                   .center = 0.6,
                   .size = 25,
                   .size_spread = 10,
                   .causes = {Cause::shift, Cause::outlier}},
       .rules = {1, 2},
       .live_seconds = 10},
  };
}

}  // namespace

const std::vector<DemoPlant>& demo_plants() {
  static const std::vector<DemoPlant> plants{{"Northfield Precision", kPrecision}, {"Harbor Foods", kFoods}};
  return plants;
}

const std::vector<DemoUser>& demo_users() {
  static const std::vector<DemoUser> users{{"admin", net::Role::admin},
                                           {"engineer", net::Role::engineer},
                                           {kDemoSupervisor, net::Role::supervisor},
                                           {kDemoOperator, net::Role::operator_}};
  return users;
}

const std::vector<DemoCharacteristic>& demo_characteristics() {
  static const std::vector<DemoCharacteristic> all = [] {
    auto result = machining_characteristics();
    for (auto& more : assembly_characteristics()) result.push_back(std::move(more));
    for (auto& more : food_characteristics()) result.push_back(std::move(more));
    return result;
  }();
  return all;
}

std::string_view reason_for(std::int64_t rule) {
  switch (rule) {
    case 1:
      return "Measurement Error";
    case 2:
      return "Raw Material Change";
    case 3:
      return "Tool Change";
    case 4:
      return "Operator Error";
    case 5:
      return "Setup Adjustment";
    case 6:
      return "Equipment Malfunction";
    case 7:
      return "Under Investigation";
    default:
      return "Process Adjustment";
  }
}

std::uint64_t seed_of(const DemoCharacteristic& characteristic) {
  // FNV-1a (Fowler, Noll, Vo 1991): stable across programs, unlike std::hash.
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char letter : characteristic.plant_code + characteristic.name) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  }
  return hash;
}

}  // namespace openspc::admin
