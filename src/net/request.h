// One HTTP request as handlers see it: head, body, caller, and the extra headers of the answer to come.
// Lives until the answer is written; views returned here live as long as the Request. Used by one coroutine at a time.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/access.h"
#include "net/response.h"
#include "net/url.h"

namespace openspc::net {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// "GET" for Method::get; "OTHER" for Method::other.
std::string_view method_name(Method method);
Method method_from_name(std::string_view name);

struct Header {
  std::string_view name;
  std::string_view value;
};

/// A value captured by a {name} segment of a route's path, percent-decoded.
struct PathParameter {
  std::string_view name;
  std::string value;
};

class Request {
 public:
  Request() = default;
  Request(Request&&) noexcept = default;
  Request& operator=(Request&&) noexcept = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request() = default;

  Method method() const { return method_; }
  /// As sent by the client, for the log.
  std::string_view method_text() const { return method_text_; }
  /// Request target as sent: path and query, still encoded.
  std::string_view target() const { return target_; }
  /// Decoded path and query fields.
  const Target& url() const { return url_; }
  std::string_view path() const { return url_.path; }

  /// The first field of that name (any case), or empty.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  const std::vector<Header>& headers() const { return headers_; }
  /// Value of a cookie, or empty.
  std::string_view cookie(std::string_view name) const;
  /// The token of "Authorization: Bearer <token>" (exactly this form), or empty.
  std::string_view bearer_token() const;

  /// Bytes of the body, unparsed.
  std::string_view body() const { return body_; }
  const std::vector<PathParameter>& path_parameters() const { return path_parameters_; }

  /// True once authentication has succeeded (never on public routes).
  bool has_principal() const { return has_principal_; }
  /// The caller. Throws std::logic_error on a route with Access::public_().
  const Principal& principal() const;

  /// 1 to 128 characters of [A-Za-z0-9._:-]; the client's own where it sent a sane one.
  const std::string& correlation_id() const { return correlation_id_; }
  /// Address of the peer, or of the client that a trusted proxy names.
  const std::string& client_ip() const { return client_ip_; }
  /// "http" or "https" as seen by the client (a trusted proxy may say so).
  bool is_https() const { return is_https_; }

  /// Fields to send with the answer, on success and on failure alike.
  ResponseHeaders& response_headers() { return response_headers_; }
  void set_cookie(const Cookie& cookie);

 private:
  friend class RequestBuilder;  // net's connection code and its tests

  Method method_ = Method::other;
  bool has_principal_ = false;
  bool is_https_ = false;
  std::vector<char> head_;  // the bytes that all views below point into
  std::string_view method_text_;
  std::string_view target_;
  Target url_;
  std::vector<Header> headers_;
  std::vector<PathParameter> path_parameters_;
  std::string body_;
  Principal principal_;
  std::string correlation_id_;
  std::string client_ip_;
  ResponseHeaders response_headers_;
};

}  // namespace openspc::net
