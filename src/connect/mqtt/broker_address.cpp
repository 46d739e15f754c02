#include "connect/mqtt/broker_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "connect/payload/plain_text.h"

namespace openspc::connect::mqtt {
namespace {

constexpr std::int64_t kPlainPort = 1883, kTlsPort = 8883;

struct Scheme {
  std::string_view name;
  bool use_tls;
};
constexpr std::array kSchemes{Scheme{"mqtt", false}, Scheme{"tcp", false}, Scheme{"mqtts", true}, Scheme{"ssl", true},
                              Scheme{"tls", true}};

[[noreturn]] void refuse(const std::string& entered, const std::string& reason) {
  throw base::invalid_field({"body", "host"}, "value_error", "Value error, " + reason, boost::json::string(entered));
}

std::optional<std::int64_t> port_of(std::string_view text) {
  std::int64_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65'535) return std::nullopt;
  return port;
}

bool is_of_a_host(unsigned char c) {
  return c > ' ' && c != 0x7f &&
         std::string_view("/\\?#@[]<>\"'`,;").find(static_cast<char>(c)) == std::string_view::npos;
}

// Host and port, when both are there.
struct Parts {
  std::string_view host;
  std::optional<std::string_view> port{};
};

Parts parts_of(std::string_view text, const std::string& entered) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) refuse(entered, "the bracket is not closed: write ::1 or [::1]:1883");
    const std::string_view rest = text.substr(end + 1);
    const std::string_view host = text.substr(1, end - 1);
    if (rest.empty()) return {host};
    if (!rest.starts_with(':')) refuse(entered, "only a port may follow the brackets: write ::1 or [::1]:1883");
    return {host, rest.substr(1)};
  }
  // An address of IPv6 has more than one colon, and no port without brackets.
  if (std::ranges::count(text, ':') != 1) return {text};
  const auto colon = text.find(':');
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

BrokerAddress broker_address(BrokerAddress entered) {
  const std::string original = entered.host;
  std::string_view rest = payload::trimmed(original);
  if (const auto end = rest.find("://"); end != std::string_view::npos) {
    std::string name(rest.substr(0, end));
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto* const scheme = std::ranges::find(kSchemes, name, &Scheme::name);
    if (scheme == kSchemes.end())
      refuse(original,
             fmt::format("'{}' is not spoken here: write the host alone, or mqtt:// or mqtts:// before it", name));
    rest.remove_prefix(end + 3);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (scheme->use_tls && entered.port == kPlainPort) entered.port = kTlsPort;
    entered.use_tls = scheme->use_tls;
  }
  if (rest.find('@') != std::string_view::npos)
    refuse(original, "user name and password have fields of their own: write the host alone");
  const Parts parts = parts_of(rest, original);
  if (parts.port) {
    const auto port = port_of(*parts.port);
    if (!port) refuse(original, "what follows the colon is no port from 1 to 65535: write the host alone");
    entered.port = *port;
  }
  if (parts.host.empty() || !std::ranges::all_of(parts.host, is_of_a_host))
    refuse(original, "this is no host: write a name or an address, such as broker.example.com or 10.0.0.5");
  entered.host = std::string(parts.host);
  return entered;
}

}  // namespace openspc::connect::mqtt
