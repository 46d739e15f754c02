// An OpenSSL client context from PEM texts. Called by the MQTT session and by the checks of a broker's settings.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;

namespace openspc::connect {

struct TlsSettings;

struct FreeTlsContext {
  void operator()(ssl_ctx_st* context) const noexcept;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

/// TLS 1.2 or newer. With verification the certificate must be valid for `host`, a name or an IP address.
/// Throws Error(invalid) naming the member of a broker that is no usable PEM.
TlsContext make_tls_context(const TlsSettings& settings, const std::string& host);

/// Throws as make_tls_context(). Costs nothing of what that does: reading the authorities of the system takes as long
/// as all else of a broker.
void check_tls(const TlsSettings& settings);

/// The reason within a line of OpenSSL's error log, for people.
std::string tls_reason(std::string_view openssl_error);

}  // namespace openspc::connect
