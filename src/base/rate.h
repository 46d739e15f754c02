// A request rate as written in settings: "5/minute". Parsed here once; net/ counts requests against it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace openspc::base {

struct Rate {
  int count = 0;                // requests allowed in one window, at least 1
  int multiple = 1;             // window length in units
  std::string unit = "minute";  // second, minute, hour, day

  std::chrono::seconds window() const;
  /// "5 per 1 minute", the wording of the documented 429 body.
  std::string describe() const;

  bool operator==(const Rate&) const = default;
};

/// Reads "5/minute", "5 per minute", "10/5minutes", "100 per 2 hours"; nullopt for anything else.
std::optional<Rate> parse_rate(std::string_view text);

}  // namespace openspc::base
