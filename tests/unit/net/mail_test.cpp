#include "net/mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "net/transfers.h"

namespace openspc::net {
namespace {

using testing::HasSubstr;
using testing::Not;

Mail a_mail() {
  return {.sender = "spc@plant.example",
          .recipient = "ada@plant.example",
          .subject = "Outlier",
          .text = "Hello\n",
          .message_id = "1234@plant.example",
          .date = base::parse_timestamp("2026-05-04T08:05:09Z").value()};
}

TEST(MailAddress, IsALocalPartAtADomain) {
  for (const char* text : {"a@b", "ada.lovelace+spc@mail.plant.example", "x_1@a-b.example"})
    EXPECT_TRUE(is_mail_address(text)) << text;
}

TEST(MailAddress, WithAnythingElseIsNone) {
  for (const char* text : {"", "@", "a@", "@b", "a b@c", "a@b c", "a@b,c@d", "<a@b>", "a@b\r\nRCPT TO:<c@d>", "a\n@b",
                           ".a@b", "a..b@c", "a@b..c", "\"a\"@b", "a@[127.0.0.1]", "ü@b", "a@b\x7f"})
    EXPECT_FALSE(is_mail_address(text)) << text;
  EXPECT_FALSE(is_mail_address(std::string(250, 'a') + "@b.example"));
}

TEST(HostName, IsANameOrAnAddress) {
  for (const char* text : {"mail", "mail.plant.example", "10.0.0.1", "fe80::1", "::1"}) EXPECT_TRUE(is_host_name(text));
  for (const char* text : {"", "a/b", "a@b", "a:25", "[::1]", "a b", "a\r\n", "-a", "a?b", "a#b"})
    EXPECT_FALSE(is_host_name(text)) << text;
}

TEST(MailMessage, HasAHeadAndAText) {
  EXPECT_EQ(mail_message(a_mail()),
            "Date: Mon, 4 May 2026 08:05:09 +0000\r\n"
            "From: OpenSPC <spc@plant.example>\r\n"
            "To: <ada@plant.example>\r\n"
            "Subject: =?UTF-8?B?T3V0bGllcg==?=\r\n"
            "Message-ID: <1234@plant.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "Hello\r\n");
}

TEST(MailMessage, SubjectCannotAddLines) {
  Mail mail = a_mail();
  mail.subject = "Outlier\r\nBcc: eve@evil.example";
  EXPECT_THAT(mail_message(mail), Not(HasSubstr("\nBcc:")));
}

TEST(MailMessage, LongSubjectIsFoldedBetweenCharacters) {
  Mail mail = a_mail();
  mail.subject.clear();
  for (int i = 0; i < 60; ++i) mail.subject += "Ø";
  // 22 letters of two bytes for each word of at most 45.
  EXPECT_THAT(mail_message(mail), HasSubstr("?=\r\n =?UTF-8?B?"));
  EXPECT_THAT(mail_message(mail),
              HasSubstr("=?UTF-8?B?w5jDmMOYw5jDmMOYw5jDmMOYw5jDmMOYw5jDmMOYw5jDmMOYw5jDmMOYw5g=?="));
}

TEST(MailMessage, TextIsAsciiInShortLines) {
  Mail mail = a_mail();
  mail.text = std::string(100, 'x') + "\nØ = 8 \n.\n";
  EXPECT_THAT(mail_message(mail), HasSubstr("\r\n\r\n" + std::string(75, 'x') + "=\r\n" + std::string(25, 'x') +
                                            "\r\n=C3=98 =3D 8=20\r\n.\r\n"));
}

TEST(MailMessage, AddressThatIsNoneIsRefused) {
  Mail mail = a_mail();
  mail.recipient = "ada@plant.example>\r\nDATA";
  EXPECT_THROW(mail_message(mail), std::invalid_argument);
}

TEST(UrlProblem, IsNoneForHttpAndHttps) {
  for (const char* url : {"https://hooks.example/a?b=c", "http://10.0.0.1:8080/x", "https://[::1]/x"})
    EXPECT_EQ(url_problem(url), std::nullopt) << url;
}

TEST(UrlProblem, IsNamedForEverythingElse) {
  for (const char* url :
       {"", "hooks.example", "ftp://x.example", "file:///etc/passwd", "https://", "https://u@x.example",
        "https://x.example/\r\nA: b", "https://x.example/ y", "smtp://x.example"})
    EXPECT_NE(url_problem(url), std::nullopt) << url;
  EXPECT_NE(url_problem("https://x.example/" + std::string(2'000, 'x')), std::nullopt);
}

TEST(LoopbackUrl, IsThisMachineAlone) {
  for (const char* url : {"http://localhost:8080/x", "http://127.0.0.1/", "http://127.1.2.3/", "http://[::1]:80/"})
    EXPECT_TRUE(is_loopback(url)) << url;
  for (const char* url : {"http://10.0.0.1/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/", "x"})
    EXPECT_FALSE(is_loopback(url)) << url;
}

TEST(MaskedUrl, ShowsSchemeAndHostAlone) {
  EXPECT_EQ(masked_url("https://hooks.example:8443/T1/secret?x=y"), "https://hooks.example:8443/…");
  EXPECT_EQ(masked_url("https://hooks.example"), "https://hooks.example");
}

}  // namespace
}  // namespace openspc::net
