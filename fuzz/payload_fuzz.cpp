// Any bytes as a payload under rules of every format: a finite reading of clean texts, or a reason that is clean
// itself. What follows the first line end of the input is also tried as a payload with the line before it as path and
// pattern.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "connect/payload/payload.h"

namespace {

namespace connect = openspc::connect;
using openspc::base::is_utf8;

void require(bool holds) {
  if (!holds) std::abort();
}

void require_clean(const std::optional<std::string>& text) {
  require(!text || (!text->empty() && is_utf8(*text) && openspc::base::utf8_count(*text) <= 100 &&
                    text->find('\0') == std::string::npos));
}

void extract(const connect::payload::PayloadExtractor& extractor, std::string_view payload) {
  const auto outcome = extractor.extract(payload);
  if (const auto* unreadable = std::get_if<connect::payload::Unreadable>(&outcome)) {
    require(!unreadable->reason.empty() && is_utf8(unreadable->reason));
    return;
  }
  const auto& reading = std::get<connect::payload::Reading>(outcome);
  require(std::isfinite(reading.value));
  require(reading.subgroup.size() <= connect::payload::kLargestSubgroup);
  for (const double value : reading.subgroup) require(std::isfinite(value));
  require_clean(reading.batch_number);
  require_clean(reading.operator_id);
  require_clean(reading.serial_number);
}

connect::payload::PayloadRule json_rule(std::string value_path) {
  return {.format = connect::payload::PayloadFormat::json,
          .value_path = std::move(value_path),
          .timestamp_path = "t",
          .batch_path = "/b",
          .operator_path = "o.0",
          .serial_path = ""};
}

/// Arrays, times in local order and a decimal comma.
connect::payload::PayloadRule country_rule() {
  connect::payload::PayloadRule rule = json_rule("v");
  rule.timestamp_format = connect::payload::TimestampFormat::day_first;
  rule.time_zone = "Europe/Berlin";
  rule.numbers = {.mark = connect::payload::DecimalMark::comma, .arrays = connect::payload::ArrayUse::subgroup};
  return rule;
}

connect::payload::PayloadRule text_rule(std::string pattern) {
  return {.format = connect::payload::PayloadFormat::text, .pattern = std::move(pattern)};
}

const std::vector<connect::payload::PayloadExtractor>& fixed_rules() {
  static const std::vector<connect::payload::PayloadExtractor> rules = [] {
    std::vector<connect::payload::PayloadExtractor> made;
    for (const auto& rule :
         {connect::payload::PayloadRule{}, json_rule(""), json_rule("v"), json_rule("/0/v~1"), country_rule(),
          text_rule(R"(T=(-?[\d.]+))"), text_rule("T=(.*?);"), text_rule(R"(^\s*(\S+)\b)")}) {
      made.emplace_back(rule);
    }
    return made;
  }();
  return rules;
}

void extract_by(connect::payload::PayloadRule rule, std::string_view payload) {
  try {
    extract(connect::payload::PayloadExtractor(std::move(rule)), payload);
  } catch (const openspc::base::Error& error) {
    require(error.kind() == openspc::base::ErrorKind::invalid && error.fields().size() == 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& extractor : fixed_rules()) extract(extractor, text);
  const auto excerpt = connect::payload::printable_excerpt(text, 20);
  require(is_utf8(excerpt) && openspc::base::utf8_count(excerpt) <= 20);

  const auto line_end = text.find('\n');
  if (line_end == std::string_view::npos) return 0;
  const std::string rule(text.substr(0, line_end));
  extract_by(json_rule(rule), text.substr(line_end + 1));
  extract_by(text_rule(rule), text.substr(line_end + 1));
  return 0;
}
