#include "connect/opcua/session/pki.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/ids.h"
#include "connect/opcua/session/certificate_store.h"
#include "connect/opcua/session/x509.h"
#include "unit/connect/opcua/session/peer.h"

namespace openspc::connect::opcua {
namespace {

using testing::HasSubstr;
using testing::Not;

class OpcuaPkiTest : public ConnectTest {
 protected:
  /// As another server of the database has it, or this one after a new start.
  Pki other(std::filesystem::path old_folder = {}) {
    return {*database, certificates.vault, certificates.clock, std::move(old_folder)};
  }

  Certificates certificates{*database};
  Pki& pki = certificates.pki;
};

/// The folder of an earlier version.
class OldFolder {
 public:
  OldFolder() : path_(std::filesystem::temp_directory_path() / ("openspc-opcua-" + base::uuid4())) {
    write("own/certificate.der", own_.certificate);
    write("own/key.der", own_.key);
    write("trusted/a.der", trusted_);
    write("rejected/b.der", rejected_);
  }
  OldFolder(const OldFolder&) = delete;
  OldFolder& operator=(const OldFolder&) = delete;
  ~OldFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  const x509::KeyPair& own() const { return own_; }
  const std::string& trusted() const { return trusted_; }
  const std::string& rejected() const { return rejected_; }

 private:
  void write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }

  std::filesystem::path path_;
  x509::KeyPair own_ = x509::make_application_certificate();
  std::string trusted_ = x509::make_application_certificate().certificate;
  std::string rejected_ = x509::make_application_certificate().certificate;
};

TEST_F(OpcuaPkiTest, AllServersShowTheSameCertificate) {
  const ApplicationCertificate own = pki.own();
  EXPECT_THAT(own.application_uri, testing::StartsWith("urn:openspc:"));
  const ApplicationCertificate others = other().own();
  EXPECT_EQ(others.certificate, own.certificate);
  EXPECT_EQ(others.key, own.key);
  EXPECT_EQ(others.application_uri, own.application_uri);
}

TEST_F(OpcuaPkiTest, KeyIsEncryptedInTheDatabase) {
  const std::string key = base::base64url_encode(pki.own().key);
  const auto stored =
      read([](db::Session& s) { return s.scalar<std::string>("SELECT private_key FROM opcua_certificate"); });
  EXPECT_THAT(stored, Not(HasSubstr(key.substr(0, 40))));
}

TEST_F(OpcuaPkiTest, WhatIsApprovedOnOneServerIsBelievedByAll) {
  const std::string stranger = x509::make_application_certificate().certificate;
  EXPECT_TRUE(pki.problem_with(stranger, "plc").has_value());
  EXPECT_TRUE(other().trust(x509::fingerprint(stranger)));
  EXPECT_FALSE(pki.problem_with(stranger, "plc").has_value());
}

TEST_F(OpcuaPkiTest, TakesOverTheFolderOfAnEarlierVersion) {
  const OldFolder old;
  Pki taking = other(old.path());
  const ApplicationCertificate own = taking.own();
  EXPECT_EQ(own.certificate, old.own().certificate);
  EXPECT_EQ(own.key, old.own().key);
  EXPECT_FALSE(taking.problem_with(old.trusted(), "plc").has_value());
  EXPECT_TRUE(taking.trust(x509::fingerprint(old.rejected())));
}

TEST_F(OpcuaPkiTest, TakesAFolderOverOnce) {
  const OldFolder old;
  Pki taking = other(old.path());
  taking.own();
  taking.reject(x509::fingerprint(old.trusted()));
  Pki again = other(old.path());
  again.own();
  EXPECT_TRUE(again.problem_with(old.trusted(), "plc").has_value());
}

TEST_F(OpcuaPkiTest, BelievesWhatWasApproved) {
  const std::string stranger = x509::make_application_certificate().certificate;
  EXPECT_TRUE(pki.problem_with(stranger, "plc").has_value());
  EXPECT_TRUE(pki.trust(x509::fingerprint(stranger)));
  EXPECT_FALSE(pki.problem_with(stranger, "plc").has_value());
}

TEST_F(OpcuaPkiTest, KeepsTheNewestHundredOfTheRejected) {
  // Made once, changed in its signature: each has a fingerprint of its own.
  std::string stranger = x509::make_application_certificate().certificate;
  for (int i = 0; i < 105; ++i) {
    stranger.back() = static_cast<char>(i);
    EXPECT_TRUE(pki.problem_with(stranger, "plc").has_value());
  }
  EXPECT_EQ(pki.list().size(), 101U);  // and our own
}

TEST_F(OpcuaPkiTest, RefusesBytesThatAreNoCertificate) {
  EXPECT_THAT(*pki.problem_with("hello", "plc"), HasSubstr("cannot be read"));
  EXPECT_THAT(*pki.problem_with(std::string(1'000'000, '0'), "plc"), HasSubstr("too large"));
  EXPECT_THROW(pki.add_trusted("hello"), base::Error);
}

TEST_F(OpcuaPkiTest, OurOwnIsNobodysToRejectOrForget) {
  const std::string own = x509::fingerprint(pki.own_certificate());
  for (const std::string& name : {own, std::string("own")}) {
    EXPECT_FALSE(pki.trust(name));
    EXPECT_FALSE(pki.reject(name));
    EXPECT_FALSE(pki.forget(name));
  }
}

TEST_F(OpcuaPkiTest, CertificateThatIsTrustedStaysSoWhenItIsRefusedForItsDates) {
  const std::string stranger = x509::make_application_certificate().certificate;
  pki.add_trusted(stranger);
  write([&](db::Session& session) {
    certificate_store::reject_new(session, x509::fingerprint(stranger), stranger, certificates.clock.now(), 100);
  });
  EXPECT_FALSE(pki.problem_with(stranger, "plc").has_value());
}

}  // namespace
}  // namespace openspc::connect::opcua
