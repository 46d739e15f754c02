#include "base/error.h"

#include <utility>

namespace openspc::base {
namespace {

std::string join_messages(const std::vector<FieldError>& fields) {
  std::string text;
  for (const auto& field : fields) {
    if (!text.empty()) text += "; ";
    text += field.msg;
  }
  return text;
}

}  // namespace

Error::Error(ErrorKind kind, std::string detail) : kind_(kind), detail_(std::move(detail)) {}

Error::Error(std::vector<FieldError> fields)
    : kind_(ErrorKind::invalid), detail_(join_messages(fields)), fields_(std::move(fields)) {}

Error bad_request(std::string detail) {
  return {ErrorKind::bad_request, std::move(detail)};
}
Error unauthorized(std::string detail) {
  return {ErrorKind::unauthorized, std::move(detail)};
}
Error forbidden(std::string detail) {
  return {ErrorKind::forbidden, std::move(detail)};
}
Error not_found(std::string detail) {
  return {ErrorKind::not_found, std::move(detail)};
}
Error conflict(std::string detail) {
  return {ErrorKind::conflict, std::move(detail)};
}
Error payload_too_large(std::string detail) {
  return {ErrorKind::payload_too_large, std::move(detail)};
}
Error too_many_requests(std::string detail) {
  return {ErrorKind::too_many_requests, std::move(detail)};
}
Error bad_gateway(std::string detail) {
  return {ErrorKind::bad_gateway, std::move(detail)};
}
Error unavailable(std::string detail) {
  return {ErrorKind::unavailable, std::move(detail)};
}
Error invalid_text(std::string detail) {
  return {ErrorKind::invalid, std::move(detail)};
}

Error invalid_field(boost::json::array loc, std::string type, std::string msg, boost::json::value input,
                    boost::json::object ctx) {
  std::vector<FieldError> fields;
  fields.push_back({std::move(type), std::move(loc), std::move(msg), std::move(input), std::move(ctx)});
  return Error(std::move(fields));
}

Error refused_member(std::string_view member, const std::string& reason, boost::json::value input) {
  return invalid_field({"body", member}, "value_error", "Value error, " + reason, std::move(input));
}

Error refused_member(std::string_view member, const std::string& reason, const std::string& input) {
  return refused_member(member, reason, std::string_view(input));
}

Error refused_member(std::string_view member, const std::string& reason, std::string_view input) {
  return refused_member(member, reason, boost::json::value(input));
}

}  // namespace openspc::base
