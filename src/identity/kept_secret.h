// A stored secret goes where it was entered for and nowhere else: whoever may change an address must not receive the
// password that somebody else entered for another. Called by the services of brokers, OPC UA servers, channels and the
// mail server.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

namespace openspc::identity {

struct KeptSecret {
  std::string_view field;  // of the body
  bool is_stored = false;
  bool is_in_request = false;  // a value, or null to remove it
};

/// One thing that decides where a secret goes, and how well it is protected on its way.
struct Destination {
  std::string_view field;
  bool has_changed = false;
};

/// Throws invalid (422) that names each secret which is stored and not in the request, once a destination has changed.
void require_secrets_again(const std::vector<Destination>& destinations, std::initializer_list<KeptSecret> secrets);

}  // namespace openspc::identity
