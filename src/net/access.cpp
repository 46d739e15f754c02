#include "net/access.h"

#include <algorithm>
#include <array>

#include "base/error.h"

namespace openspc::net {
namespace {

constexpr std::array<std::string_view, 5> kRoleNames{"none", "operator", "supervisor", "engineer", "admin"};

base::Error needs(Role minimum) {
  return base::forbidden("This needs the role " + std::string(role_name(minimum)) + " or higher");
}

}  // namespace

std::string_view role_name(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

Role role_from_name(std::string_view name) {
  const auto found = std::find(kRoleNames.begin(), kRoleNames.end(), name);
  return found == kRoleNames.end() ? Role::none : static_cast<Role>(found - kRoleNames.begin());
}

bool Principal::is_admin() const {
  return highest() == Role::admin;
}

Role Principal::highest() const {
  Role best = Role::none;
  for (const auto& [plant, role] : roles) best = std::max(best, role);
  return best;
}

Role Principal::at(base::PlantId plant) const {
  Role here = Role::none;
  for (const auto& [held_at, role] : roles) {
    if (role == Role::admin) return role;
    if (held_at == plant) here = role;
  }
  return here;
}

bool Principal::can_see(base::PlantId plant) const {
  return at(plant) != Role::none;
}

void Principal::require_at(base::PlantId plant, Role minimum) const {
  if (at(plant) < minimum) throw needs(minimum);
}

void Principal::require_any(Role minimum) const {
  if (highest() < minimum) throw needs(minimum);
}

base::Task<Principal> Authenticator::authenticate_key(std::string_view /*key*/, std::string_view /*client_ip*/) {
  throw base::unauthorized("Invalid API key");
  co_return Principal{};
}

}  // namespace openspc::net
