#include <gmock/gmock.h>

#include "connect/opcua/session/x509.h"
#include "unit/connect/opcua/session/peer.h"

namespace openspc::connect::opcua {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

class OpcuaSecurityTest : public ConnectTest {
 protected:
  OpcuaSecurityTest() {
    const x509::KeyPair pair = x509::make_application_certificate();
    certificate = {.certificate = pair.certificate,
                   .key = pair.key,
                   .application_uri = x509::describe(pair.certificate)->application_uri};
    settings.certificate = certificate;
  }

  void start() { server = std::make_unique<Simulation>(settings); }

  Settings secured(OpcuaSecurityPolicy policy, OpcuaSecurityMode mode) const {
    return {.endpoint_url = url_of(settings.port), .policy = policy, .mode = mode};
  }

  /// Empty when the connection comes about.
  std::string problem_of(const Settings& wanted) {
    try {
      Session session(wanted, pki);
      session.connect(kPatience, never);
      return session.read("i=2258").type == "DateTime" ? "" : "no time";
    } catch (const Error& error) {
      return error.what();
    }
  }

  SimulationSettings settings{.port = unused_port()};
  ApplicationCertificate certificate;
  std::unique_ptr<Simulation> server;
  Certificates certificates{*database};
  Pki& pki = certificates.pki;
};

TEST_F(OpcuaSecurityTest, SpeaksEveryPolicyInBothModes) {
  start();
  pki.add_trusted(certificate.certificate);
  for (const auto policy : {OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityPolicy::Aes128Sha256RsaOaep,
                            OpcuaSecurityPolicy::Aes256Sha256RsaPss})
    for (const auto mode : {OpcuaSecurityMode::Sign, OpcuaSecurityMode::SignAndEncrypt})
      EXPECT_EQ(problem_of(secured(policy, mode)), "") << static_cast<int>(policy) << static_cast<int>(mode);
  EXPECT_EQ(problem_of(secured(OpcuaSecurityPolicy::None, OpcuaSecurityMode::None)), "");
}

TEST_F(OpcuaSecurityTest, ShowsTheCertificateOfAStrangerForApproval) {
  start();
  const auto settings_of_client = secured(OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityMode::SignAndEncrypt);
  EXPECT_THAT(problem_of(settings_of_client), HasSubstr("not trusted"));
  const std::string fingerprint = x509::fingerprint(certificate.certificate);
  const auto all = pki.list();
  ASSERT_THAT(all, SizeIs(2));  // our own, and the stranger's
  EXPECT_EQ(all[1].trust, CertificateTrust::rejected);
  EXPECT_EQ(all[1].fingerprint, fingerprint);
  EXPECT_EQ(all[1].application_uri, certificate.application_uri);
  ASSERT_TRUE(pki.trust(fingerprint));
  EXPECT_EQ(problem_of(settings_of_client), "");
  ASSERT_TRUE(pki.reject(fingerprint));
  EXPECT_THAT(problem_of(settings_of_client), HasSubstr("not trusted"));
}

TEST_F(OpcuaSecurityTest, SaysThatTheServerDoesNotBelieveUs) {
  settings.trusted = std::vector<std::string>{certificate.certificate};
  start();
  pki.add_trusted(certificate.certificate);
  EXPECT_THAT(problem_of(secured(OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityMode::Sign)),
              AllOf(HasSubstr("our certificate"), HasSubstr(x509::describe(pki.own_certificate())->thumbprint),
                    HasSubstr("move ours")));
  server.reset();
  settings.trusted->push_back(pki.own_certificate());
  start();
  EXPECT_EQ(problem_of(secured(OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityMode::Sign)), "");
}

TEST_F(OpcuaSecurityTest, SignsInWithUserAndPassword) {
  settings.users = {{"openspc", "secret"}};
  start();
  pki.add_trusted(certificate.certificate);
  Settings wanted = secured(OpcuaSecurityPolicy::Aes256Sha256RsaPss, OpcuaSecurityMode::SignAndEncrypt);
  EXPECT_NE(problem_of(wanted), "");
  wanted.identity = User{"openspc", "wrong"};
  EXPECT_THAT(problem_of(wanted), HasSubstr("refuses the user"));
  wanted.identity = User{"openspc", "secret"};
  EXPECT_EQ(problem_of(wanted), "");
}

TEST_F(OpcuaSecurityTest, SignsInWithACertificate) {
  start();
  pki.add_trusted(certificate.certificate);
  const x509::KeyPair user = x509::make_application_certificate();
  Settings wanted = secured(OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityMode::SignAndEncrypt);
  wanted.identity = UserCertificate{.certificate = user.certificate, .key = user.key};
  EXPECT_EQ(problem_of(wanted), "");
}

TEST_F(OpcuaSecurityTest, SaysWhatAServerWithoutSecurityOffers) {
  settings.certificate.reset();
  start();
  EXPECT_THAT(problem_of(secured(OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityMode::Sign)),
              HasSubstr("does not offer Basic256Sha256 with mode Sign. The server offers None: choose"));
}

TEST_F(OpcuaSecurityTest, SaysWhatAServerOffersThatLetsNobodyInWithoutSecurity) {
  settings.policies = {"Basic256Sha256", "Aes256_Sha256_RsaPss"};
  start();
  EXPECT_THAT(problem_of(secured(OpcuaSecurityPolicy::None, OpcuaSecurityMode::None)),
              AllOf(HasSubstr("does not offer None with mode None"), HasSubstr("Basic256Sha256 (Sign, SignAndEncrypt)"),
                    HasSubstr("Aes256_Sha256_RsaPss (Sign, SignAndEncrypt)")));
}

TEST_F(OpcuaSecurityTest, SaysHowTheServerWantsPeopleToSignIn) {
  settings.users = {{"openspc", "secret"}};
  start();
  pki.add_trusted(certificate.certificate);
  EXPECT_THAT(
      problem_of(secured(OpcuaSecurityPolicy::Basic256Sha256, OpcuaSecurityMode::Sign)),
      AllOf(HasSubstr("does not take the sign-in 'anonymous' at this security"), HasSubstr("user and password")));
}

TEST_F(OpcuaSecurityTest, SaysThatTheServerHasNoSessionLeft) {
  settings.most_sessions = 1;
  start();
  Session first(secured(OpcuaSecurityPolicy::None, OpcuaSecurityMode::None), pki);
  first.connect(kPatience, never);
  EXPECT_THAT(problem_of(secured(OpcuaSecurityPolicy::None, OpcuaSecurityMode::None)),
              HasSubstr("no session left for us (BadTooManySessions)"));
}

}  // namespace
}  // namespace openspc::connect::opcua
