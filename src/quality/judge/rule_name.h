// What a violation is called, as stored and as told on the wire. Called by whoever stores or tells one. Pure functions.
#pragma once

#include <string>

#include "quality/judge/events.h"

namespace openspc::quality::judge {

/// On the location chart the name that clients of the reference know, "Outlier". On the dispersion chart it tells the
/// chart, "Outlier (moving range)": such a client sees nothing else that tells two outliers of one sample apart. Where
/// the violation is older than its figure, "(dispersion)".
std::string rule_name(const RaisedViolation& violation);

}  // namespace openspc::quality::judge
