// One mail to one recipient, and what it may be made of: nothing that a person or a machine writes reaches a mail's
// head or the dialogue with its server unchecked. Given to Transfers. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace openspc::net {

/// Whom to believe at the other end of an encrypted connection.
struct Trust {
  bool verify = true;            // off: encrypted, but anybody may pose as the server
  std::string ca_certificate{};  // PEM; empty: the authorities that the system trusts
};

enum class MailSecurity { none, starttls, tls };

struct MailServer {
  std::string host{};
  std::uint16_t port = 587;
  MailSecurity security = MailSecurity::starttls;  // starttls insists: no encryption, no mail
  std::string username{}, password{};              // an empty name signs in nowhere
  std::string access_token{};                      // of OAuth 2: signs the user in with XOAUTH2, without a password
  Trust trust{};
};

struct Mail {
  MailServer server{};
  std::string sender{}, recipient{};
  std::string subject{}, text{};
  std::string message_id{};  // without its brackets; the same for a repetition
  base::Timestamp date{};
};

/// local@domain in plain ASCII, without quotes, comments, lists or control characters, at most 254 bytes.
bool is_mail_address(std::string_view text);

/// A DNS name or an IP address, without brackets: nothing that would mean something else within a URL.
bool is_host_name(std::string_view text);

/// The whole message in ASCII (RFC 5322, RFC 2047, quoted-printable). Throws std::invalid_argument for an address that
/// is none.
std::string mail_message(const Mail& mail);

}  // namespace openspc::net
