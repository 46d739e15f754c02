#include "spc/sorting.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace openspc::spc {
namespace {

constexpr unsigned kDigitBits = 11;
constexpr std::size_t kDigits = (64 + kDigitBits - 1) / kDigitBits;
constexpr std::size_t kDigitValues = std::size_t{1} << kDigitBits;

// Bits that are ordered, as whole numbers, like the doubles: those of negative numbers fall as they grow (IEEE 754).
std::uint64_t key_of(double reading) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
  const auto bits = std::bit_cast<std::uint64_t>(reading);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

std::size_t digit_of(double reading, std::size_t digit) {
  return key_of(reading) >> (digit * kDigitBits) & (kDigitValues - 1);
}

using Counts = std::array<std::size_t, kDigitValues>;

// Where the first reading of each value of a digit goes.
Counts places(const Counts& counts) {
  Counts first{};
  for (std::size_t value = 1; value < kDigitValues; ++value) first[value] = first[value - 1] + counts[value - 1];
  return first;
}

// By the lowest digit first, each pass keeping the order of the one before (Knuth, TAOCP vol. 3, 5.2.5).
std::vector<double> radix_sorted(std::vector<double> readings) {
  std::array<Counts, kDigits> counts{};
  for (const double reading : readings) {
    for (std::size_t digit = 0; digit < kDigits; ++digit) ++counts[digit][digit_of(reading, digit)];
  }
  std::vector<double> moved(readings.size());
  for (std::size_t digit = 0; digit < kDigits; ++digit) {
    if (std::ranges::find(counts[digit], readings.size()) != counts[digit].end()) continue;  // all have the same
    Counts next = places(counts[digit]);
    for (const double reading : readings) moved[next[digit_of(reading, digit)]++] = reading;
    readings.swap(moved);
  }
  return readings;
}

// As many stretches of equal width as there are readings, most of them with one or two: put there, hardly any is out
// of order. Nothing where readings crowd together so that mending that would take long.
std::optional<std::vector<double>> distributed(std::span<const double> readings) {
  const auto [lowest_at, highest_at] = std::ranges::minmax_element(readings);
  const double lowest = *lowest_at;
  const double scale = static_cast<double>(readings.size() - 1) / (*highest_at - lowest);
  if (!std::isnormal(scale)) return std::nullopt;  // all equal, or too far apart to say by how much
  const auto stretch_of = [lowest, scale](double reading) {
    return static_cast<std::size_t>((reading - lowest) * scale);
  };
  std::vector<std::uint32_t> next(readings.size() + 1);
  for (const double reading : readings) ++next[stretch_of(reading) + 1];
  for (std::size_t i = 1; i < next.size(); ++i) next[i] += next[i - 1];
  std::vector<double> result(readings.size());
  for (const double reading : readings) result[next[stretch_of(reading)]++] = reading;
  constexpr std::size_t kMostMoves = 8;  // of each reading on average
  std::size_t moves = kMostMoves * result.size();
  for (std::size_t i = 1; i < result.size(); ++i) {
    const double reading = result[i];
    std::size_t at = i;
    for (; at > 0 && result[at - 1] > reading; --at) {
      if (moves-- == 0) return std::nullopt;
      result[at] = result[at - 1];
    }
    result[at] = reading;
  }
  return result;
}

}  // namespace

std::vector<double> sorted(std::span<const double> readings) {
  constexpr std::size_t kFewest = 64;          // below, anything costs more than comparing
  constexpr std::size_t kMostAtOnce = 65'536;  // beyond, memory is slower than counting digits
  constexpr std::size_t kFewestDigits = 4096;
  if (readings.size() >= kFewest && readings.size() <= kMostAtOnce)
    if (auto result = distributed(readings)) return *std::move(result);
  std::vector<double> result(readings.begin(), readings.end());
  if (result.size() >= kFewestDigits) return radix_sorted(std::move(result));
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace openspc::spc
