// What somebody may make a key for. Called by the key service within its write.
#pragma once

#include "db/session.h"
#include "identity/keys/api_key.h"
#include "net/access.h"

namespace openspc::identity {

/// Scope and lists of the key that is asked for. Without a list it is for everything that the caller may make keys for.
/// Throws invalid that names what does not exist or is not the caller's to see, forbidden for what is and may not.
void take_scope(db::Session& session, const net::Principal& caller, const ApiKeyCreate& request, ApiKey& key);

}  // namespace openspc::identity
