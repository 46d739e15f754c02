// Beast's HTTP/1.1 parser, filling a Request instead of a container of its own, and refusing what two parties could
// read differently (request smuggling). One object for each message. Private to net; knows no sockets, so the fuzzers
// reach it.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "net/detail/request_builder.h"

namespace openspc::net::detail {

class HttpReader final : public boost::beast::http::basic_parser<true> {
 public:
  /// no_room is for the connection, which holds the body: this class never says it.
  enum class Outcome { need_more, head_complete, message_complete, malformed, head_too_large, body_too_large, no_room };

  HttpReader(Request& request, std::size_t max_head_bytes);

  /// Reads from `bytes` and sets `consumed`. Head bytes must be given in one piece: until head_complete, call it again
  /// with everything received so far. After need_more, call it with what was not consumed and more.
  Outcome read(std::string_view bytes, std::size_t& consumed);
  /// To be called between head and body.
  void limit_body(std::size_t bytes) { max_body_bytes_ = bytes; }

  std::optional<std::uint64_t> declared_length() const;
  bool expects_continue() const { return expects_continue_; }
  bool is_http_1_0() const { return http_1_0_; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;
  using FieldName = boost::beast::http::field;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error& error) override;
  void on_response_impl(int, Text, int, Error&) override {}
  void on_field_impl(FieldName name, Text name_text, Text value, Error& error) override;
  void on_header_impl(Error& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text bytes, Error& error) override;
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error& error) override;
  void on_finish_impl(Error&) override {}

  Outcome read_head(std::string_view bytes, std::size_t& consumed);
  Outcome read_body(std::string_view bytes, std::size_t& consumed);

  RequestBuilder builder_;
  const std::size_t max_head_bytes_;
  std::size_t searched_ = 0;  // bytes in which the head is known not to end
  std::size_t max_body_bytes_ = 0;
  int fields_ = 0;
  int hosts_ = 0;
  bool head_done_ = false;
  bool http_1_0_ = false;
  bool has_length_ = false;
  bool has_transfer_encoding_ = false;
  bool expects_continue_ = false;
};

}  // namespace openspc::net::detail
