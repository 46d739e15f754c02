// The answer under construction, and its head as bytes. One for each exchange, reused; private to net.
#pragma once

#include <string>
#include <string_view>

#include "net/response.h"

namespace openspc::net::detail {

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  std::string_view static_body;  // instead of `body`: bytes that outlive the exchange
  std::string header_lines;      // complete lines, each with its CRLF
  bool without_body = false;     // HEAD, 304: the length is told, the bytes are not sent
  bool cross_origin = true;      // carries the CORS fields
  bool close = false;

  void clear();
  void header(std::string_view name, std::string_view value);
  /// What the length is told of.
  std::string_view payload() const { return static_body.empty() ? std::string_view(body) : static_body; }
  std::string_view bytes_to_send() const;
};

std::string_view reason_phrase(int status);

/// Date field value of this moment, cached for a second on each thread.
std::string_view http_date();

/// Appends status line and fields, including `extra` and the empty line.
void write_head(std::string& out, const Reply& reply, const ResponseHeaders& extra, std::string_view correlation_id,
                bool http_1_0, bool keep_alive);

}  // namespace openspc::net::detail
