// Roles, plants and what a caller may do.
#include "net/access.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace openspc::net {
namespace {

constexpr base::PlantId here{1};
constexpr base::PlantId elsewhere{2};

Principal with(std::vector<std::pair<base::PlantId, Role>> roles) {
  Principal principal;
  principal.roles = std::move(roles);
  return principal;
}

TEST(Access, RoleNamesRoundTrip) {
  for (const Role role : {Role::none, Role::operator_, Role::supervisor, Role::engineer, Role::admin}) {
    EXPECT_EQ(role_from_name(role_name(role)), role);
  }
  EXPECT_EQ(role_name(Role::operator_), "operator");
  EXPECT_EQ(role_from_name("root"), Role::none);
}

TEST(Access, ARoleCountsAtItsOwnPlantOnly) {
  const Principal principal = with({{here, Role::engineer}});
  EXPECT_EQ(principal.at(here), Role::engineer);
  EXPECT_EQ(principal.at(elsewhere), Role::none);
  EXPECT_TRUE(principal.can_see(here));
  EXPECT_FALSE(principal.can_see(elsewhere));
}

TEST(Access, AdminAnywhereIsAdminEverywhere) {
  const Principal principal = with({{here, Role::operator_}, {elsewhere, Role::admin}});
  EXPECT_TRUE(principal.is_admin());
  EXPECT_EQ(principal.at(here), Role::admin);
  EXPECT_EQ(principal.at(base::PlantId{99}), Role::admin);
}

TEST(Access, HighestRoleOfAllPlants) {
  EXPECT_EQ(with({}).highest(), Role::none);
  EXPECT_EQ(with({{here, Role::operator_}, {elsewhere, Role::supervisor}}).highest(), Role::supervisor);
}

TEST(Access, RequireAtRefusesTooLowARole) {
  const Principal principal = with({{here, Role::supervisor}});
  EXPECT_NO_THROW(principal.require_at(here, Role::operator_));
  EXPECT_NO_THROW(principal.require_at(here, Role::supervisor));
  EXPECT_THROW(principal.require_at(here, Role::engineer), base::Error);
  EXPECT_THROW(principal.require_at(elsewhere, Role::operator_), base::Error);
}

TEST(Access, RequireAnyTakesTheBestPlant) {
  const Principal principal = with({{here, Role::operator_}, {elsewhere, Role::engineer}});
  EXPECT_NO_THROW(principal.require_any(Role::engineer));
  EXPECT_THROW(principal.require_any(Role::admin), base::Error);
}

}  // namespace
}  // namespace openspc::net
