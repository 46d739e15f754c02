// Any bytes as a request body: parsed or refused in the documented shape, and what was parsed survives being written
// and read again.
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "net/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto value = openspc::net::parse_json_body(text);
    const auto again = openspc::net::parse_json_body(boost::json::serialize(value));
    if (boost::json::serialize(again) != boost::json::serialize(value)) std::abort();
  } catch (const openspc::base::Error& error) {
    if (error.kind() != openspc::base::ErrorKind::invalid || error.fields().empty()) std::abort();
  }
  return 0;
}
