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

struct MailServerSettings {
  std::string host{};
  std::int64_t port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::optional<std::string> username{};
  std::string sender{};
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{};  // PEM
  bool has_password = false;
  base::Timestamp updated_at{};
};
BOOST_DESCRIBE_STRUCT(MailServerSettings, (),
                      (host, port, security, username, sender, verify_certificate, ca_certificate, has_password,
                       updated_at))

struct MailServerBody {
  std::string host{};
  std::int64_t port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::optional<std::string> username{};
  net::Patch<std::string> password{};
  std::string sender{};
  bool verify_certificate = true;
  std::optional<std::string> ca_certificate{};
};
BOOST_DESCRIBE_STRUCT(MailServerBody, (),
                      (host, port, security, username, password, sender, verify_certificate, ca_certificate))

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
