#include "server/analyze/framing_rows.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <utility>

namespace openspc::server::analyze {
namespace {

constexpr auto kPrefixed =
    std::to_array<std::string_view>({"m", "g", "s", "A", "K",  "mol", "Hz", "N", "Pa", "J",  "W",  "C",
                                     "V", "F", "Ω", "S", "Wb", "T",   "H",  "l", "L",  "Bq", "eV", "bar"});
constexpr auto kPlain = std::to_array<std::string_view>(
    {"in",   "inch", "inches", "ft",  "mil", "mils", "thou", "yd",  "lb",  "lbs", "lbf", "oz",  "kip",
     "psi",  "ksi",  "t",      "sec", "min", "h",    "hr",   "d",   "day", "°C",  "°F",  "°",   "deg",
     "rad",  "%",    "‰",      "ppm", "ppb", "pH",   "dB",   "rpm", "pcs", "pc",  "ea",  "ohm", "kohm",
     "degC", "degF", "HRC",    "HV",  "Nm",  "kNm",  "Ncm",  "Ah",  "mAh", "Wh",  "kWh"});
constexpr auto kPrefixes =
    std::to_array<std::string_view>({"", "k", "M", "G", "T", "h", "da", "d", "c", "m", "µ", "μ", "u", "n", "p"});
constexpr auto kSummaries = std::to_array<std::string_view>(
    {"mean",         "average", "avg",        "total",       "sum",        "median",
     "min",          "minimum", "max",        "maximum",     "range",      "std",
     "stdev",        "std dev", "std. dev.",  "stddev",      "sd",         "sigma",
     "variance",     "count",   "grand mean", "grand total", "mittelwert", "mittel",
     "durchschnitt", "summe",   "gesamt",     "anzahl",      "spannweite", "standardabweichung",
     "streuung",     "moyenne", "somme",      "media",       "promedio",   "suma",
     "gemiddelde"});

bool starts_with_digit(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0;
}

std::string_view without_exponent(std::string_view text) {
  for (const std::string_view power : {"²", "³", "⁻¹", "^2", "^3", "^-1", "**2", "2", "3", "-1"}) {
    if (text.size() > power.size() && text.ends_with(power)) return text.substr(0, text.size() - power.size());
  }
  return text;
}

bool is_single_unit(std::string_view text) {
  text = without_exponent(text);
  if (std::ranges::find(kPlain, text) != kPlain.end()) return true;
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) {
    return text.starts_with(prefix) && std::ranges::find(kPrefixed, text.substr(prefix.size())) != kPrefixed.end();
  });
}

std::string_view unbracketed(std::string_view text) {
  for (const std::string_view pair : {"[]", "()", "<>", "{}"}) {
    if (text.size() > 2 && text.front() == pair.front() && text.back() == pair.back())
      return text.substr(1, text.size() - 2);
  }
  return text;
}

// Where the first sign that joins two units stands in the text, and how long it is; at its end when there is none.
std::pair<std::size_t, std::size_t> first_joint(std::string_view text) {
  std::pair<std::size_t, std::size_t> first{text.size(), 0};
  for (const std::string_view joint : {"/", "·", "⋅", "*", " "})
    if (const std::size_t at = text.find(joint); at < first.first) first = {at, joint.size()};
  return first;
}

// Of ASCII letters; `word` is in small ones.
bool equals(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return text.size() == word.size() && std::ranges::equal(text, word, same);
}

bool says_summary(std::string_view cell) {
  constexpr std::size_t kLongest = 24;
  if (cell.empty() || cell.size() > kLongest || std::isalpha(static_cast<unsigned char>(cell.front())) == 0)
    return false;
  while (cell.ends_with(':') || cell.ends_with('=') || cell.ends_with(' ')) cell.remove_suffix(1);
  return std::ranges::any_of(kSummaries, [&](std::string_view word) { return equals(cell, word); });
}

}  // namespace

bool is_unit(std::string_view text) {
  text = unbracketed(text);
  if (text == "1/min") return true;
  if (text.empty() || starts_with_digit(text)) return false;
  for (;;) {
    const auto [end, joint] = first_joint(text);
    if (!is_single_unit(text.substr(0, end))) return false;
    if (joint == 0) return true;
    text.remove_prefix(end + joint);
  }
}

bool sums_up(std::span<const std::string> cells) {
  return std::ranges::any_of(cells, [](const std::string& cell) { return says_summary(cell); });
}

}  // namespace openspc::server::analyze
