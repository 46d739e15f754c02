#include "connect/opcua/session/pki.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/error.h"
#include "connect/opcua/session/x509.h"
#include "unit/connect/opcua/session/peer.h"

namespace openspc::connect::opcua {
namespace {

using testing::HasSubstr;

class OpcuaPkiTest : public testing::Test {
 protected:
  Folder folder;
  Pki pki{folder.path()};
};

TEST_F(OpcuaPkiTest, MakesItsOwnCertificateOnceAndKeepsItsKeyToItself) {
  const ApplicationCertificate own = pki.own();
  EXPECT_THAT(own.application_uri, testing::StartsWith("urn:openspc:"));
  EXPECT_EQ(Pki(folder.path()).own().certificate, own.certificate);
  const auto mode = std::filesystem::status(folder.path() / "own" / "key.der").permissions();
  EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
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

TEST_F(OpcuaPkiTest, TakesFingerprintsOnlyAsNames) {
  pki.own();  // makes the folder
  std::ofstream(folder.path() / "victim.der") << "x";
  EXPECT_FALSE(pki.trust("../victim"));
  EXPECT_FALSE(pki.forget("../victim"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "victim.der"));
}

}  // namespace
}  // namespace openspc::connect::opcua
