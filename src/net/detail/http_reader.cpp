#include "net/detail/http_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include "net/detail/text.h"

namespace openspc::net::detail {
namespace {

namespace http = boost::beast::http;

constexpr int kMaxFields = 100;
constexpr std::string_view kEndOfHead = "\r\n\r\n";

/// A line that goes on with the value of the line before it. RFC 9112, section 5.2, lets us refuse it, and not every
/// party reads it alike.
bool is_folded(std::string_view head) {
  return head.find("\r\n ") != std::string_view::npos || head.find("\r\n\t") != std::string_view::npos;
}

std::string_view std_view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

HttpReader::HttpReader(Request& request, std::size_t max_head_bytes)
    : builder_(request), max_head_bytes_(max_head_bytes) {
  header_limit(static_cast<std::uint32_t>(max_head_bytes));
  body_limit(boost::none);  // counted here, because the limit depends on the route
}

HttpReader::Outcome HttpReader::read(std::string_view bytes, std::size_t& consumed) {
  consumed = 0;
  return head_done_ ? read_body(bytes, consumed) : read_head(bytes, consumed);
}

/// Beast takes a head bit by bit, but views of fields are only good while the bytes stay where they are: it is parsed
/// at once, when all of it is there.
HttpReader::Outcome HttpReader::read_head(std::string_view bytes, std::size_t& consumed) {
  const std::size_t end = bytes.find(kEndOfHead, searched_);
  if (end == std::string_view::npos || end + kEndOfHead.size() > max_head_bytes_) {
    searched_ = bytes.size() - std::min(bytes.size(), kEndOfHead.size() - 1);
    return bytes.size() >= max_head_bytes_ ? Outcome::head_too_large : Outcome::need_more;
  }
  const std::string_view head = bytes.substr(0, end + kEndOfHead.size());
  if (is_folded(head)) return Outcome::malformed;
  Error error;
  consumed = put(boost::asio::buffer(head.data(), head.size()), error);
  if (error == http::error::header_limit) return Outcome::head_too_large;
  if (error || !is_header_done()) return Outcome::malformed;
  head_done_ = true;
  builder_.keep_head(bytes.substr(0, consumed));
  return is_done() ? Outcome::message_complete : Outcome::head_complete;
}

HttpReader::Outcome HttpReader::read_body(std::string_view bytes, std::size_t& consumed) {
  while (true) {
    const std::string_view rest = bytes.substr(consumed);
    Error error;
    consumed += put(boost::asio::buffer(rest.data(), rest.size()), error);
    if (error == http::error::need_more) return Outcome::need_more;
    if (error == http::error::body_limit) return Outcome::body_too_large;
    if (error) return Outcome::malformed;
    if (is_done()) return Outcome::message_complete;
    if (consumed == bytes.size()) return Outcome::need_more;
  }
}

std::optional<std::uint64_t> HttpReader::declared_length() const {
  const auto length = content_length();
  return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

void HttpReader::on_request_impl(http::verb, Text method, Text target, int version, Error&) {
  builder_.line(std_view(method), std_view(target));
  http_1_0_ = version < 11;
}

void HttpReader::on_field_impl(FieldName name, Text name_text, Text value, Error& error) {
  if (head_done_) return;  // trailers mean nothing here
  if (++fields_ > kMaxFields) {
    error = http::error::header_limit;
    return;
  }
  switch (name) {
    case FieldName::host:
      ++hosts_;
      break;
    case FieldName::content_length:
      if (has_length_ || value.find(',') != Text::npos) error = http::error::bad_content_length;
      has_length_ = true;
      break;
    case FieldName::transfer_encoding:
      // Only the one form that every proxy in front of us reads alike.
      if (!equal_ignoring_case(std_view(value), "chunked")) error = http::error::bad_transfer_encoding;
      has_transfer_encoding_ = true;
      break;
    case FieldName::expect:
      expects_continue_ = equal_ignoring_case(std_view(value), "100-continue");
      break;
    default:
      break;
  }
  builder_.header(std_view(name_text), std_view(value));
}

void HttpReader::on_header_impl(Error& error) {
  if (hosts_ > 1 || (hosts_ == 0 && !http_1_0_)) error = http::error::bad_field;
  if (http_1_0_ && has_transfer_encoding_) error = http::error::bad_transfer_encoding;
}

std::size_t HttpReader::on_body_impl(Text bytes, Error& error) {
  if (builder_.body().size() + bytes.size() > max_body_bytes_) {
    error = http::error::body_limit;
    return 0;
  }
  builder_.body().append(bytes.data(), bytes.size());
  return bytes.size();
}

std::size_t HttpReader::on_chunk_body_impl(std::uint64_t, Text bytes, Error& error) {
  return on_body_impl(bytes, error);
}

}  // namespace openspc::net::detail
