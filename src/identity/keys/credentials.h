// Both ways to prove who one is, for the net::Server: bearer tokens of people and API keys. Any thread.
#pragma once

#include "identity/authenticator.h"
#include "identity/keys/key_authenticator.h"
#include "net/access.h"

namespace openspc::identity {

class Credentials final : public net::Authenticator {
 public:
  // Both must outlive it.
  Credentials(TokenAuthenticator& tokens, KeyAuthenticator& keys) : tokens_(tokens), keys_(keys) {}

  base::Task<net::Principal> authenticate(std::string_view bearer_token) override {
    return tokens_.authenticate(bearer_token);
  }
  base::Task<net::Principal> authenticate_key(std::string_view key, std::string_view client_ip) override {
    return keys_.authenticate(key, client_ip);
  }

 private:
  TokenAuthenticator& tokens_;
  KeyAuthenticator& keys_;
};

}  // namespace openspc::identity
