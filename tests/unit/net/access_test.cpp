// Roles, plants and what a caller may do.
#include "net/access.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace openspc::net {
namespace {

constexpr base::PlantId kHere{1};
constexpr base::PlantId kElsewhere{2};

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
  const Principal principal = with({{kHere, Role::engineer}});
  EXPECT_EQ(principal.at(kHere), Role::engineer);
  EXPECT_EQ(principal.at(kElsewhere), Role::none);
  EXPECT_TRUE(principal.can_see(kHere));
  EXPECT_FALSE(principal.can_see(kElsewhere));
}

TEST(Access, AdminAnywhereIsAdminEverywhere) {
  const Principal principal = with({{kHere, Role::operator_}, {kElsewhere, Role::admin}});
  EXPECT_TRUE(principal.is_admin());
  EXPECT_EQ(principal.at(kHere), Role::admin);
  EXPECT_EQ(principal.at(base::PlantId{99}), Role::admin);
}

TEST(Access, HighestRoleOfAllPlants) {
  EXPECT_EQ(with({}).highest(), Role::none);
  EXPECT_EQ(with({{kHere, Role::operator_}, {kElsewhere, Role::supervisor}}).highest(), Role::supervisor);
}

TEST(Access, RequireAtRefusesTooLowARole) {
  const Principal principal = with({{kHere, Role::supervisor}});
  EXPECT_NO_THROW(principal.require_at(kHere, Role::operator_));
  EXPECT_NO_THROW(principal.require_at(kHere, Role::supervisor));
  EXPECT_THROW(principal.require_at(kHere, Role::engineer), base::Error);
  EXPECT_THROW(principal.require_at(kElsewhere, Role::operator_), base::Error);
}

TEST(Access, RequireAnyTakesTheBestPlant) {
  const Principal principal = with({{kHere, Role::operator_}, {kElsewhere, Role::engineer}});
  EXPECT_NO_THROW(principal.require_any(Role::engineer));
  EXPECT_THROW(principal.require_any(Role::admin), base::Error);
}

}  // namespace
}  // namespace openspc::net
