// SQL of users and their roles at plants. Called by the identity room's services inside a database job.
#pragma once

#include <cstdint>
#include <map>
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
// In any case of letters.
std::vector<User> find_by_email(db::Session& session, std::string_view email);
struct Filter {
  std::string search;  // anywhere in name or address, in any case of letters; empty: whatever they are
  bool active_only = false;
};
// By name.
std::vector<User> list(db::Session& session, const Filter& filter);

// The new row's id; the id and times of `user` are ignored. A taken name or address is a db::ConstraintViolation.
base::UserId insert(db::Session& session, const User& user, base::Timestamp now);
// Name, address and whether it is active. A taken name or address is a db::ConstraintViolation.
void update(db::Session& session, const User& user, base::Timestamp now);
void remove(db::Session& session, base::UserId id);
// A password of the user's own choice: nobody demands that it be changed.
void set_password(db::Session& session, base::UserId id, std::string_view hash, base::Timestamp now);
void demand_password_change(db::Session& session, base::UserId id);
// The first names in alphabetical order.
std::vector<std::string> names(db::Session& session, int most);

// The roles by plant name, the branches by their own; of one user, or of all.
std::map<base::UserId, std::vector<PlantRole>> plant_roles(db::Session& session, std::optional<base::UserId> of);
std::map<base::UserId, std::vector<Branch>> branches(db::Session& session, std::optional<base::UserId> of);
std::vector<base::NodeId> branch_ids(db::Session& session, base::UserId of);
void set_branches(db::Session& session, base::UserId user, const std::vector<base::NodeId>& branches);
std::vector<std::pair<base::PlantId, net::Role>> roles(db::Session& session, base::UserId id);
void set_role(db::Session& session, base::UserId user, base::PlantId plant, net::Role role, base::Timestamp now);
// False when there was none.
bool remove_role(db::Session& session, base::UserId user, base::PlantId plant);
bool has_plant(db::Session& session, base::PlantId plant);
bool has_node(db::Session& session, base::NodeId node);
std::vector<base::PlantId> active_plants(db::Session& session);
std::vector<base::UserId> admins(db::Session& session);

}  // namespace openspc::identity::user_store
