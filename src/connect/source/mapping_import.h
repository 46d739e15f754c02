// Many mappings at once from CSV, whatever protocol they are of. Called by the services of mappings.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "db/session.h"

namespace openspc::connect::source {

/// The largest file that is read.
inline constexpr std::size_t kLargestMappingImport = 4U << 20U;

/// One row that could not be taken, and why.
struct MappingImportError {
  std::int64_t row = 0;  // 1-based, the header not counted
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MappingImportError, (), (row, reason))

struct MappingImportResult {
  std::int64_t total = 0;
  std::int64_t imported = 0;
  std::vector<MappingImportError> errors;
};
BOOST_DESCRIBE_STRUCT(MappingImportResult, (), (total, imported, errors))

/// Calls `store` with each row as the body of a request would have it: the header line names the members, blank cells
/// are absent, and the apostrophe that shields a text from spreadsheets is taken away. What `store` throws as
/// base::Error is reported for its row, of which nothing stays, and harms no other, but for Error(unavailable), which
/// ends all. Throws Error(bad_request) for a text that is no CSV and Error(payload_too_large) for more than 5,000 rows.
MappingImportResult import_mappings(db::Session& session, const std::string& csv,
                                    const std::function<void(boost::json::object)>& store);

}  // namespace openspc::connect::source
