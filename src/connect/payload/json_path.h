// The way to one place in a JSON document, as people write it in a mapping: a JSON Pointer (RFC 6901) or dotted names.
// Private to payload.cpp. A value; read by any thread.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace openspc::connect::payload {

class JsonPath {
 public:
  /// The whole document.
  JsonPath() = default;

  /// nullopt for what is no path: an empty dotted part, a '~' that escapes nothing, more than 500 bytes, no UTF-8.
  static std::optional<JsonPath> parse(std::string_view text);

  /// nullptr when the document has no such place. A part counts as a name in an object and as an index in an array.
  const boost::json::value* find(const boost::json::value& document) const;

 private:
  std::vector<std::string> parts_;
};

}  // namespace openspc::connect::payload
