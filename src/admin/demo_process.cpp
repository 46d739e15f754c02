#include "admin/demo_process.h"

#include <algorithm>
#include <cmath>

namespace openspc::admin {
namespace {

// How long an episode lasts, in samples: long enough for its rule to see it.
struct Length {
  int shortest;
  int longest;
};

Length length_of(Cause cause) {
  switch (cause) {
    case Cause::outlier:
      return {1, 1};
    case Cause::large_shift:
      return {3, 6};
    case Cause::small_shift:
      return {6, 10};
    case Cause::shift:
      return {12, 20};
    case Cause::drift:
      return {10, 16};
    case Cause::alternation:
      return {15, 20};
    case Cause::stratification:
      return {18, 24};
    case Cause::mixture:
      return {10, 16};
    case Cause::none:
      break;
  }
  return {0, 0};
}

}  // namespace

std::string_view name(Cause cause) {
  switch (cause) {
    case Cause::outlier:
      return "outlier";
    case Cause::shift:
      return "shift";
    case Cause::drift:
      return "drift";
    case Cause::alternation:
      return "alternation";
    case Cause::large_shift:
      return "large shift";
    case Cause::small_shift:
      return "small shift";
    case Cause::stratification:
      return "stratification";
    case Cause::mixture:
      return "mixture";
    case Cause::none:
      break;
  }
  return "none";
}

DemoProcess::DemoProcess(ProcessSettings settings, std::uint64_t seed)
    : settings_(std::move(settings)), random_(seed), calm_left_(static_cast<int>(settings_.calm / 2)) {}

void DemoProcess::stay_calm_for(int samples) {
  episode_ = {};
  calm_left_ = samples;
}

void DemoProcess::begin(Cause cause) {
  const auto [shortest, longest] = length_of(cause);
  episode_ = {
      .cause = cause, .age = -1, .length = chance(shortest, longest), .direction = chance(0, 1) == 0 ? -1.0 : 1.0};
}

SimulatedSample DemoProcess::next() {
  advance_episode();
  const int spread = settings_.size_spread;
  const int size = std::max(1, settings_.size + (spread > 0 ? chance(-spread, spread) : 0));
  auto sample = settings_.kind == Kind::readings ? draw_readings(size) : draw_count(size);
  sample.cause = episode_.cause;
  ++step_;
  return sample;
}

void DemoProcess::advance_episode() {
  const bool is_calm = episode_.cause == Cause::none;
  if (is_calm && !settings_.causes.empty() && calm_left_-- <= 0) {
    const auto last = static_cast<int>(settings_.causes.size()) - 1;
    begin(settings_.causes[static_cast<std::size_t>(chance(0, last))]);
  }
  if (episode_.cause == Cause::none || ++episode_.age < episode_.length) return;
  episode_ = {};
  calm_left_ = chance(static_cast<int>(settings_.calm / 2), static_cast<int>(settings_.calm * 3 / 2));
}

// How far the level stands off, in sigmas of the plotted statistic.
double DemoProcess::level_offset() {
  switch (episode_.cause) {
    case Cause::outlier:
      return episode_.direction * (4.0 + 0.5 * std::abs(normal()));
    case Cause::shift:
      return episode_.direction * 1.2;
    case Cause::large_shift:
      return episode_.direction * 2.3;
    case Cause::small_shift:
      return episode_.direction * 1.7;
    case Cause::drift:
      return episode_.direction * 0.32 * static_cast<double>(episode_.age + 1);
    case Cause::alternation:
      return step_ % 2 == 0 ? 1.3 : -1.3;
    case Cause::mixture:
      return chance(0, 1) == 0 ? 1.9 : -1.9;
    case Cause::stratification:
    case Cause::none:
      break;
  }
  return 0;
}

// The level of one sample, which carries everything but the scatter inside the sample. The patterns that live of
// regularity are drawn with less scatter of their own, as such processes have.
double DemoProcess::draw_center(double sigma_of_mean) {
  return settings_.center + level_offset() * sigma_of_mean;
}

SimulatedSample DemoProcess::draw_readings(int size) {
  const double sigma_of_mean = settings_.sigma / std::sqrt(static_cast<double>(size));
  const double center = draw_center(sigma_of_mean);
  SimulatedSample sample;
  double drawn_mean = 0;
  for (int i = 0; i < size; ++i) {
    sample.readings.push_back(normal() * settings_.sigma);
    drawn_mean += sample.readings.back() / size;
  }
  const bool calm_means = episode_.cause == Cause::stratification || episode_.cause == Cause::drift ||
                          episode_.cause == Cause::alternation || episode_.cause == Cause::mixture;
  const double kept = calm_means ? 0.25 : 1.0;
  for (double& reading : sample.readings) reading = rounded(center + reading - drawn_mean * (1 - kept));
  sample.size = size;
  return sample;
}

SimulatedSample DemoProcess::draw_count(int size) {
  const bool binomial = settings_.kind == Kind::nonconforming;
  const double share = settings_.center;
  const double sigma = std::sqrt((binomial ? share * (1 - share) : share) / size);
  const double level = std::clamp(share + level_offset() * sigma, 0.0, binomial ? 1.0 : 1e6);
  SimulatedSample sample;
  sample.size = size;
  sample.count = binomial ? static_cast<double>(std::binomial_distribution<int>(size, level)(random_))
                          : static_cast<double>(std::poisson_distribution<int>(std::max(1e-9, level * size))(random_));
  return sample;
}

double DemoProcess::rounded(double value) const {
  const double scale = std::pow(10.0, settings_.decimals);
  return std::round(value * scale) / scale;
}

int DemoProcess::chance(int low, int high) {
  return std::uniform_int_distribution<int>(low, std::max(low, high))(random_);
}

}  // namespace openspc::admin
