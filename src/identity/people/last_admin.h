// Somebody must be left who can give rights: the last active administrator is neither removed nor demoted nor
// deactivated. Called within the write that changes it, by the services of users and plants.
#pragma once

#include "db/session.h"

namespace openspc::identity {

/// Waits for whoever else changes who administers, on any server, so that two administrators cannot demote each other
/// at once. To be called before anything is read that the change rests on.
void take_access_turn(db::Session& session);

bool has_an_administrator(db::Session& session);

/// After a change that took a right away. Throws conflict when no active user is an administrator any more.
void require_an_administrator(db::Session& session);

}  // namespace openspc::identity
