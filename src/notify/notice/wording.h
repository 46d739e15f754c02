// Alerts in words: the one place where English for people outside of the page is written. Pure functions, called by
// the templates of all channels, so that mail and chat say the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "notify/notice/alert.h"

namespace openspc::notify {

/// One line: "CRITICAL: Outlier at Bore diameter".
std::string headline(const Alert& alert);
/// One line for a subject or a title; a digest says how many there are.
std::string headline(const Notice& notice);

using Fact = std::pair<std::string, std::string>;
/// Names and values in the order of reading: place, value, limits, time ...
std::vector<Fact> facts(const Alert& alert);

/// What to do, or why this is told: escalation, repetitions, acknowledgement. May be empty.
std::string remark(const Notice& notice);

/// The address of the chart that an alert is about, nothing when it is about none.
std::optional<std::string> chart_url(const Alert& alert, std::string_view public_url);

/// The whole notice as plain text, a line for each fact.
std::string plain_text(const Notice& notice);

}  // namespace openspc::notify
