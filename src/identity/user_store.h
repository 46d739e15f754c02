// SQL of users and their roles at plants. Called by the identity room's services inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/session.h"
#include "identity/user.h"

namespace openspc::identity::user_store {

std::int64_t count(db::Session& session);
std::optional<User> find(db::Session& session, base::UserId id);
// Exact and case-sensitive.
std::optional<User> find_by_name(db::Session& session, std::string_view username);

// The new row's id; the id and times of `user` are ignored. A taken name or address is a db::ConstraintViolation.
base::UserId insert(db::Session& session, const User& user, base::Timestamp now);
// A password of the user's own choice: nobody demands that it be changed.
void set_password(db::Session& session, base::UserId id, std::string_view hash, base::Timestamp now);
void demand_password_change(db::Session& session, base::UserId id);
// The first names in alphabetical order.
std::vector<std::string> names(db::Session& session, int most);

// The roles of one user, by plant name.
std::vector<PlantRole> plant_roles(db::Session& session, base::UserId id);
std::vector<std::pair<base::PlantId, net::Role>> roles(db::Session& session, base::UserId id);
void set_role(db::Session& session, base::UserId user, base::PlantId plant, net::Role role, base::Timestamp now);
std::vector<base::PlantId> active_plants(db::Session& session);
std::vector<base::UserId> admins(db::Session& session);

}  // namespace openspc::identity::user_store
