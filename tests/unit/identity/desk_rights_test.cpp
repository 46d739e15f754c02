// What roles at the desk may do, as a table: admin, operator, auditor, viewer, none.

#include "identity/people/desk_rights.h"

#include <gtest/gtest.h>

#include <string>

namespace openspc::identity {
namespace {

using net::DeskRole;

std::string who_may(DeskAction action) {
  std::string marks;
  for (const DeskRole role :
       {DeskRole::admin, DeskRole::operator_, DeskRole::auditor, DeskRole::viewer, DeskRole::none})
    marks += may(role, action) ? 'x' : '-';
  return marks;
}

TEST(DeskRights, AreThoseOfTheTable) {
  EXPECT_EQ(who_may(DeskAction::view_hosts), "xxxx-");
  EXPECT_EQ(who_may(DeskAction::change_hosts), "xx---");
  EXPECT_EQ(who_may(DeskAction::collect_metrics), "xx---");
  EXPECT_EQ(who_may(DeskAction::render_command), "xx---");
  EXPECT_EQ(who_may(DeskAction::upload_artifacts), "xx---");
  EXPECT_EQ(who_may(DeskAction::download_artifacts), "xx---");
  EXPECT_EQ(who_may(DeskAction::delete_artifacts), "xx---");
  EXPECT_EQ(who_may(DeskAction::list_artifacts), "xxx--");
  EXPECT_EQ(who_may(DeskAction::see_audit_trail), "x-x--");
  EXPECT_EQ(who_may(DeskAction::manage_users), "x----");
  EXPECT_EQ(who_may(DeskAction::change_settings), "x----");
  EXPECT_EQ(who_may(DeskAction::read_runtime_values), "xxxx-");
}

}  // namespace
}  // namespace openspc::identity
