#include "spc/sorting.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
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

}  // namespace

std::vector<double> sorted(std::span<const double> readings) {
  constexpr std::size_t kFewest = 4096;  // below, counting digits costs more than comparing
  std::vector<double> result(readings.begin(), readings.end());
  if (result.size() >= kFewest) return radix_sorted(std::move(result));
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace openspc::spc
