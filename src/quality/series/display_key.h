// Display keys of samples that the reference stored, which has no such column: "YYMMDD-NNN", the sample's UTC day and
// its rank in that day. Samples of this server carry their key (sample/window.h). SQL; runs on the database's threads.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "quality/judge/position.h"

namespace openspc::quality::series {

/// "260212-007": rank is one-based, three digits or more.
std::string display_key(base::Timestamp timestamp, std::int64_t rank);

/// Keys of all samples of the characteristic from the day of `first` to the day of `last`, by time then id; excluded
/// and deleted samples count, so that keys stay when one is deleted.
std::unordered_map<base::SampleId, std::string> ranked_display_keys(db::Session& session, judge::SeriesKey series,
                                                                    base::Timestamp first, base::Timestamp last);

}  // namespace openspc::quality::series
