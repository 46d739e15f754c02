#include "identity/people/user_option.h"

namespace openspc::identity {

UserOption option_of(db::Session& session, base::UserId user) {
  return UserOptions::find(session, user).value_or(UserOption{.user_id = user});
}

void keep_option(db::Session& session, const UserOption& option) {
  if (UserOptions::exists(session, db::Where().equals("user_id", option.user_id))) {
    UserOptions::update(session, option);
  } else {
    UserOptions::insert(session, option);
  }
}

}  // namespace openspc::identity
