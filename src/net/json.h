// JSON text from outside: parsed with limits, refused in the documented 422 shape. Called by the server for request
// bodies, by WebSocket handlers for messages and by the fuzz targets. Pure functions; any thread.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace openspc::net {

constexpr std::size_t kMaxJsonDepth = 32;

/// Parses a request body. Malformed text, bad UTF-8, nesting beyond max_json_depth, or text behind the document throw
/// base::Error(invalid) with one field error of type "json_invalid" at ["body", position].
boost::json::value parse_json_body(std::string_view text, boost::json::storage_ptr storage = {});

/// Appends the shortest decimal form that reads back as the same double; minus zero as 0, "null" for NaN and infinity.
void write_json_number(std::string& out, double value);
/// The same at `at`, where there is room for kJsonNumberLength characters; its end.
char* put_json_number(char* at, double value);
constexpr std::size_t kJsonNumberLength = 24;  // -2.2250738585072014e-308

}  // namespace openspc::net
