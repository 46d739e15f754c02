// SQL of what sources remember beside samples: incomplete subgroups, and readings seen. Called by the intake of sources
// inside a database job.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "base/ids.h"
#include "db/session.h"

namespace openspc::connect::source::source_store {

/// Incomplete subgroups of a source by their origin, which is empty for a source that has but one.
std::map<std::string, boost::json::object> load_subgroups(db::Session& session, base::DataSourceId source);
void save_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin,
                   const boost::json::object& state, base::Timestamp now);
void forget_subgroup(db::Session& session, base::DataSourceId source, const std::string& origin);

/// False when the reading was there before.
bool remember_reading(db::Session& session, base::DataSourceId source, std::int64_t fingerprint, base::Timestamp now);
/// Readings seen before `before`, at most `limit` of them; how many.
std::int64_t forget_readings(db::Session& session, base::Timestamp before, std::int64_t limit);

}  // namespace openspc::connect::source::source_store
