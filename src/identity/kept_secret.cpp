#include "identity/kept_secret.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"

namespace openspc::identity {

void require_secrets_again(std::initializer_list<Destination> destinations, std::initializer_list<KeptSecret> secrets) {
  const auto* const changed = std::ranges::find(destinations, true, &Destination::has_changed);
  if (changed == destinations.end()) return;
  std::vector<base::FieldError> missing;
  for (const KeptSecret& secret : secrets) {
    if (!secret.is_stored || secret.is_in_request) continue;
    missing.push_back({.type = "value_error",
                       .loc = {"body", boost::json::string(secret.field)},
                       .msg = "Value error, what is stored was entered for another " + std::string(changed->field) +
                              ": enter it again, or send null to remove it",
                       .input = nullptr,
                       .ctx = {{"error", boost::json::object()}}});
  }
  if (!missing.empty()) throw base::Error(std::move(missing));
}

}  // namespace openspc::identity
