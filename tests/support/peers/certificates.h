// A certificate authority for tests, its files in a folder of its own: what it issues is good for the loopback.
#pragma once

#include <filesystem>
#include <string>

#include "support/server/server_process.h"

namespace openspc::test {

struct IssuedCertificate {
  std::filesystem::path certificate, key;
};

class CertificateAuthority {
 public:
  explicit CertificateAuthority(const std::string& name = "test authority");

  [[nodiscard]] std::filesystem::path certificate() const { return folder_.path() / "ca.pem"; }
  /// `subject_alternative_names` as OpenSSL writes them: "IP:127.0.0.1,DNS:localhost".
  /// None of them with an empty text. With negative `days` it has expired.
  IssuedCertificate issue(const std::string& name, const std::string& subject_alternative_names, int days = 30);

 private:
  TemporaryFolder folder_;
};

std::string text_of_file(const std::filesystem::path& path);

}  // namespace openspc::test
