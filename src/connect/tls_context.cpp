#include "connect/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <vector>

#include "base/error.h"
#include "connect/mqtt_session.h"

namespace openspc::connect {
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

}  // namespace

void FreeTlsContext::operator()(ssl_ctx_st* context) const noexcept {
  SSL_CTX_free(context);
}

TlsContext make_tls_context(const TlsSettings& settings, const std::string& host) {
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw base::unavailable("OpenSSL cannot make a TLS context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  trust(context.get(), settings);
  identify(context.get(), settings);
  if (!settings.verify) {
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    return context;
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
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

std::string tls_reason(std::string_view openssl_error) {
  const auto last = openssl_error.rfind(':');
  if (last == std::string_view::npos)
    return openssl_error.empty() ? "the handshake failed" : std::string(openssl_error);
  return std::string(openssl_error.substr(last + 1));
}

}  // namespace openspc::connect
