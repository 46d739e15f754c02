#include "net/detail/client_address.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ranges>

#include "net/detail/text.h"

namespace openspc::net::detail {
namespace {

/// What one proxy tells of the request that it passed on.
struct Hop {
  std::optional<base::Address> from;  // none: hidden, or no address
  std::optional<bool> https;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The part before the next separator that stands outside of quotes; it is cut off `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != separator); ++end) {
    if (quoted && rest[end] == '\\') {
      ++end;
    } else if (rest[end] == '"') {
      quoted = !quoted;
    }
  }
  end = std::min(end, rest.size());
  const std::string_view part = trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

/// The elements of a list field, over all of its lines in their order.
std::vector<std::string_view> elements_of(const std::vector<Header>& headers, std::string_view name) {
  std::vector<std::string_view> elements;
  for (const Header& field : headers) {
    if (!equal_ignoring_case(field.name, name)) continue;
    for (std::string_view rest = field.value; !rest.empty();) elements.push_back(next_part(rest, ','));
  }
  return elements;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

/// "192.0.2.7", "192.0.2.7:4711", "2001:db8::7", "[2001:db8::7]:4711".
std::optional<base::Address> address_of(std::string_view node) {
  if (node.starts_with('[')) {
    const std::size_t close = node.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    node = node.substr(1, close - 1);
  } else if (std::ranges::count(node, ':') == 1) {
    node = node.substr(0, node.find(':'));
  }
  return base::Address::parse(node);
}

std::optional<bool> scheme_of(std::string_view text) {
  if (equal_ignoring_case(text, "https")) return true;
  if (equal_ignoring_case(text, "http")) return false;
  return std::nullopt;
}

std::vector<Hop> hops_of_x_forwarded(const std::vector<Header>& headers) {
  const auto addresses = elements_of(headers, "X-Forwarded-For");
  const auto schemes = elements_of(headers, "X-Forwarded-Proto");
  if (addresses.empty() && schemes.empty()) return {};
  if (addresses.empty()) return {Hop{std::nullopt, scheme_of(schemes.back())}};
  std::vector<Hop> hops;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    Hop hop{address_of(addresses[i]), std::nullopt};
    // As many as addresses: one of each proxy. Otherwise the nearest proxy has replaced what it was told.
    if (!schemes.empty()) hop.https = scheme_of(schemes.size() == addresses.size() ? schemes[i] : schemes.back());
    hops.push_back(hop);
  }
  return hops;
}

std::vector<Hop> hops_of_forwarded(const std::vector<Header>& headers) {
  std::vector<Hop> hops;
  for (std::string_view element : elements_of(headers, "Forwarded")) {
    Hop hop;
    while (!element.empty()) {
      const std::string_view pair = next_part(element, ';');
      const std::size_t equals = std::min(pair.find('='), pair.size());
      const std::string_view name = trimmed(pair.substr(0, equals));
      const std::string_view value = unquoted(trimmed(pair.substr(std::min(equals + 1, pair.size()))));
      if (equal_ignoring_case(name, "for")) hop.from = address_of(value);
      if (equal_ignoring_case(name, "proto")) hop.https = scheme_of(value);
    }
    hops.push_back(hop);
  }
  return hops;
}

bool is_among(const std::vector<base::Network>& networks, const base::Address& address) {
  return std::ranges::any_of(networks, [&](const base::Network& network) { return network.contains(address); });
}

struct Origin {
  base::Address address;
  bool https = false;
};

/// Where the chain leaves our proxies.
Origin outermost(const base::Address& peer, const std::vector<Hop>& hops, const std::vector<base::Network>& trusted) {
  Origin client{peer, false};
  for (const Hop& hop : hops | std::views::reverse) {
    client.https = hop.https.value_or(client.https);
    if (!hop.from) break;
    client.address = *hop.from;
    if (!is_among(trusted, client.address)) break;
  }
  return client;
}

}  // namespace

Client client_of(std::string_view peer, const std::vector<Header>& headers, const std::vector<base::Network>& trusted) {
  Client client{std::string(peer), false};
  if (trusted.empty()) return client;
  const auto address = base::Address::parse(peer);
  if (!address || !is_among(trusted, *address)) return client;

  const std::vector<Hop> usual = hops_of_x_forwarded(headers);
  const std::vector<Hop> standard = hops_of_forwarded(headers);
  const Origin one = outermost(*address, usual.empty() ? standard : usual, trusted);
  if (!usual.empty() && !standard.empty() && outermost(*address, standard, trusted).address != one.address)
    return client;
  client.ip = one.address.text();
  client.https = one.https;
  return client;
}

}  // namespace openspc::net::detail
