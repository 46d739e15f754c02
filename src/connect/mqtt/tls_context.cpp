#include "connect/mqtt/tls_context.h"

#include <fmt/format.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "base/error.h"
#include "connect/mqtt/session.h"
#include "connect/payload/payload.h"

namespace openspc::connect::mqtt {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, FreeX509>;

std::unique_ptr<BIO, FreeBio> reader_of(std::string_view text) {
  return std::unique_ptr<BIO, FreeBio>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

[[noreturn]] void refuse(const char* member, const std::string& reason) {
  ERR_clear_error();
  throw base::invalid_field({"body", member}, "value_error", "Value error, " + reason);
}

std::vector<Certificate> certificates_of(const std::string& pem, const char* member) {
  const auto reader = reader_of(pem);
  std::vector<Certificate> found;
  while (X509* certificate = PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr))
    found.emplace_back(certificate);
  ERR_clear_error();
  if (found.empty()) refuse(member, "no PEM certificate is in it");
  return found;
}

void trust(SSL_CTX* context, const TlsSettings& settings) {
  if (settings.ca_certificate.empty()) {
    SSL_CTX_set_default_verify_paths(context);
    return;
  }
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  for (const Certificate& authority : certificates_of(settings.ca_certificate, "ca_certificate"))
    X509_STORE_add_cert(store, authority.get());
}

// Asked for the pass phrase of a key: there is nobody to ask.
int no_pass_phrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return 0;
}

void identify(SSL_CTX* context, const TlsSettings& settings) {
  if (settings.client_certificate.empty() && settings.client_key.empty()) return;
  if (settings.client_certificate.empty()) refuse("client_certificate", "the client key needs its certificate");
  if (settings.client_key.empty()) refuse("client_key", "the client certificate needs its key");
  std::vector<Certificate> chain = certificates_of(settings.client_certificate, "client_certificate");
  SSL_CTX_use_certificate(context, chain.front().get());
  for (std::size_t i = 1; i < chain.size(); ++i) SSL_CTX_add1_chain_cert(context, chain[i].get());
  const std::unique_ptr<EVP_PKEY, FreeKey> key(
      PEM_read_bio_PrivateKey(reader_of(settings.client_key).get(), nullptr, &no_pass_phrase, nullptr));
  if (!key) refuse("client_key", "no PEM private key without a pass phrase is in it");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    refuse("client_key", "it does not belong to the client certificate");
}

// What a verification needs to explain itself; hangs on the context.
struct Verification {
  std::string host;
  bool has_authorities = false;
  TlsFindings* findings = nullptr;
};

int verification_index() {
  static const int index = SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr, [](void*, void* verification, CRYPTO_EX_DATA*, int, long, void*) {
        const std::unique_ptr<Verification> owned(static_cast<Verification*>(verification));
      });
  return index;
}

TlsFindings* findings_of(const SSL* connection) {
  const auto* verification =
      static_cast<Verification*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), verification_index()));
  return verification == nullptr ? nullptr : verification->findings;
}

std::string text_of(const std::unique_ptr<BIO, FreeBio>& written) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(written.get(), &text);
  return payload::printable_excerpt(std::string_view(text, static_cast<std::size_t>(size)));
}

std::unique_ptr<BIO, FreeBio> writer() {
  return std::unique_ptr<BIO, FreeBio>(BIO_new(BIO_s_mem()));
}

std::string name_of(const X509_NAME* name) {
  const auto out = writer();
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253);
  return text_of(out);
}

std::string day_of(const ASN1_TIME* time) {
  tm moment{};
  if (ASN1_TIME_to_tm(time, &moment) != 1) return "an unknown day";
  return fmt::format("{:04}-{:02}-{:02}", moment.tm_year + 1900, moment.tm_mon + 1, moment.tm_mday);
}

// "DNS:a.example, IP Address:10.0.0.1"; empty when there are none.
std::string alternative_names_of(const X509* certificate) {
  const int at = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
  if (at < 0) return {};
  const auto out = writer();
  X509V3_EXT_print(out.get(), X509_get_ext(certificate, at), 0, 0);
  return text_of(out);
}

std::string wrong_name(const X509* certificate, const std::string& host) {
  const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> address(a2i_IPADDRESS(host.c_str()),
                                                                                      &ASN1_OCTET_STRING_free);
  ERR_clear_error();
  const std::string wanted = (address ? "IP:" : "DNS:") + host;
  const std::string names = alternative_names_of(certificate);
  if (names.empty())
    return fmt::format(
        "its certificate has no subject alternative name (SAN), only the subject '{}': have it issued again with the "
        "subject alternative name {}",
        name_of(X509_get_subject_name(certificate)), wanted);
  return fmt::format(
      "its certificate is for {} and not for the host '{}': enter a name of the certificate as the host, or have it "
      "issued again with the subject alternative name {}",
      names, host, wanted);
}

std::string unknown_authority(const X509* certificate, bool has_authorities) {
  const std::string issuer = name_of(X509_get_issuer_name(certificate));
  if (!has_authorities)
    return fmt::format(
        "its certificate comes from the authority '{}', which this system does not know, and no CA certificate is "
        "given: enter the certificate of that authority as CA certificate",
        issuer);
  return fmt::format(
      "its certificate comes from the authority '{}', which is not the one of the CA certificate that is given: enter "
      "the certificate of that authority",
      issuer);
}

