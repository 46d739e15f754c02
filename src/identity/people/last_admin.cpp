#include "identity/people/last_admin.h"

#include "base/error.h"
#include "net/access.h"

namespace openspc::identity {

void take_access_turn(db::Session& session) {
  // The row is locked until the end of the transaction; what is read afterwards is what the one before has left.
  session.execute("UPDATE access_turn SET changes = changes + 1 WHERE id = 1");
}

bool has_an_administrator(db::Session& session) {
  const auto left = session.scalar<std::int64_t>(
      R"(SELECT COUNT(*) FROM user_plant_role r JOIN "user" u ON u.id = r.user_id WHERE r.role = ? AND u.is_active = ?)",
      net::role_name(net::Role::admin), true);
  return left > 0;
}

void require_an_administrator(db::Session& session) {
  if (!has_an_administrator(session)) {
    throw base::conflict(
        "Nobody active would be an administrator any more. Make another user administrator first, then try again");
  }
}

}  // namespace openspc::identity
