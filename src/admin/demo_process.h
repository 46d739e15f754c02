// A believable process for the demo: readings around a center, with assignable causes that come, stay a while and go.
// Each cause has the signature that one run rule is known for. Called by the seed (history) and the simulator (live).
// A value type with its own random numbers: one thread uses one object; the same seed gives the same readings.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

namespace openspc::admin {

/// What can go wrong, and the Nelson rule (Nelson 1984) that it is most likely to raise.
enum class Cause {
  none,
  outlier,         ///< a chip under the gauge: one reading far off (rule 1)
  shift,           ///< another lot of material: the level moves by 1.2 sigma of the statistic (rule 2)
  drift,           ///< a tool wears until it is changed: the level climbs step by step (rule 3)
  alternation,     ///< two stations in turn, or an operator who corrects every part: up, down, up, down (rule 4)
  large_shift,     ///< a wrong setting: the level moves by about two sigma of the statistic (rule 5)
  small_shift,     ///< a worn guide: the level moves by about one and a half sigma (rule 6)
  stratification,  ///< each subgroup takes one part from every stream: its means hardly vary (rule 7)
  mixture          ///< two streams far apart, each sample from either of them (rule 8)
};

std::string_view name(Cause cause);

/// What kind of number the process gives.
enum class Kind { readings, nonconforming, nonconformities };

struct ProcessSettings {
  Kind kind = Kind::readings;
  double center = 0;            ///< of single readings; share nonconforming; nonconformities for one unit inspected
  double sigma = 1;             ///< of single readings; unused for counts
  int size = 1;                 ///< readings a subgroup, or items inspected
  int size_spread = 0;          ///< the size varies by up to this much in both directions
  int decimals = 3;             ///< resolution of the gauge
  std::vector<Cause> causes{};  ///< what happens here now and then
  double calm = 240;            ///< samples between two episodes, on average
};

struct SimulatedSample {
  std::vector<double> readings;  ///< empty for counts
  double count = 0;
  double size = 0;
  Cause cause = Cause::none;  ///< what was at work
};

class DemoProcess {
 public:
  DemoProcess(ProcessSettings settings, std::uint64_t seed);

  SimulatedSample next();
  /// Nothing happens for so many samples.
  void stay_calm_for(int samples);
  /// The cause is at work from the next sample on, for as long as it usually is.
  void begin(Cause cause);

 private:
  struct Episode {
    Cause cause = Cause::none;
    int age = 0;  // of the newest sample; -1 before the first one
    int length = 0;
    double direction = 1;
  };

  void advance_episode();
  double level_offset();
  double draw_center(double sigma_of_mean);
  SimulatedSample draw_readings(int size);
  SimulatedSample draw_count(int size);
  double rounded(double value) const;
  int chance(int low, int high);
  double normal() { return normal_(random_); }

  ProcessSettings settings_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  Episode episode_;
  int calm_left_ = 0;
  std::int64_t step_ = 0;
};

}  // namespace openspc::admin
