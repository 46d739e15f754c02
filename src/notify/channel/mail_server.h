// The mail server that e-mail channels send through: one for the whole installation, set by an admin.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "net/schema.h"

namespace openspc::notify {

enum class MailSecurity { starttls, tls, none };
BOOST_DESCRIBE_ENUM(MailSecurity, starttls, tls, none)

/// How OpenSPC signs in: not at all, with a password, or as an application that the mail's owner has let in.
enum class MailAuthentication { none, password, oauth2 };
BOOST_DESCRIBE_ENUM(MailAuthentication, none, password, oauth2)

/// What an access token is asked for with: RFC 6749, 4.4 and 6.
enum class OauthGrant { client_credentials, refresh_token };
BOOST_DESCRIBE_ENUM(OauthGrant, client_credentials, refresh_token)

/// All but the secrets. Stored as one document.
struct OauthSettings {
  OauthGrant grant = OauthGrant::client_credentials;
  std::string token_url{};
  std::string client_id{};
  std::optional<std::string> scope{};
  std::optional<std::string> ca_certificate{};  // PEM, of the token server
};
BOOST_DESCRIBE_STRUCT(OauthSettings, (), (grant, token_url, client_id, scope, ca_certificate))

inline void describe(net::Fields<OauthSettings>& f) {
  f["grant"].defaulted();
  f["token_url"].length(1, 2'000).doc("Where access tokens are asked for: https, or http on this machine");
  f["client_id"].length(1, 500);
  f["scope"].length(1, 1'000);
  f["ca_certificate"].max_length(65'536).doc(
      "PEM, of the token server; nothing: the authorities that the system trusts");
}

struct MailOauth : OauthSettings {
  bool has_client_secret = false, has_refresh_token = false;
};
BOOST_DESCRIBE_STRUCT(MailOauth, (OauthSettings), (has_client_secret, has_refresh_token))

struct MailOauthBody : OauthSettings {
  net::Patch<std::string> client_secret{}, refresh_token{};
};
BOOST_DESCRIBE_STRUCT(MailOauthBody, (OauthSettings), (client_secret, refresh_token))

inline void describe(net::Fields<MailOauthBody>& f) {
  for (const char* secret : {"client_secret", "refresh_token"})
    f[secret]
        .length(1, 4'000)
        .format("password")
        .doc(
            "Stored encrypted and never returned. Left out: the stored one stays, and is asked for again when what it "
            "is "
            "sent to changes. null removes it");
}

struct MailServerSettings {
  std::string host{};
  std::int64_t port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::optional<std::string> username{};
  std::string sender{};
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{};  // PEM
  bool has_password = false;
  MailAuthentication authentication = MailAuthentication::none;
  std::optional<MailOauth> oauth{};
  base::Timestamp updated_at{};
};
BOOST_DESCRIBE_STRUCT(MailServerSettings, (),
                      (host, port, security, username, sender, verify_certificate, ca_certificate, has_password,
                       authentication, oauth, updated_at))

struct MailServerBody {
  std::string host{};
  std::int64_t port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::optional<std::string> username{};
  net::Patch<std::string> password{};
  std::string sender{};
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{};
  std::optional<MailAuthentication> authentication{};
  std::optional<MailOauthBody> oauth{};
};
BOOST_DESCRIBE_STRUCT(MailServerBody, (),
                      (host, port, security, username, password, sender, verify_certificate, ca_certificate,
                       authentication, oauth))

inline void describe(net::Fields<MailServerBody>& f) {
  f["host"].length(1, 253);
  f["port"].range(1, 65'535).defaulted();
  f["security"].defaulted().doc("starttls and tls insist on encryption; none is for servers of the same machine");
  f["username"].max_length(200);
  f["password"]
      .max_length(500)
      .format("password")
      .doc(
          "Stored encrypted and never returned. Left out: the stored one stays, and is asked for again when host, "
          "port, "
          "user name or encryption change. null removes it");
  f["authentication"].not_null().doc("Left out: password when there is a user name, else none");
  f["oauth"].doc("For authentication oauth2, which signs the user in with XOAUTH2");
  f["sender"].length(3, 254).doc("The address that mails come from");
  f["verify_certificate"].defaulted();
  f["ca_certificate"].max_length(65'536).doc("PEM; nothing: the authorities that the system trusts");
}

struct MailTest {
  std::string recipient{};
};
BOOST_DESCRIBE_STRUCT(MailTest, (), (recipient))

inline void describe(net::Fields<MailTest>& f) {
  f["recipient"].length(3, 254);
}

}  // namespace openspc::notify
