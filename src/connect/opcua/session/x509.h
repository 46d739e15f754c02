// X.509 certificates as OPC UA uses them, on OpenSSL. Called by Pki only. Pure functions on DER bytes; whatever
// comes from a server is hostile until read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/opcua/session/pki.h"

namespace openspc::connect::opcua::x509 {

struct KeyPair {
  std::string certificate{}, key{};  // DER
};

/// Self-signed, RSA of 2048 bits, with an application URI of its own, good for ten years. Throws Error(unavailable).
KeyPair make_application_certificate();

/// SHA-256 as hexadecimal.
std::string fingerprint(std::string_view der);
/// Nothing when the bytes are no certificate. `trust` is not filled in.
std::optional<CertificateInfo> describe(std::string_view der);
/// The first of several certificates that follow each other.
std::optional<std::string> first_of(std::string_view der_chain);
/// Of PEM, DER or DER in base64.
std::optional<std::string> to_der(std::string_view certificate);
/// Of PEM without a pass phrase; nothing when it does not belong to the certificate.
std::optional<std::string> key_to_der(const std::string& pem, std::string_view certificate);

/// Nothing when the first certificate is one of `trusted`, or was issued by one of them for `host`, and is valid now.
std::optional<std::string> verify(std::string_view der_chain, const std::vector<std::string>& trusted,
                                  const std::string& host);

}  // namespace openspc::connect::opcua::x509
