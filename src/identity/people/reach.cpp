#include "identity/people/reach.h"

#include <algorithm>

#include "base/error.h"
#include "identity/plant_right.h"

namespace openspc::identity {

namespace {

constexpr int kMostLevels = 100;  // more than can be made: a damaged tree may hold a cycle

bool lies_within(db::Session& session, const net::Reach& reach, const Place& place) {
  if (place.characteristic &&
      std::ranges::find(reach.characteristics, *place.characteristic) != reach.characteristics.end())
    return true;
  if (reach.branches.empty()) return false;
  std::optional<base::NodeId> node = place.node;
  for (int level = 0; node && level < kMostLevels; ++level) {
    if (std::ranges::find(reach.branches, *node) != reach.branches.end()) return true;
    const auto above =
        session.first<std::optional<base::NodeId>>("SELECT parent_id FROM hierarchy WHERE id = ?", *node);
    node = above ? std::get<0>(*above) : std::nullopt;
  }
  return false;
}

base::Error out_of_reach(const net::Principal& principal) {
  return base::forbidden(principal.key ? "The API key is limited to other branches or characteristics"
                                       : "Your account is limited to other branches of the hierarchy");
}

}  // namespace

bool may_read_at(db::Session& session, const net::Principal& principal, const Place& place) {
  return !principal.reach.reading || principal.is_admin() || lies_within(session, principal.reach, place);
}

void require_change_at(db::Session& session, const net::Principal& principal, const Place& place) {
  if (is_limited(principal) && !lies_within(session, principal.reach, place)) throw out_of_reach(principal);
}

void require_whole_plant(const net::Principal& principal) {
  if (is_limited(principal)) throw out_of_reach(principal);
}

}  // namespace openspc::identity
