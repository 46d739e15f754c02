// Any bytes as a request target: an accepted one has an absolute path of clean UTF-8 without NUL.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "net/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto target = openspc::net::parse_target(text)) {
    const auto clean = [](std::string_view part) {
      return part.find('\0') == std::string_view::npos && openspc::base::is_utf8(part);
    };
    if (!target->path.starts_with('/') || !clean(target->path)) std::abort();
    for (const auto& [name, value] : target->query) {
      if (!clean(name) || !clean(value) || target->find(name) == nullptr) std::abort();
    }
  }
  return 0;
}
