// Certificates of OPC UA, as files of the data folder: the server's own application certificate, made on first use, the
// trusted ones, and the rejected ones that wait for somebody's approval. Called by sessions when a server shows its
// certificate, and by the certificate routes. Any thread. Errors: Error(unavailable) when the folder cannot be used.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace openspc::connect::opcua {

/// How this server shows itself to others. Certificate and key are DER.
struct ApplicationCertificate {
  std::string certificate{}, key{};
  std::string application_uri{};
};

enum class CertificateTrust { own, trusted, rejected };

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
  explicit Pki(std::filesystem::path folder) : folder_(std::move(folder)) {}

  ApplicationCertificate own();
  /// The own certificate, for a server's trust list. DER.
  std::string own_certificate() { return own().certificate; }

  /// Nothing when the first certificate of `der_chain` may be believed for `host`, else why not, for people. One that
  /// is in the trusted folder is believed as it is; one that was issued by a trusted authority must name the host. What
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
  std::filesystem::path folder_;
  std::mutex mutex_;
};

/// The private key and certificate of a user in DER; Error(invalid) names the member that is wrong.
ApplicationCertificate read_user_certificate(const std::string& certificate_pem, const std::string& key_pem);

}  // namespace openspc::connect::opcua
