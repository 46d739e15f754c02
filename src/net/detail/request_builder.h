// Fills in a Request: the connection code does so from the wire, tests from literals.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "net/request.h"

namespace openspc::net {

class RequestBuilder {
 public:
  explicit RequestBuilder(Request& request) : r_(request) {}

  /// Forgets the last request but keeps the memory for the next one.
  void clear() {
    line({}, {});
    r_.url_.path.clear();
    r_.has_principal_ = false;
    r_.is_https_ = false;
    r_.headers_.clear();
    r_.path_parameters_.clear();
    r_.body_.clear();
    r_.response_headers_.clear();
  }
  /// Takes a copy of the head's bytes, from which line() and header() were given views, and moves those views over to
  /// it.
  void keep_head(std::string_view bytes) {
    r_.head_.assign(bytes.begin(), bytes.end());
    const auto moved = [&](std::string_view view) {
      return std::string_view(r_.head_.data() + (view.data() - bytes.data()), view.size());
    };
    r_.method_text_ = moved(r_.method_text_);
    r_.target_ = moved(r_.target_);
    for (Header& field : r_.headers_) field = {moved(field.name), moved(field.value)};
  }
  void line(std::string_view method, std::string_view target) {
    r_.method_text_ = method;
    r_.method_ = method_from_name(method);
    r_.target_ = target;
  }
  void header(std::string_view name, std::string_view value) { r_.headers_.push_back({name, value}); }
  bool parse_target() { return net::parse_target(r_.target_, r_.url_); }
  std::string& body() { return r_.body_; }
  std::vector<PathParameter>& path_parameters() { return r_.path_parameters_; }
  std::string& correlation_id() { return r_.correlation_id_; }
  void client(std::string_view ip, bool https) {
    r_.client_ip_ = ip;
    r_.is_https_ = https;
  }
  void principal(Principal principal) {
    r_.principal_ = std::move(principal);
    r_.has_principal_ = true;
  }

 private:
  Request& r_;
};

}  // namespace openspc::net
