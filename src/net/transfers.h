// HTTP requests and mails to servers that others run: webhooks, chat services, mail servers. All of them are under way
// at once on one thread, so that a slow one holds up nobody. Nothing they answer is believed: time and size are
// bounded, certificates checked, redirections not followed, an answer's text handed on to those alone who ask for it
// and show none of it unread, and the addresses that base/reachable.h bans refused. Proxies of the environment are
// ignored: through one that it does not know of, a ban would mean nothing. Any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/mail.h"

namespace openspc::net {

struct HttpPost {
  std::string url{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  Trust trust{};
  bool wants_answer = false;
};

struct TransferResult {
  bool succeeded = false;
  bool is_broken_off = false;  // by stop(): nothing is known of the server
  bool is_held_back = false;   // for a reason of our own: the server was not asked
  int status = 0;              // of HTTP or of SMTP; 0 when the server gave none
  std::string error{};         // for people; empty when it succeeded
  std::optional<std::chrono::seconds> retry_after{};
  bool is_login_refused = false;  // by a mail server: it does not take the password or the token
  std::string answer{};           // its body, for a post that wants it; at most longest_answer
};

/// What is wrong with the address of a webhook, for people; nothing when it can be used.
std::optional<std::string> url_problem(std::string_view url);
bool is_https(std::string_view url);
/// The host is this machine, by its name "localhost" or by a number (127.0.0.0/8, ::1).
bool is_loopback(std::string_view url);
/// Scheme and host alone: what may be shown of an address that is a secret itself.
std::string masked_url(std::string_view url);

/// For forms and queries: all but letters, digits and -._~ as %XX.
std::string percent_encode(std::string_view text);

/// The text begins with a certificate in PEM.
bool holds_certificate(const std::string& pem);

class Transfers {
 public:
  /// HTTP requests go through `proxy`, an http:// or https:// address, unless it is empty. It resolves their names.
  explicit Transfers(std::string proxy = {});
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;
  /// What is under way fails.
  ~Transfers();

  /// Called once, on the transfers' thread: it must be quick and must not throw.
  using Done = std::function<void(TransferResult)>;
  /// `done` is called also when the transfer cannot even begin.
  void start(HttpPost post, const Done& done);
  void start(const Mail& mail, const Done& done);

  /// Ends what is under way within a moment. Idempotent.
  void stop();

  static constexpr std::chrono::seconds patience{10};
  static constexpr std::size_t longest_answer = 64u << 10;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::net
