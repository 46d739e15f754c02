// What handlers return. A plain value becomes 200 with its JSON; Created and NoContent choose 201 and 204;
// Response gives full control (status, content type, bytes). Prefer a described struct: it also documents the route.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openspc::net {

/// 201 with the value as its body.
template <class T>
struct Created {
  T value;
};
template <class T>
Created(T) -> Created<T>;

/// 204, no body.
struct NoContent {};

/// Extra header fields of an answer, in order of addition.
class ResponseHeaders {
 public:
  using Field = std::pair<std::string, std::string>;

  /// Adds a field. A value with CR, LF or NUL throws std::invalid_argument (header injection).
  void add(std::string_view name, std::string_view value);
  bool contains(std::string_view name) const;
  const std::vector<Field>& fields() const { return fields_; }
  void clear() { fields_.clear(); }

 private:
  std::vector<Field> fields_;
};

/// A cookie to set. `max_age` of 0 makes the browser drop it.
struct Cookie {
  std::string name;
  std::string value;
  std::string path = "/";
  long max_age = -1;  ///< seconds; negative = until the browser closes
  bool http_only = true;
  bool secure = false;
  std::string same_site = "lax";
};

/// A raw answer.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  ResponseHeaders headers;

  static Response text(int status, std::string body);
  static Response html(int status, std::string body);
  /// `json` is already serialized.
  static Response json(int status, std::string json);
};

}  // namespace openspc::net
