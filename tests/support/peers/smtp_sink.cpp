#include "support/peers/smtp_sink.h"

#include <openssl/evp.h>

#include "support/server/factory.h"

namespace openspc::test {
namespace {

std::string decoded_base64(const std::string& text) {
  std::string bytes(text.size(), '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  bytes.resize(length < 0 ? 0 : static_cast<std::size_t>(length) - padding);
  return bytes;
}

std::string decoded_quoted_printable(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      decoded += text[i];
    } else if (text.compare(i, 3, "=\r\n") == 0) {
      i += 2;
    } else {
      decoded += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
  }
  return decoded;
}

std::string between(const std::string& text, char open, char close) {
  const auto begin = text.find(open) + 1;
  return text.substr(begin, text.find(close, begin) - begin);
}

bool read_data(SinkConnection& connection, SinkMail& mail) {
  std::string text;
  while (auto line = connection.read_line()) {
    if (*line == ".") {
      const auto end = text.find("\r\n\r\n");
      mail.head = text.substr(0, end + 2);
      for (auto fold = mail.head.find("\r\n "); fold != std::string::npos; fold = mail.head.find("\r\n "))
        mail.head.erase(fold, 2);
      mail.text = decoded_quoted_printable(text.substr(end + 4));
      return true;
    }
    text += line->starts_with('.') ? line->substr(1) : *line;
    text += "\r\n";
  }
  return false;
}

}  // namespace

SmtpSink::SmtpSink(Options options)
    : options_(std::move(options)),
      server_(options_.certificate, [this](SinkConnection& connection) { serve(connection); }) {}

void SmtpSink::refuse(std::vector<std::string> replies) {
  const std::lock_guard lock(mutex_);
  refusals_ = std::move(replies);
}

std::string SmtpSink::mechanisms() {
  const std::lock_guard lock(mutex_);
  if (options_.user.empty()) return "";
  return options_.token.empty() ? "250-AUTH PLAIN\r\n" : "250-AUTH PLAIN XOAUTH2\r\n";
}

std::string SmtpSink::answer_to_recipient() {
  const std::lock_guard lock(mutex_);
  if (refusals_.empty()) return "250 ok\r\n";
  const std::string reply = refusals_.front() + "\r\n";
  refusals_.erase(refusals_.begin());
  return reply;
}

bool SmtpSink::authenticate(SinkConnection& connection, const std::string& line, SinkMail& mail) {
  std::string token = line.size() > 11 ? line.substr(11) : "";
  if (token.empty()) {
    connection.write("334 \r\n");
    token = connection.read_line().value_or("");
  }
  mail.user = options_.user;
  const bool is_right = decoded_base64(token) == std::string(1, '\0') + options_.user + '\0' + options_.password;
  connection.write(is_right ? "235 welcome\r\n" : "535 wrong password\r\n");
  return is_right;
}

void SmtpSink::expect_token(const std::string& token) {
  const std::lock_guard lock(mutex_);
  options_.token = token;
}

bool SmtpSink::authenticate_with_token(SinkConnection& connection, const std::string& line, SinkMail& mail) {
  std::string response = line.size() > 13 ? line.substr(13) : "";
  if (response.empty()) {
    connection.write("334 \r\n");
    response = connection.read_line().value_or("");
  }
  const std::lock_guard lock(mutex_);
  mail.user = options_.user;
  const bool is_right =
      decoded_base64(response) == "user=" + options_.user + "\x01" + "auth=Bearer " + options_.token + "\x01\x01";
  connection.write(is_right ? "235 welcome\r\n" : "535 5.7.3 the token is too old\r\n");
  return is_right;
}

void SmtpSink::serve(SinkConnection& connection) {
  if (options_.encryption == Encryption::tls && !connection.encrypt()) return;
  SinkMail mail;
  connection.write("220 sink\r\n");
  while (auto line = connection.read_line()) {
    if (line->starts_with("EHLO") || line->starts_with("HELO")) {
      const bool offers = options_.encryption == Encryption::starttls && !connection.is_encrypted();
      connection.write(std::string("250-sink\r\n") + (offers ? "250-STARTTLS\r\n" : "") + mechanisms() +
                       "250 8BITMIME\r\n");
    } else if (*line == "STARTTLS") {
      connection.write("220 go on\r\n");
      if (!connection.encrypt()) return;
    } else if (line->starts_with("AUTH PLAIN")) {
      if (!authenticate(connection, *line, mail)) return;
    } else if (line->starts_with("AUTH XOAUTH2")) {
      if (!authenticate_with_token(connection, *line, mail)) return;
    } else if (line->starts_with("MAIL FROM:")) {
      const bool may = options_.user.empty() || !mail.user.empty();
      mail.from = between(*line, '<', '>');
      connection.write(may ? "250 ok\r\n" : "530 sign in first\r\n");
    } else if (line->starts_with("RCPT TO:")) {
      mail.recipient = between(*line, '<', '>');
      connection.write(answer_to_recipient());
    } else if (*line == "DATA") {
      connection.write("354 go on\r\n");
      if (!read_data(connection, mail)) return;
      mail.was_encrypted = connection.is_encrypted();
      {
        const std::lock_guard lock(mutex_);
        mails_.push_back(mail);
      }
      connection.write("250 taken\r\n");
    } else if (*line == "QUIT") {
      connection.write("221 bye\r\n");
      return;
    } else {
      connection.write("250 ok\r\n");
    }
  }
}

std::vector<SinkMail> SmtpSink::mails() {
  const std::lock_guard lock(mutex_);
  return mails_;
}

std::vector<SinkMail> SmtpSink::wait(std::size_t count, std::chrono::seconds patience) {
  wait_for([&] { return mails().size() >= count; }, std::to_string(count) + " mails", patience);
  return mails();
}

}  // namespace openspc::test