std::string distrust_of(X509_STORE_CTX* verified, const Verification& verification) {
  const X509* certificate = X509_STORE_CTX_get_current_cert(verified);
  const int error = X509_STORE_CTX_get_error(verified);
  std::string reason = X509_verify_cert_error_string(error);
  if (certificate == nullptr) return reason;
  switch (error) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return wrong_name(certificate, verification.host);
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return fmt::format(
          "the certificate '{}' expired on {}: have it renewed at the broker, or set the clock here right",
          name_of(X509_get_subject_name(certificate)), day_of(X509_get0_notAfter(certificate)));
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return fmt::format("the certificate '{}' is not valid before {}: compare the clocks here and there",
                         name_of(X509_get_subject_name(certificate)), day_of(X509_get0_notBefore(certificate)));
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return unknown_authority(certificate, verification.has_authorities);
    default:
      return "its certificate is not accepted: " + reason;
  }
}

int explain_distrust(int is_trusted, X509_STORE_CTX* verified) {
  if (is_trusted == 1) return 1;
  const auto* connection =
      static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(verified, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* verification =
      static_cast<Verification*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), verification_index()));
  if (verification != nullptr && verification->findings != nullptr && verification->findings->distrust.empty())
    verification->findings->distrust = distrust_of(verified, *verification);
  return 0;
}

void note_handshake(int is_written, int /*version*/, int content, const void* bytes, std::size_t count, SSL* connection,
                    void* /*unused*/) {
  TlsFindings* findings = findings_of(connection);
  if (is_written != 0 || content != SSL3_RT_HANDSHAKE || findings == nullptr) return;
  findings->heard_tls = true;
  if (count > 0 && *static_cast<const unsigned char*>(bytes) == SSL3_MT_CERTIFICATE_REQUEST)
    findings->wants_certificate = true;
}

struct Socket {
  explicit Socket(const addrinfo& address)
      : fd(::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol)) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (fd >= 0) ::close(fd);
  }
  const int fd;
};

}  // namespace

void FreeTlsContext::operator()(ssl_ctx_st* context) const noexcept {
  SSL_CTX_free(context);
}

TlsContext make_tls_context(const TlsSettings& settings, const std::string& host, TlsFindings* findings) {
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw base::unavailable("OpenSSL cannot make a TLS context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  auto verification = std::make_unique<Verification>(Verification{host, !settings.ca_certificate.empty(), findings});
  if (SSL_CTX_set_ex_data(context.get(), verification_index(), verification.get()) != 1)
    throw base::unavailable("OpenSSL cannot make a TLS context");
  [[maybe_unused]] const Verification* const of_context = verification.release();
  SSL_CTX_set_msg_callback(context.get(), &note_handshake);
  trust(context.get(), settings);
  identify(context.get(), settings);
  if (!settings.verify) {
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    return context;
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, &explain_distrust);
  X509_VERIFY_PARAM* expected = SSL_CTX_get0_param(context.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) != 1) {
    ERR_clear_error();
    X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size());
  }
  return context;
}

void check_tls(const TlsSettings& settings) {
  const TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw base::unavailable("OpenSSL cannot make a TLS context");
  if (!settings.ca_certificate.empty()) trust(context.get(), settings);
  identify(context.get(), settings);
}

std::string tls_reason(std::string_view openssl_error, const TlsFindings& findings, const TlsSettings& settings) {
  if (!findings.distrust.empty()) return findings.distrust;
  if (!findings.heard_tls)
    return "the other side does not answer with TLS: it speaks plain MQTT on this port, or no MQTT. Switch TLS off, or "
           "enter the port of its TLS listener, often 8883";
  const auto last = openssl_error.rfind(':');
  const std::string_view reason = openssl_error.substr(last == std::string_view::npos ? 0 : last + 1);
  // Its alert may be lost with the connection: that it asked is enough to know.
  if (findings.wants_certificate && settings.client_certificate.empty())
    return "the broker wants a client certificate: enter one that it trusts, with its key";
  if (findings.wants_certificate)
    return fmt::format(
        "the broker hung up after it saw the client certificate{}{}: enter one of an authority that it trusts",
        reason.empty() ? "" : ", ", reason);
  return reason.empty() ? "the handshake failed" : std::string(reason);
}

bool answers_tls(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return false;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  const Socket socket(*found);
  const timeval patience{.tv_sec = 2, .tv_usec = 0};
  ::setsockopt(socket.fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket.fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (socket.fd < 0 || ::connect(socket.fd, found->ai_addr, found->ai_addrlen) != 0) return false;
  TlsFindings findings;
  const TlsContext context = make_tls_context({.verify = false}, address, &findings);
  const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), &SSL_free);
  SSL_set_fd(connection.get(), socket.fd);
  SSL_connect(connection.get());
  ERR_clear_error();
  return findings.heard_tls;
}

}  // namespace openspc::connect::mqtt
