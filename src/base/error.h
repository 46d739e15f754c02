// What a caller did wrong or met, in one exception family. Every room throws these; net/ turns them into a status and
// the documented body. Any other exception is a 500 whose text never leaves the server. Values, safe on any thread.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <exception>
#include <string>
#include <vector>

namespace openspc::base {

/// The value is the HTTP status, so that the mapping is written once.
enum class ErrorKind {
  bad_request = 400,
  unauthorized = 401,
  forbidden = 403,
  not_found = 404,
  conflict = 409,
  payload_too_large = 413,
  invalid = 422,
  too_many_requests = 429,
  bad_gateway = 502,
  unavailable = 503,
};

constexpr int http_status(ErrorKind kind) {
  return static_cast<int>(kind);
}

/// One entry of a 422 body, in the shape that clients of the reference expect.
struct FieldError {
  std::string type;          // machine-readable code: "value_error", "missing", "int_parsing", ...
  boost::json::array loc;    // where: ["body", "usl"], ["query", "limit"], ["body", "measurements", 3]
  std::string msg;           // for people
  boost::json::value input;  // what was received, null when nothing was
  boost::json::object ctx;   // parameters of the check, may be empty
};

class Error : public std::exception {
 public:
  Error(ErrorKind kind, std::string detail);
  /// A 422 with a list of field errors; detail() joins their messages for the log.
  explicit Error(std::vector<FieldError> fields);

  ErrorKind kind() const noexcept { return kind_; }
  int status() const noexcept { return http_status(kind_); }
  const std::string& detail() const noexcept { return detail_; }
  /// Empty unless the error is a 422 about particular fields.
  const std::vector<FieldError>& fields() const noexcept { return fields_; }
  const char* what() const noexcept override { return detail_.c_str(); }

 private:
  ErrorKind kind_;
  std::string detail_;
  std::vector<FieldError> fields_;
};

// Each returns an Error to throw: `throw not_found("Characteristic 7 does not exist");`
Error bad_request(std::string detail);
Error unauthorized(std::string detail);
Error forbidden(std::string detail);
Error not_found(std::string detail);
Error conflict(std::string detail);
Error payload_too_large(std::string detail);
Error too_many_requests(std::string detail);
/// A server behind this one refused what it was asked.
Error bad_gateway(std::string detail);
Error unavailable(std::string detail);
/// 422 with a plain-text detail instead of a list.
Error invalid_text(std::string detail);
/// 422 about one field: `throw invalid_field({"body", "usl"}, "value_error", "USL must be above LSL", input);`
Error invalid_field(boost::json::array loc, std::string type, std::string msg, boost::json::value input = nullptr,
                    boost::json::object ctx = {});
/// 422 about a member of the body whose value does not do: `reason` says why, and what would.
Error refused_member(std::string_view member, const std::string& reason, boost::json::value input);
Error refused_member(std::string_view member, const std::string& reason, const std::string& input);
Error refused_member(std::string_view member, const std::string& reason, std::string_view input);

}  // namespace openspc::base
