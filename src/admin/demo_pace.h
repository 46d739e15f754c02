// How the machines of the demo pause and drift. Called by their plans.
#pragma once

namespace openspc::admin {

inline constexpr int kShortestSilence = 5;
inline constexpr int kLongestSilence = 20;
/// Samples between two episodes: a newcomer sees one every minute or two.
inline constexpr double kCalm = 60;

}  // namespace openspc::admin
