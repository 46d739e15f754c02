// Access tokens for the mail server, asked for at a token server and kept until shortly before they expire (RFC 6749,
// 4.4 client credentials and 6 refresh tokens). Used by the sender. Any thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/guarded.h"
#include "base/time.h"
#include "net/transfers.h"
#include "notify/channel/mail_server.h"

namespace openspc::notify {

/// In the clear.
struct OauthCredentials {
  OauthSettings settings{};
  std::string client_secret{}, refresh_token{};
};

/// What the token server said: a token, or why there is none, for people.
struct OauthReply {
  std::string access_token{};
  std::chrono::seconds lifetime{};
  std::string refresh_token{};  // a new one that takes the place of the old
  std::string problem{};
};

/// The body of the request, application/x-www-form-urlencoded.
std::string token_request(const OauthCredentials& credentials);
/// Reads an answer of the token server, whatever it is.
OauthReply token_reply(const net::TransferResult& result, std::string_view token_url);

class OauthTokens {
 public:
  OauthTokens(net::Transfers& transfers, const base::Clock& clock) : transfers_(transfers), clock_(clock) {}

  struct Answer {
    std::string access_token{};     // empty: there is none
    net::TransferResult failure{};  // held back, with the reason
  };
  using Done = std::function<void(const Answer&)>;
  /// `done` is called once, perhaps before this returns, otherwise on the transfers' thread. Those who ask while an
  /// answer is under way share it.
  void get(const OauthCredentials& credentials, const Done& done);
  /// The mail server does not take this one: the next get() asks for another.
  void discard(const OauthCredentials& credentials, const std::string& access_token);

  /// The old refresh token and the new one that the token server gave for it.
  using Renewal = std::pair<std::string, std::string>;
  /// Those that are not stored yet.
  std::vector<Renewal> renewals();
  void forget(const Renewal& stored);

  /// A token is not used in the last part of its life: a mail takes a while.
  static constexpr std::chrono::seconds margin{60};
  /// Of a token whose server does not say.
  static constexpr std::chrono::seconds usual_lifetime{300};
  /// Before a token server that refuses is asked again.
  static constexpr std::chrono::seconds pause_after_refusal{60};

 private:
  struct Held {
    std::string access_token{};
    base::Timestamp usable_until{};
    std::vector<Done> waiting{};
  };
  struct State {
    std::map<std::string, Held> held;
    std::map<std::string, std::string> renewed;  // by the refresh token that was replaced
    std::vector<Renewal> unstored;

    std::string newest(const std::string& refresh_token) const;
  };
  void take(const std::string& key, const OauthCredentials& credentials, const net::TransferResult& result);

  net::Transfers& transfers_;
  const base::Clock& clock_;
  base::Guarded<State> state_;
};

}  // namespace openspc::notify
