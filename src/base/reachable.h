// Which addresses this program never connects to, whoever asks for it: where clouds and machines keep what only they
// should hear (link-local, metadata services), and what is no single machine (multicast, broadcast, unspecified).
// Loopback and private networks are allowed, since that is where a factory's receivers, brokers and machines are. Asked
// with the address that a connection is about to be made to, after the name was resolved: a name, a number in another
// notation or a redirection changes nothing. Pure. Any thread.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>

namespace openspc::base {

/// Why nothing connects to it, for people; nothing when it may be reached. IPv4 within IPv6 counts as what it means.
std::optional<std::string_view> ban_on(const sockaddr& address);

/// As digits, without a port.
std::string numeric_host(const sockaddr& address);

}  // namespace openspc::base
