// A mail server that keeps what it is given. Offers STARTTLS or speaks TLS from the beginning when it has a
// certificate; may demand a password or a token, and answer recipients with a temporary or a permanent refusal.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "support/peers/sink_server.h"

namespace openspc::test {

struct SinkMail {
  std::string from, recipient;
  std::string head;  ///< with folded lines joined
  std::string text;  ///< decoded
  bool was_encrypted = false;
  std::string user;  ///< who signed in
};

class SmtpSink {
 public:
  enum class Encryption { none, starttls, tls };
  struct Options {
    Encryption encryption = Encryption::none;
    std::optional<IssuedCertificate> certificate{};
    std::string user{}, password{};  ///< empty: nobody signs in
    std::string token{};             ///< not empty: the user signs in with it and XOAUTH2, without a password
  };

  SmtpSink() : SmtpSink(Options{}) {}
  explicit SmtpSink(Options options);

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  /// From now on another token is the right one.
  void expect_token(const std::string& token);
  /// What RCPT is answered with the next times, for example "450 later"; then all are taken again.
  void refuse(std::vector<std::string> replies);
  std::vector<SinkMail> mails();
  std::vector<SinkMail> wait(std::size_t count, std::chrono::seconds patience = std::chrono::seconds(30));

 private:
  void serve(SinkConnection& connection);
  bool authenticate(SinkConnection& connection, const std::string& line, SinkMail& mail);
  bool authenticate_with_token(SinkConnection& connection, const std::string& line, SinkMail& mail);
  std::string answer_to_recipient();
  std::string mechanisms();

  Options options_;
  std::mutex mutex_;  // guards what follows
  std::vector<std::string> refusals_;
  std::vector<SinkMail> mails_;
  SinkServer server_;
};

}  // namespace openspc::test
