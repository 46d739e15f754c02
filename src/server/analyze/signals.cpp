#include "server/analyze/signals.h"

#include <algorithm>
#include <array>
#include <optional>

namespace openspc::server::analyze {
namespace {

Side side_of(const spc::ChartSeries& series, const spc::SeriesHit& hit) {
  const spc::PlottedPoint newest = series.plotted(hit.index);
  switch (hit.hit.rule) {
    case spc::Rule::trend:
      return spc::direction(series.plotted(hit.index - 1), newest) > 0 ? Side::upper : Side::lower;
    case spc::Rule::outlier:
    case spc::Rule::shift:
    case spc::Rule::zone_a:
    case spc::Rule::zone_b:
      return newest.value > newest.scale.center ? Side::upper : Side::lower;
    case spc::Rule::alternator:
    case spc::Rule::stratification:
    case spc::Rule::mixture:
      break;
  }
  return Side::both;
}

// A signal that the next hit of its rule may still extend.
struct Open {
  std::size_t signal = 0;      // its place among the signals
  std::size_t last = 0;        // position of its newest point in the series
  std::size_t last_point = 0;  // the same, as point number
};

void extend(Signal& signal, const std::vector<std::size_t>& points) {
  for (const std::size_t point : points) {
    if (point > signal.points.back()) signal.points.push_back(point);
  }
}

std::string in_a_row(const Signal& signal) {
  return std::to_string(signal.points.size()) + " in a row";
}

std::string above_or_below(const Signal& signal) {
  return signal.side == Side::upper ? "above" : "below";
}

}  // namespace

std::vector<Signal> find_signals(const spc::ChartSeries& series, spc::ChartPart part) {
  std::vector<Signal> signals;
  std::array<std::optional<Open>, spc::kRuleCount> open;
  for (const spc::SeriesHit& hit : series.hits()) {
    std::vector<std::size_t> points = series.involved(hit);
    for (std::size_t& point : points) ++point;
    const Side side = side_of(series, hit);
    std::optional<Open>& current = open[spc::index_of(hit.hit.rule)];
    const bool goes_on = current && signals[current->signal].side == side && hit.index == current->last + 1;
    const bool overlaps = current && signals[current->signal].side == side && points.front() <= current->last_point;
    if (goes_on || overlaps) {
      extend(signals[current->signal], points);
      current->last = hit.index;
      current->last_point = points.back();
      continue;
    }
    current = Open{signals.size(), hit.index, points.back()};
    signals.push_back({part, hit.hit.rule, side, std::move(points)});
  }
  std::ranges::stable_sort(signals, {}, [](const Signal& signal) { return signal.points.front(); });
  return signals;
}

std::string describe(const Signal& signal) {
  switch (signal.rule) {
    case spc::Rule::outlier:
      return std::string(signal.side == Side::upper ? "above the upper" : "below the lower") + " control limit";
    case spc::Rule::shift:
      return in_a_row(signal) + " " + above_or_below(signal) + " the center line";
    case spc::Rule::trend:
      return in_a_row(signal) + " steadily " + (signal.side == Side::upper ? "rising" : "falling");
    case spc::Rule::alternator:
      return in_a_row(signal) + " alternating up and down";
    case spc::Rule::zone_a:
      return std::to_string(signal.points.size()) + " beyond 2 sigma " + above_or_below(signal) +
             " the center, two of three in a row";
    case spc::Rule::zone_b:
      return std::to_string(signal.points.size()) + " beyond 1 sigma " + above_or_below(signal) +
             " the center, four of five in a row";
    case spc::Rule::stratification:
      return in_a_row(signal) + " within 1 sigma of the center";
    case spc::Rule::mixture:
      return in_a_row(signal) + ", none within 1 sigma of the center";
  }
  return {};
}

std::string usual_cause(spc::Rule rule, spc::ChartPart part) {
  const bool spread = part == spc::ChartPart::dispersion;
  switch (rule) {
    case spc::Rule::outlier:
      return spread ? "Something disturbed the spread here: find out what was different."
                    : "Something out of the ordinary acted here: find out what was different.";
    case spc::Rule::shift:
      return spread ? "The spread has changed and stays so." : "The level has moved and stays there.";
    case spc::Rule::trend:
      return spread ? "The spread drifts." : "The level drifts: wear, warming, depletion.";
    case spc::Rule::alternator:
      return "Two sources take turns, or the process is adjusted after every point.";
    case spc::Rule::zone_a:
      return "An early sign that the level has moved.";
    case spc::Rule::zone_b:
      return "A small, lasting move of the level.";
    case spc::Rule::stratification:
      return "Limits too wide for these points: subgroups may mix streams, or the process has improved.";
    case spc::Rule::mixture:
      return "Points come from two levels that alternate irregularly.";
  }
  return {};
}

}  // namespace openspc::server::analyze
