#include "net/detail/reply.h"

#include <array>
#include <charconv>
#include <ctime>

namespace openspc::net::detail {
namespace {

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

struct CachedDate {
  std::time_t second = 0;
  std::array<char, 32> text{};
  std::size_t length = 0;
};

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

}  // namespace

void Reply::clear() {
  status = 200;
  content_type.clear();
  body.clear();
  static_body = {};
  header_lines.clear();
  without_body = false;
  cross_origin = true;
  close = false;
}

void Reply::header(std::string_view name, std::string_view value) {
  header_lines += name;
  header_lines += ": ";
  header_lines += value;
  header_lines += "\r\n";
}

std::string_view Reply::bytes_to_send() const {
  return without_body || !may_have_body(status) ? std::string_view{} : payload();
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    default:
      return status < 400 ? "OK" : "Error";
  }
}

std::string_view http_date() {
  thread_local CachedDate cache;
  const std::time_t now = std::time(nullptr);
  if (now != cache.second) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    // The server never leaves the "C" locale, so the names are the English ones that HTTP wants.
    cache.length = std::strftime(cache.text.data(), cache.text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    cache.second = now;
  }
  return {cache.text.data(), cache.length};
}

void write_head(std::string& out, const Reply& reply, const ResponseHeaders& extra, std::string_view correlation_id,
                bool http_1_0, bool keep_alive) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(reply.status));
  out += ' ';
  out += reason_phrase(reply.status);
  out += "\r\nDate: ";
  out += http_date();
  if (!reply.content_type.empty()) {
    out += "\r\nContent-Type: ";
    out += reply.content_type;
  }
  if (may_have_body(reply.status)) {
    out += "\r\nContent-Length: ";
    append_number(out, reply.payload().size());
  }
  out += "\r\nX-Content-Type-Options: nosniff\r\nX-Correlation-ID: ";
  out += correlation_id;
  out += "\r\n";
  if (!keep_alive) {
    out += "Connection: close\r\n";
  } else if (http_1_0) {
    out += "Connection: keep-alive\r\n";
  }
  out += reply.header_lines;
  for (const auto& [name, value] : extra.fields()) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  }
  out += "\r\n";
}

}  // namespace openspc::net::detail
