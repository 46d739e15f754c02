#include "connect/opcua/session/x509.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <ctime>
#include <memory>

#include "base/crypto.h"
#include "base/error.h"
#include "base/ids.h"

namespace openspc::connect::opcua::x509 {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Freed<&BIO_free>>;
using Store = std::unique_ptr<X509_STORE, Freed<&X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freed<&X509_STORE_CTX_free>>;

struct FreeStack {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
struct FreeNames {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Certificate parse(std::string_view der, std::size_t* consumed = nullptr) {
  if (der.empty() || der.size() > static_cast<std::size_t>(INT_MAX)) return nullptr;
  const unsigned char* at = bytes_of(der);
  Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (certificate && consumed != nullptr) *consumed = static_cast<std::size_t>(at - bytes_of(der));
  return certificate;
}

std::vector<Certificate> parse_chain(std::string_view der_chain) {
  std::vector<Certificate> chain;
  constexpr std::size_t longest = 10;
  while (!der_chain.empty() && chain.size() < longest) {
    std::size_t consumed = 0;
    Certificate certificate = parse(der_chain, &consumed);
    if (!certificate) break;
    chain.push_back(std::move(certificate));
    der_chain.remove_prefix(consumed);
  }
  return chain;
}

std::string der_of(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

std::string der_of(EVP_PKEY* key) {
  unsigned char* bytes = nullptr;
  const int size = i2d_PrivateKey(key, &bytes);
  if (size <= 0) return {};
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
  return der;
}

std::string text_of(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string subject_of(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(bio.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  return text_of(bio);
}

std::string application_uri_of(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, FreeNames> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (!names) return {};
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const auto* text = name->d.uniformResourceIdentifier;
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
  }
  return {};
}

base::Timestamp time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::chrono::time_point_cast<std::chrono::microseconds>(
      std::chrono::system_clock::from_time_t(timegm(&parts)));
}

int no_pass_phrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return 0;
}

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
  return name.data();
}

[[noreturn]] void fail() {
  ERR_clear_error();
  throw base::unavailable("OpenSSL cannot make an application certificate");
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  if (X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes_of(value), static_cast<int>(value.size()), -1, 0) !=
      1)
    fail();
}

void add_extension(X509* certificate, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (extension == nullptr) fail();
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  if (added != 1) fail();
}

void set_serial(X509* certificate) {
  const std::unique_ptr<BIGNUM, Freed<&BN_free>> number(BN_new());
  if (!number || BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) != 1 ||
      BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) == nullptr)
    fail();
}

}  // namespace

KeyPair make_application_certificate() {
  constexpr unsigned bits = 2'048;
  constexpr long ten_years = 10L * 365 * 24 * 3'600;
  const Key key(EVP_RSA_gen(bits));
  const Certificate certificate(X509_new());
  if (!key || !certificate) fail();
  const std::string host = host_name();
  X509_set_version(certificate.get(), 2);
  set_serial(certificate.get());
  // Clocks of machines differ: valid from yesterday.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -24L * 3'600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), ten_years);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  // A common name may have 64 characters.
  add_name(name, "CN", ("OpenSPC on " + host).substr(0, 64));
  add_name(name, "O", "OpenSPC");
  X509_set_issuer_name(certificate.get(), name);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), NID_key_usage,
                "critical,digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyCertSign");
  add_extension(certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  add_extension(certificate.get(), NID_subject_key_identifier, "hash");
  add_extension(certificate.get(), NID_authority_key_identifier, "keyid:always");
  add_extension(certificate.get(), NID_subject_alt_name,
                "URI:urn:openspc:" + host + ":" + base::uuid4() + ",DNS:" + host);
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) fail();
  return {.certificate = der_of(certificate.get()), .key = der_of(key.get())};
}

std::string fingerprint(std::string_view der) {
  return base::sha256_hex(der);
}

std::optional<CertificateInfo> describe(std::string_view der) {
  const Certificate certificate = parse(der);
  if (!certificate) return std::nullopt;
  std::array<unsigned char, SHA_DIGEST_LENGTH> thumbprint{};
  SHA1(bytes_of(der), der.size(), thumbprint.data());
  return CertificateInfo{.fingerprint = fingerprint(der),
                         .thumbprint = base::to_hex(thumbprint),
                         .subject = subject_of(certificate.get()),
                         .application_uri = application_uri_of(certificate.get()),
                         .not_before = time_of(X509_get0_notBefore(certificate.get())),
                         .not_after = time_of(X509_get0_notAfter(certificate.get()))};
}

std::optional<std::string> first_of(std::string_view der_chain) {
  std::size_t size = 0;
  if (!parse(der_chain, &size)) return std::nullopt;
  return std::string(der_chain.substr(0, size));
}

std::optional<std::string> to_der(std::string_view certificate) {
  if (certificate.size() > (64U << 10U)) return std::nullopt;
  if (auto der = first_of(certificate)) return der;
  const Bio reader(BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
  const Certificate read(PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (read) return der_of(read.get());
  std::string bytes(certificate.size(), '\0');
  const Bio text(BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
  const Bio decoder(BIO_new(BIO_f_base64()));
  BIO_set_flags(decoder.get(), BIO_FLAGS_BASE64_NO_NL);
  BIO_push(decoder.get(), text.get());
  const int size = BIO_read(decoder.get(), bytes.data(), static_cast<int>(bytes.size()));
  BIO_pop(decoder.get());
  ERR_clear_error();
  if (size <= 0) return std::nullopt;
  return first_of(std::string_view(bytes).substr(0, static_cast<std::size_t>(size)));
}

std::optional<std::string> key_to_der(const std::string& pem, std::string_view certificate) {
  const Bio reader(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Key key(PEM_read_bio_PrivateKey(reader.get(), nullptr, &no_pass_phrase, nullptr));
  const Certificate owner = parse(certificate);
  const bool fits = key && owner && X509_check_private_key(owner.get(), key.get()) == 1;
  ERR_clear_error();
  if (!fits) return std::nullopt;
  return der_of(key.get());
}

std::optional<std::string> verify(std::string_view der_chain, const std::vector<std::string>& trusted,
                                  const std::string& host) {
  const std::vector<Certificate> chain = parse_chain(der_chain);
  if (chain.empty()) return "it cannot be read";
  X509* leaf = chain.front().get();
  const std::string leaf_der = der_of(leaf);
  // Approved as it is: who holds its key is known, whatever name it goes by.
  if (std::find(trusted.begin(), trusted.end(), leaf_der) != trusted.end()) {
    if (X509_cmp_current_time(X509_get0_notBefore(leaf)) > 0) return "it is not valid yet";
    if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0) return "it has expired";
    return std::nullopt;
  }
  const Store store(X509_STORE_new());
  const StoreContext context(X509_STORE_CTX_new());
  const std::unique_ptr<STACK_OF(X509), FreeStack> others(sk_X509_new_null());
  for (const std::string& der : trusted)
    if (const Certificate authority = parse(der); authority && X509_check_ca(authority.get()) != 0)
      X509_STORE_add_cert(store.get(), authority.get());
  for (std::size_t i = 1; i < chain.size(); ++i) sk_X509_push(others.get(), chain[i].get());
  X509_STORE_CTX_init(context.get(), store.get(), leaf, others.get());
  X509_VERIFY_PARAM* expected = X509_STORE_CTX_get0_param(context.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) != 1)
    X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size());
  const bool good = X509_verify_cert(context.get()) == 1;
  std::optional<std::string> problem;
  if (!good) problem = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
  ERR_clear_error();
  return problem;
}

}  // namespace openspc::connect::opcua::x509
