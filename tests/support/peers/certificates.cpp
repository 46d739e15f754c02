#include "support/peers/certificates.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace openspc::test {
namespace {

void run(const std::string& command) {
  // Arguments are the test's own words. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (std::system((command + " >/dev/null 2>&1").c_str()) != 0) throw std::runtime_error("failed: " + command);
}

}  // namespace

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

CertificateAuthority::CertificateAuthority(const std::string& name) {
  const std::string base = (folder_.path() / "ca").string();
  run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj '/CN=" + name +
      "' -keyout " + base + ".key -out " + base + ".pem");
}

IssuedCertificate CertificateAuthority::issue(const std::string& name, const std::string& names, int days) {
  const std::string base = (folder_.path() / name).string(), authority = (folder_.path() / "ca").string();
  std::ofstream(base + ".ext") << (names.empty() ? "basicConstraints=CA:FALSE" : "subjectAltName=" + names) << '\n';
  run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=" + name + "' -keyout " + base +
      ".key -out " + base + ".csr");
  run("openssl x509 -req -days " + std::to_string(days) + " -in " + base + ".csr -CA " + authority + ".pem -CAkey " +
      authority + ".key -CAcreateserial -extfile " + base + ".ext -out " + base + ".pem");
  return {base + ".pem", base + ".key"};
}

}  // namespace openspc::test
