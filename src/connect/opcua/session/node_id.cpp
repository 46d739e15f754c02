#include "connect/opcua/session/node_id.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "connect/payload/payload.h"

namespace openspc::connect::opcua {
namespace {

constexpr std::string_view kByIndex = "ns=", kByUri = "nsu=";
constexpr std::uint16_t kServersOwn = 1;

// The only characters that would end a URI here.
std::string escaped(std::string_view uri) {
  std::string text;
  for (const char c : uri) {
    if (c == ';') {
      text += "%3B";
    } else if (c == '%') {
      text += "%25";
    } else {
      text += c;
    }
  }
  return text;
}

std::string unescaped(std::string_view text) {
  std::string uri;
  while (!text.empty()) {
    const std::string_view code = text.substr(0, 3);
    const bool is_semicolon = code == "%3B" || code == "%3b";
    uri += is_semicolon ? ';' : code == "%25" ? '%' : text.front();
    text.remove_prefix(is_semicolon || code == "%25" ? 3 : 1);
  }
  return uri;
}

bool is_identifier(std::string_view text) {
  if (text.size() < 3 || text[1] != '=') return false;
  if (text[0] != 'i') return text[0] == 's' || text[0] == 'g' || text[0] == 'b';
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<std::uint16_t> index_of(std::string_view digits) {
  std::uint16_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return index;
}

std::optional<std::uint16_t> place_of(std::string_view uri, Namespaces namespaces) {
  const auto found = std::ranges::find(namespaces, uri);
  const auto place = static_cast<std::size_t>(found - namespaces.begin());
  if (found == namespaces.end() || place > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return static_cast<std::uint16_t>(place);
}

}  // namespace

std::optional<NodeName> parse_opcua_node_name(std::string_view text) {
  NodeName name;
  std::string_view identifier = text;
  const bool by_uri = text.starts_with(kByUri);
  if (by_uri || text.starts_with(kByIndex)) {
    const std::size_t end = text.find(';');
    if (end == std::string_view::npos) return std::nullopt;
    const std::size_t begin = by_uri ? kByUri.size() : kByIndex.size();
    const std::string_view space = text.substr(begin, end - begin);
    if (by_uri) {
      name.uri = unescaped(space);
      if (name.uri.empty()) return std::nullopt;
    } else if (const auto index = index_of(space)) {
      name.index = *index;
    } else {
      return std::nullopt;
    }
    identifier = text.substr(end + 1);
  }
  if (!is_identifier(identifier)) return std::nullopt;
  name.identifier = identifier;
  return name;
}

std::string with_index(std::uint16_t index, std::string_view identifier) {
  if (index == 0) return std::string(identifier);
  return std::string(kByIndex) + std::to_string(index) + ";" + std::string(identifier);
}

std::string with_uri(std::string_view uri, std::string_view identifier) {
  return std::string(kByUri) + escaped(uri) + ";" + std::string(identifier);
}

std::string namespace_uri_of(std::string_view node_id, Namespaces namespaces) {
  const auto name = parse_opcua_node_name(node_id);
  if (!name) return {};
  if (!name->uri.empty()) return name->uri;
  return name->index != 0 && name->index < namespaces.size() ? namespaces[name->index] : std::string();
}

NodePlace place_of_node(std::string_view node_id, Namespaces namespaces) {
  NodePlace place{.node_id = std::string(node_id)};
  const std::string uri = namespace_uri_of(node_id, namespaces);
  if (uri.empty()) return place;
  place.namespace_uri = uri;
  if (auto indexed = in_order_of(namespaces, node_id); std::holds_alternative<std::string>(indexed))
    place.node_id = std::get<std::string>(std::move(indexed));
  return place;
}

std::optional<std::string> node_uri_of(std::string_view node_id, const std::optional<std::string>& namespace_uri) {
  const auto name = parse_opcua_node_name(node_id);
  if (!name) return std::nullopt;
  const std::string uri = namespace_uri && !namespace_uri->empty() ? *namespace_uri : name->uri;
  if (uri.empty()) return std::nullopt;
  return with_uri(uri, name->identifier);
}

std::variant<std::string, NamespaceGone> in_order_of(Namespaces namespaces, std::string_view node_id,
                                                     std::string_view namespace_uri) {
  const auto name = parse_opcua_node_name(node_id);
  // What is no node id is for the server to refuse.
  if (!name) return std::string(node_id);
  const std::string uri(namespace_uri.empty() ? std::string_view(name->uri) : namespace_uri);
  if (uri.empty()) return std::string(node_id);
  if (const auto place = place_of(uri, namespaces)) return with_index(*place, name->identifier);
  if (name->uri.empty() && name->index == kServersOwn && namespaces.size() > kServersOwn) return std::string(node_id);
  return NamespaceGone{"its namespace '" + payload::printable_excerpt(uri) +
                       "' is gone: the server has none of that name any more, so what '" +
                       payload::printable_excerpt(std::string(node_id)) + "' means now is not known"};
}

}  // namespace openspc::connect::opcua
