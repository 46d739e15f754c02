#include "net/detail/errors.h"

#include "base/retry_later.h"
#include "base/text.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

void begin(Reply& reply, int status, std::string_view content_type) {
  reply.status = status;
  reply.content_type = content_type;
  reply.body.clear();
  reply.static_body = {};
}

void write_field_error(const base::FieldError& error, std::string& out) {
  out += "{\"type\":";
  base::append_json_string(out, error.type);
  out += ",\"loc\":";
  write_json(out, boost::json::value(error.loc));
  out += ",\"msg\":";
  base::append_json_string(out, error.msg);
  out += ",\"input\":";
  write_json(out, error.input);
  if (!error.ctx.empty()) {
    out += ",\"ctx\":";
    write_json(out, error.ctx);
  }
  out += '}';
}

void write_retry_later(const base::RetryLater& error, Reply& reply) {
  const std::string seconds = std::to_string(error.after().count());
  reply.header("Retry-After", seconds);
  reply.body += '{';
  if (error.kind() == base::ErrorKind::too_many_requests) {
    reply.body += "\"error\":";
    base::append_json_string(reply.body, error.detail());
    reply.body += ',';
  }
  reply.body += "\"detail\":";
  base::append_json_string(reply.body, error.detail() + ". " + error.advice() + ".");
  reply.body += ",\"retry_after\":" + seconds + "}";
}

}  // namespace

void write_error(const base::Error& error, Reply& reply) {
  begin(reply, error.status(), "application/json");
  if (const auto* later = dynamic_cast<const base::RetryLater*>(&error)) return write_retry_later(*later, reply);
  if (error.fields().empty()) {
    reply.body += "{\"detail\":";
    base::append_json_string(reply.body, error.detail());
    reply.body += '}';
    return;
  }
  reply.body += "{\"detail\":";
  char separator = '[';
  for (const base::FieldError& field : error.fields()) {
    reply.body += separator;
    write_field_error(field, reply.body);
    separator = ',';
  }
  reply.body += "]}";
}

void write_failure(int status, std::string_view detail, Reply& reply) {
  begin(reply, status, "application/json");
  reply.body += "{\"detail\":";
  base::append_json_string(reply.body, detail);
  reply.body += '}';
}

void write_unexpected(Reply& reply) {
  begin(reply, 500, "text/plain; charset=utf-8");
  reply.body = "Internal Server Error";
  reply.cross_origin = false;
}

}  // namespace openspc::net::detail
