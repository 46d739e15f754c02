// Structs that the schema tests share.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "net/json.h"
#include "net/schema.h"

namespace openspc::net::example {

enum class Severity { warning, critical, operator_ };
BOOST_DESCRIBE_ENUM(Severity, warning, critical, operator_)

/// One member of every kind.
struct Everything {
  bool flag = false;
  std::int64_t whole = 0;
  std::int32_t small = 0;
  double real = 0;
  std::string text;
  base::Timestamp when;
  base::SampleId id;
  Severity severity = Severity::warning;
  std::optional<std::string> note;
  std::vector<double> values;
  std::map<std::string, std::int64_t> counts;
  boost::json::value any;
  boost::json::object object;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (flag, whole, small, real, text, when, id, severity, note, values, counts, any, object))
inline void describe(Fields<Everything>& f) {
  for (const char* name :
       {"flag", "whole", "small", "real", "text", "when", "id", "severity", "values", "counts", "any", "object"}) {
    f[name].defaulted();
  }
}

struct Row {
  std::int64_t whole = 0;
  std::vector<double> values;
};
BOOST_DESCRIBE_STRUCT(Row, (), (whole, values))

/// Rows that stand or fall by themselves.
struct Import {
  std::vector<Attempt<Row>> rows;
};
BOOST_DESCRIBE_STRUCT(Import, (), (rows))

/// Reads a body; fails the test when it is refused.
template <class T>
T read(std::string_view json) {
  try {
    return from_json<T>(parse_json_body(json));
  } catch (const base::Error& error) {
    ADD_FAILURE() << json << " refused: " << error.detail();
    return T{};
  }
}

/// The errors of a body that must be refused.
template <class T>
std::vector<base::FieldError> errors_of(std::string_view json) {
  try {
    from_json<T>(boost::json::parse(json));
  } catch (const base::Error& error) {
    EXPECT_EQ(error.status(), 422);
    return error.fields();
  }
  ADD_FAILURE() << "accepted: " << json;
  return {};
}

/// The only error, as "type at loc: message".
template <class T>
std::string error_of(std::string_view json) {
  const std::vector<base::FieldError> errors = errors_of<T>(json);
  if (errors.size() != 1) return std::to_string(errors.size()) + " errors";
  return errors[0].type + " at " + boost::json::serialize(errors[0].loc) + ": " + errors[0].msg;
}

}  // namespace openspc::net::example
