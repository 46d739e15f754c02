#include "connect/opcua/session/pki.h"

#include <fmt/format.h>

#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "connect/opcua/session/certificate_files.h"
#include "connect/opcua/session/certificate_store.h"
#include "connect/opcua/session/x509.h"

namespace openspc::connect::opcua {
namespace {

constexpr std::size_t kRejectedKept = 100;
// A certificate with a chain of authorities takes a few kilobytes; more is no certificate.
constexpr std::size_t kLargestChain = 64U << 10U;

constexpr const char* kKeyName = "OPC UA private key";

// A name of a row, which is nobody's to choose.
bool is_fingerprint(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<certificate_store::Own> stored_own(db::Database& database) {
  return database.read_now([](db::Session& session) { return certificate_store::find_own(session); });
}

void take_over(db::Session& session, const certificate_files::Found& found, base::Timestamp now) {
  for (const std::string& certificate : found.trusted)
    certificate_store::trust(session, x509::fingerprint(certificate), certificate, now);
  for (const std::string& certificate : found.rejected)
    certificate_store::reject_new(session, x509::fingerprint(certificate), certificate, now, kRejectedKept);
}

}  // namespace

// Another server may make one at the same time: the first that is stored is everybody's.
void Pki::make_own() const {
  certificate_files::Found found = certificate_files::read(old_folder_);
  const bool is_old = !found.own_certificate.empty();
  if (!is_old) {
    x509::KeyPair made = x509::make_application_certificate();
    found.own_certificate = std::move(made.certificate);
    found.own_key = std::move(made.key);
  }
  const certificate_store::Own own{.certificate = found.own_certificate,
                                   .private_key = vault_.encrypt(base::base64url_encode(found.own_key)).value_or("")};
  database_.write_now([&](db::Session& session) {
    if (certificate_store::find_own(session)) return;
    certificate_store::add_own(session, own, clock_.now());
    take_over(session, found, clock_.now());
  });
  if (is_old)
    base::log::info("opcua_certificates_taken_over",
                    {{"folder", old_folder_.string()}, {"trusted", found.trusted.size()}});
}

ApplicationCertificate Pki::own() {
  auto stored = stored_own(database_);
  if (!stored) {
    make_own();
    stored = stored_own(database_);
  }
  const auto info = stored ? x509::describe(stored->certificate) : std::nullopt;
  if (!info) throw base::unavailable("our own OPC UA certificate in the database cannot be read");
  const std::string key = vault_.decrypt(stored->private_key, kKeyName).value_or("");
  return {.certificate = stored->certificate,
          .key = base::base64url_decode(key).value_or(""),
          .application_uri = info->application_uri};
}

std::optional<std::string> Pki::problem_with(std::string_view der_chain, const std::string& host) {
  if (der_chain.size() > kLargestChain) return "its certificate is too large";
  const auto leaf = x509::first_of(der_chain);
  if (!leaf) return "its certificate cannot be read";
  const auto trusted = database_.read_now([](db::Session& session) { return certificate_store::trusted(session); });
  auto problem = x509::verify(der_chain, trusted, host);
  if (!problem) return std::nullopt;
  database_.write_now([&](db::Session& session) {
    certificate_store::reject_new(session, x509::fingerprint(*leaf), *leaf, clock_.now(), kRejectedKept);
  });
  return fmt::format("its certificate is not trusted ({}): approve it among the rejected certificates", *problem);
}

std::vector<CertificateInfo> Pki::list() {
  std::vector<CertificateInfo> all;
  const auto add = [&](std::string_view certificate, CertificateTrust trust) {
    auto info = x509::describe(certificate);
    if (!info) return;
    info->trust = trust;
    all.push_back(std::move(*info));
  };
  add(own().certificate, CertificateTrust::own);
  const auto kept = database_.read_now([](db::Session& session) { return certificate_store::list(session); });
  for (const certificate_store::Kept& one : kept) add(one.certificate, one.trust);
  return all;
}

bool Pki::trust(std::string_view fingerprint) {
  return move(fingerprint, CertificateTrust::rejected, CertificateTrust::trusted);
}

bool Pki::reject(std::string_view fingerprint) {
  return move(fingerprint, CertificateTrust::trusted, CertificateTrust::rejected);
}

bool Pki::move(std::string_view fingerprint, CertificateTrust from, CertificateTrust to) {
  if (!is_fingerprint(fingerprint)) return false;
  return database_.write_now(
      [&](db::Session& session) { return certificate_store::move(session, fingerprint, from, to); });
}

bool Pki::forget(std::string_view fingerprint) {
  if (!is_fingerprint(fingerprint)) return false;
  return database_.write_now(
      [&](db::Session& session) { return certificate_store::forget_rejected(session, fingerprint); });
}

CertificateInfo Pki::add_trusted(std::string_view certificate) {
  const auto der = x509::to_der(certificate);
  auto info = der ? x509::describe(*der) : std::nullopt;
  if (!info)
    throw base::invalid_field({"body", "certificate"}, "value_error",
                              "Value error, this is no certificate in PEM or base64 of DER");
  database_.write_now(
      [&](db::Session& session) { certificate_store::trust(session, info->fingerprint, *der, clock_.now()); });
  info->trust = CertificateTrust::trusted;
  return std::move(*info);
}

ApplicationCertificate read_user_certificate(const std::string& certificate_pem, const std::string& key_pem) {
  const auto certificate = x509::to_der(certificate_pem);
  if (!certificate)
    throw base::invalid_field({"body", "client_certificate"}, "value_error",
                              "Value error, no PEM certificate is in it");
  const auto key = x509::key_to_der(key_pem, *certificate);
  if (!key)
    throw base::invalid_field({"body", "client_key"}, "value_error",
                              "Value error, it is no PEM private key without a pass phrase that belongs to the "
                              "client certificate");
  return {.certificate = *certificate, .key = *key};
}

}  // namespace openspc::connect::opcua
