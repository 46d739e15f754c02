// An OpenSSL client context from PEM texts. Called by the MQTT session and by the checks of a broker's settings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;

namespace openspc::connect::mqtt {

struct TlsSettings;

struct FreeTlsContext {
  void operator()(ssl_ctx_st* context) const noexcept;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

/// What a handshake found out, so that people hear what to do about it.
struct TlsFindings {
  std::string distrust{};  // why the certificate of the other side was refused
  bool heard_tls = false;  // from the other side
  bool wants_certificate = false;
};

/// TLS 1.2 or newer. With verification the certificate must be valid for `host`, a name or an IP address. `findings`
/// outlive the connections of the context.
/// Throws Error(invalid) naming the member of a broker that is no usable PEM.
TlsContext make_tls_context(const TlsSettings& settings, const std::string& host, TlsFindings* findings = nullptr);

/// Throws as make_tls_context(). Costs nothing of what that does: reading the authorities of the system takes as long
/// as all else of a broker.
void check_tls(const TlsSettings& settings);

/// Why a handshake failed and what to do, from what it found and the last line of OpenSSL's error log.
std::string tls_reason(std::string_view openssl_error, const TlsFindings& findings, const TlsSettings& settings);

/// Whether the other side answers a TLS handshake. Blocks for two seconds at most.
bool answers_tls(const std::string& address, std::uint16_t port);

}  // namespace openspc::connect::mqtt
