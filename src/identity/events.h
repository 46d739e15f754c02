// What the identity room announces on the base::EventBus.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"

namespace openspc::identity {

// Rights of a user or session changed; published on the database's thread right after the commit. The authenticator
// drops what it remembers, and whoever keeps a connection open for that user or session checks it again or closes it.
struct AccessChanged {
  static constexpr std::string_view notice_kind = "access_changed";
  std::optional<base::UserId> user;  // none: every user may be concerned
  std::string session_id;            // empty: every session of the user
};
BOOST_DESCRIBE_STRUCT(AccessChanged, (), (user, session_id))

}  // namespace openspc::identity
