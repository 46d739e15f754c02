#include "identity/kept_secret.h"

#include <algorithm>
#include <string>

#include "base/problems.h"

namespace openspc::identity {

void require_secrets_again(const std::vector<Destination>& destinations, std::initializer_list<KeptSecret> secrets) {
  const auto changed = std::ranges::find(destinations, true, &Destination::has_changed);
  if (changed == destinations.end()) return;
  base::Problems missing;
  for (const KeptSecret& secret : secrets) {
    if (!secret.is_stored || secret.is_in_request) continue;
    missing.add({boost::json::string(secret.field)},
                "what is stored was entered for another " + std::string(changed->field) +
                    ": enter it again, or send null to remove it",
                nullptr, {{"error", boost::json::object()}});
  }
  missing.throw_if_any();
}

}  // namespace openspc::identity
