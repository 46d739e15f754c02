#include "connect/opcua/session/pki.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/error.h"
#include "base/private_file.h"
#include "base/secrets.h"
#include "connect/opcua/session/x509.h"

namespace openspc::connect::opcua {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRejectedKept = 100;
// A certificate with a chain of authorities takes a few kilobytes; more is no certificate.
constexpr std::size_t kLargestChain = 64U << 10U;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void make_folder(const fs::path& path) {
  if (path.has_parent_path() && !fs::exists(path.parent_path())) make_folder(path.parent_path());
  base::make_private_folder(path);
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".der") files.push_back(at->path());
  std::sort(files.begin(), files.end());
  return files;
}

fs::path file_of(const fs::path& folder, std::string_view fingerprint) {
  return folder / (std::string(fingerprint) + ".der");
}

// Fingerprints become names of files: nothing else may.
bool is_fingerprint(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void keep_rejected(const fs::path& folder, std::string_view certificate) {
  make_folder(folder);
  std::vector<std::pair<fs::file_time_type, fs::path>> kept;
  std::error_code error;
  for (const fs::path& file : files_of(folder)) kept.emplace_back(fs::last_write_time(file, error), file);
  std::sort(kept.begin(), kept.end());
  for (std::size_t i = 0; i + kRejectedKept <= kept.size(); ++i) fs::remove(kept[i].second, error);
  base::write_secret_file(file_of(folder, x509::fingerprint(certificate)), certificate);
}

bool move_file(const fs::path& from, const fs::path& to, std::string_view fingerprint) {
  if (!is_fingerprint(fingerprint) || !fs::exists(file_of(from, fingerprint))) return false;
  make_folder(to);
  std::error_code error;
  fs::rename(file_of(from, fingerprint), file_of(to, fingerprint), error);
  if (error) throw base::unavailable("the certificate cannot be moved: " + error.message());
  return true;
}

}  // namespace

ApplicationCertificate Pki::own() {
  const std::lock_guard lock(mutex_);
  const fs::path certificate = folder_ / "own" / "certificate.der";
  const fs::path key = folder_ / "own" / "key.der";
  // The key is written first: a certificate without its key, after a crash, would be of no use.
  if (!fs::exists(certificate) || !fs::exists(key)) {
    make_folder(certificate.parent_path());
    const x509::KeyPair made = x509::make_application_certificate();
    base::write_secret_file(key, made.key);
    base::write_secret_file(certificate, made.certificate);
  }
  ApplicationCertificate own{.certificate = read_file(certificate), .key = read_file(key)};
  const auto info = x509::describe(own.certificate);
  if (!info) throw base::unavailable("the file " + certificate.string() + " holds no certificate");
  own.application_uri = info->application_uri;
  return own;
}

std::optional<std::string> Pki::problem_with(std::string_view der_chain, const std::string& host) {
  if (der_chain.size() > kLargestChain) return "its certificate is too large";
  const auto leaf = x509::first_of(der_chain);
  if (!leaf) return "its certificate cannot be read";
  const std::lock_guard lock(mutex_);
  std::vector<std::string> trusted;
  for (const fs::path& file : files_of(folder_ / "trusted")) trusted.push_back(read_file(file));
  auto problem = x509::verify(der_chain, trusted, host);
  if (problem) {
    keep_rejected(folder_ / "rejected", *leaf);
    *problem = fmt::format("its certificate is not trusted ({}): approve it among the rejected certificates", *problem);
  }
  return problem;
}

std::vector<CertificateInfo> Pki::list() {
  const ApplicationCertificate mine = own();
  std::vector<CertificateInfo> all;
  if (auto info = x509::describe(mine.certificate)) {
    info->trust = CertificateTrust::own;
    all.push_back(std::move(*info));
  }
  const std::lock_guard lock(mutex_);
  for (const CertificateTrust trust : {CertificateTrust::trusted, CertificateTrust::rejected})
    for (const fs::path& file : files_of(folder_ / (trust == CertificateTrust::trusted ? "trusted" : "rejected")))
      if (auto info = x509::describe(read_file(file))) {
        info->trust = trust;
        all.push_back(std::move(*info));
      }
  return all;
}

bool Pki::trust(std::string_view fingerprint) {
  const std::lock_guard lock(mutex_);
  return move_file(folder_ / "rejected", folder_ / "trusted", fingerprint);
}

bool Pki::reject(std::string_view fingerprint) {
  const std::lock_guard lock(mutex_);
  return move_file(folder_ / "trusted", folder_ / "rejected", fingerprint);
}

bool Pki::forget(std::string_view fingerprint) {
  if (!is_fingerprint(fingerprint)) return false;
  const std::lock_guard lock(mutex_);
  std::error_code error;
  return fs::remove(file_of(folder_ / "rejected", fingerprint), error);
}

CertificateInfo Pki::add_trusted(std::string_view certificate) {
  const auto der = x509::to_der(certificate);
  auto info = der ? x509::describe(*der) : std::nullopt;
  if (!info)
    throw base::invalid_field({"body", "certificate"}, "value_error",
                              "Value error, this is no certificate in PEM or base64 of DER");
  const std::lock_guard lock(mutex_);
  make_folder(folder_ / "trusted");
  base::write_secret_file(file_of(folder_ / "trusted", info->fingerprint), *der);
  std::error_code error;
  fs::remove(file_of(folder_ / "rejected", info->fingerprint), error);
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
