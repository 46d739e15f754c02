#include "connect/payload/json_path.h"

#include <charconv>
#include <utility>

#include "base/text.h"

namespace openspc::connect::payload {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxPathSize = 500;

/// "~0" is '~' and "~1" is '/'; nullopt for any other '~'.
std::optional<std::string> unescaped(std::string_view part) {
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] != '~') {
      name += part[i];
      continue;
    }
    const char code = ++i < part.size() ? part[i] : '\0';
    if (code != '0' && code != '1') return std::nullopt;
    name += code == '0' ? '~' : '/';
  }
  return name;
}

const json::value* element(const json::array& array, std::string_view part) {
  const bool leading_zero = part.size() > 1 && part.front() == '0';
  std::size_t index = 0;
  const auto [end, code] = std::from_chars(part.data(), part.data() + part.size(), index);
  if (leading_zero || code != std::errc{} || end != part.data() + part.size()) return nullptr;
  return array.if_contains(index);
}

const json::value* child(const json::value& parent, std::string_view part) {
  if (const auto* object = parent.if_object()) return object->if_contains(part);
  if (const auto* array = parent.if_array()) return element(*array, part);
  return nullptr;
}

}  // namespace

std::optional<JsonPath> JsonPath::parse(std::string_view text) {
  if (text.size() > kMaxPathSize || !base::is_utf8(text)) return std::nullopt;
  JsonPath path;
  if (text.empty()) return path;
  const bool is_pointer = text.front() == '/';
  const char separator = is_pointer ? '/' : '.';
  if (is_pointer) text.remove_prefix(1);
  while (true) {
    const auto end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    std::optional<std::string> name = is_pointer ? unescaped(part) : std::string(part);
    if (!name || (!is_pointer && name->empty())) return std::nullopt;
    path.parts_.push_back(*std::move(name));
    if (end == std::string_view::npos) return path;
    text.remove_prefix(end + 1);
  }
}

const json::value* JsonPath::find(const json::value& document) const {
  const json::value* place = &document;
  for (const std::string& part : parts_) {
    place = child(*place, part);
    if (place == nullptr) return nullptr;
  }
  return place;
}

}  // namespace openspc::connect::payload
