// By what a person signs in: the user name, exactly as it is written, or the e-mail address in any case. A name that
// two could mean is refused when an account is made or renamed. Called inside database jobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "identity/user.h"

namespace openspc::identity {

/// A user name that matches exactly goes first; what has an '@' may be an address. Nothing for an address that several
/// accounts of OpenSPC 0.4 have in different case, unless one has it exactly.
std::optional<User> find_by_login(db::Session& session, std::string_view name);

/// Throws conflict that names the field which another account than `self` has, be it as its other name.
void require_free_names(db::Session& session, base::UserId self, const std::string& username,
                        const std::optional<std::string>& email);

/// Letters of ASCII alone: what tells two names apart elsewhere, databases know.
std::string lower_case(std::string text);

/// Accounts of which one can be taken for another, each case as a sentence: what a database of OpenSPC 0.4 may hold.
std::vector<std::string> name_clashes(db::Session& session);

}  // namespace openspc::identity
