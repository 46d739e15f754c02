// What we keep of an account beside the reference's row of it: how it sees times and words, its role at the desk,
// whether it is limited to branches. An account without a row has all of it as it is initialized here.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "base/ids.h"
#include "db/table.h"
#include "net/access.h"

namespace openspc::identity {

struct UserOption {
  base::UserId user_id{};
  net::DeskRole desk_role = net::DeskRole::none;
  std::optional<std::string> language{};   // BCP 47; nothing: the browser's
  std::optional<std::string> time_zone{};  // IANA; nothing: the browser's
  bool is_limited = false;                 // changes nothing but below the branches of user_branch
};
BOOST_DESCRIBE_STRUCT(UserOption, (), (user_id, desk_role, language, time_zone, is_limited))

consteval auto columns(db::Columns<UserOption> of) {
  return of.table("user_option").key<&UserOption::user_id>();
}
using UserOptions = db::Table<UserOption>;

UserOption option_of(db::Session& session, base::UserId user);
void keep_option(db::Session& session, const UserOption& option);

}  // namespace openspc::identity
