// Rows that cannot be read, reported: a person has to repair or delete them, and nothing else must wait for that.
// Called by Session, db::rows and stores that can show a row without its damaged part. Any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace openspc::db {

/// Writes one line for each row and reason, however often it is read.
void report_unreadable(std::string_view table, std::optional<std::int64_t> id, std::string_view reason);

/// The document in a JSON column of a row that is shown without it when it cannot be read: nothing then, and reported.
std::optional<boost::json::value> readable_json(std::string_view table, std::optional<std::int64_t> id,
                                                std::string_view text);

/// The table that a SELECT begins with, for the report; empty when it cannot be told.
std::string_view first_table(std::string_view sql);

}  // namespace openspc::db
