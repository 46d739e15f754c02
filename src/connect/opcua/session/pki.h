// Certificates of OPC UA, in the database: the application certificate that all servers of it show as their own, made
// on first use, the trusted ones, and the rejected ones that wait for somebody's approval. Called by sessions when a
// server shows its certificate, and by the certificate routes; waits for the database, so never on a network thread.
// Any thread. Errors: Error(unavailable) when the database cannot be used, or the key was encrypted by another secret.
#pragma once

#include <boost/describe/enum.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret_vault.h"
#include "base/time.h"
#include "db/database.h"

namespace openspc::connect::opcua {

/// How this server shows itself to others. Certificate and key are DER.
struct ApplicationCertificate {
  std::string certificate{}, key{};
  std::string application_uri{};
};

enum class CertificateTrust { own, trusted, rejected };
BOOST_DESCRIBE_ENUM(CertificateTrust, own, trusted, rejected)

struct CertificateInfo {
  std::string fingerprint{};  // SHA-256, hexadecimal: names the certificate in the API
  std::string thumbprint{};   // SHA-1, hexadecimal: what tools of OPC UA show
  std::string subject{};
  std::string application_uri{};
  base::Timestamp not_before{}, not_after{};
  CertificateTrust trust = CertificateTrust::rejected;
};

class Pki {
 public:
  /// What `old_folder` holds of an earlier version is taken over when the own certificate is first asked for.
  Pki(db::Database& database, base::SecretVault& vault, const base::Clock& clock, std::filesystem::path old_folder)
      : database_(database), vault_(vault), clock_(clock), old_folder_(std::move(old_folder)) {}

  ApplicationCertificate own();
  /// The own certificate, for a server's trust list. DER.
  std::string own_certificate() { return own().certificate; }

  /// Nothing when the first certificate of `der_chain` may be believed for `host`, else why not, for people. One that
  /// is trusted is believed as it is; one that was issued by a trusted authority must name the host. What
  /// is not believed is kept among the rejected, the newest hundred.
  std::optional<std::string> problem_with(std::string_view der_chain, const std::string& host);

  std::vector<CertificateInfo> list();
  /// False when there is no such certificate.
  bool trust(std::string_view fingerprint);
  bool reject(std::string_view fingerprint);
  bool forget(std::string_view fingerprint);
  /// Adds a certificate (DER or PEM) to the trusted ones; Error(invalid) when it is none.
  CertificateInfo add_trusted(std::string_view certificate);

 private:
  void make_own() const;
  bool move(std::string_view fingerprint, CertificateTrust from, CertificateTrust to);

  db::Database& database_;
  base::SecretVault& vault_;
  const base::Clock& clock_;
  const std::filesystem::path old_folder_;
};

/// The private key and certificate of a user in DER; Error(invalid) names the member that is wrong.
ApplicationCertificate read_user_certificate(const std::string& certificate_pem, const std::string& key_pem);

}  // namespace openspc::connect::opcua
