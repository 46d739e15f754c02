// API keys as people manage them. Rights: engineers make, see and change keys whose every plant is theirs; revoking,
// deleting and switching on again is an administrator's. Changes are audited and act at once on every server. Throws
// base::Error: not_found (also for a key of plants that are not the caller's), forbidden, invalid.
#pragma once

#include <string>
#include <vector>

#include "base/event_bus.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "identity/keys/api_key.h"

namespace openspc::identity {

class KeyService {
 public:
  // All references must outlive the service.
  KeyService(db::Database& database, base::EventBus& bus, const base::Clock& clock)
      : db_(database), bus_(bus), clock_(clock) {}

  // The newest first.
  base::Task<std::vector<ApiKey>> list(net::Principal caller);
  base::Task<ApiKey> get(net::Principal caller, std::string id);
  // The key of the request itself.
  base::Task<ApiKey> own(net::Principal caller);

  base::Task<ApiKeyCreated> create(Caller caller, ApiKeyCreate request);
  base::Task<ApiKey> update(Caller caller, std::string id, ApiKeyUpdate request);
  base::Task<ApiKey> revoke(Caller caller, std::string id);
  base::Task<void> remove(Caller caller, std::string id);

 private:
  db::Database& db_;
  base::EventBus& bus_;
  const base::Clock& clock_;
};

}  // namespace openspc::identity
