#include "identity/keys/key_routes.h"

#include <utility>

#include "identity/caller.h"
#include "identity/keys/api_key.h"
#include "identity/keys/key_service.h"

namespace openspc::identity {

void add_key_routes(net::Router& router, KeyService& service) {
  const net::RouteGroup keys =
      router.group("/api/v1/api-keys", "api-keys", net::Access::any_plant(net::Role::engineer));
  constexpr net::Access admin = net::Access::any_plant(net::Role::admin);

  keys.get("/", "listApiKeys", "Keys without their secrets, newest first")
      .description("Administrators see every key, engineers those whose every plant is theirs.")
      .handle([&service](const net::Principal& caller) { return service.list(caller); });
  keys.post("/", "createApiKey", "Make a key")
      .description("The answer is the only one that holds the secret, for the header X-API-Key.")
      .status(201)
      .handle([&service](Caller caller, net::Body<ApiKeyCreate> body) {
        return service.create(std::move(caller), std::move(*body));
      });
  keys.get("/own", "getOwnApiKey", "The key of this very request: what it is for")
      .access(net::Access::authenticated())
      .keys({net::KeyUse::enter, net::KeyUse::read_all, net::KeyUse::read_one, net::KeyUse::display})
      .fails({404})
      .handle([&service](const net::Principal& caller) { return service.own(caller); });
  keys.get("/{key_id}", "getApiKey", "One key, without its secret")
      .fails({404})
      .handle([&service](const net::Principal& caller, const net::Path<KeyPath>& path) {
        return service.get(caller, path->key_id);
      });
  keys.patch("/{key_id}", "updateApiKey", "Rename a key, change its rate, switch it on or off")
      .description("Absent and null members leave the stored values alone.")
      .fails({404})
      .handle([&service](Caller caller, const net::Path<KeyPath>& path, net::Body<ApiKeyUpdate> body) {
        return service.update(std::move(caller), path->key_id, std::move(*body));
      });
  keys.delete_("/{key_id}", "deleteApiKey", "Delete a key for good")
      .access(admin)
      .fails({404})
      .handle([&service](Caller caller, const net::Path<KeyPath>& path) {
        return service.remove(std::move(caller), path->key_id);
      });
  keys.post("/{key_id}/revoke", "revokeApiKey", "Switch a key off and keep its record")
      .access(admin)
      .fails({404})
      .handle([&service](Caller caller, const net::Path<KeyPath>& path) {
        return service.revoke(std::move(caller), path->key_id);
      });
}

}  // namespace openspc::identity
