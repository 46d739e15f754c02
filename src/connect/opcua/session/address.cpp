// A server says under which addresses it is reached, and the library goes there. So every connection is opened here:
// the name is resolved, banned addresses are refused, and the library gets the address itself, which no name server can
// change a moment later.
#include "connect/opcua/session/impl.h"
#include "connect/source/tcp_probe.h"

namespace openspc::connect::opcua {
namespace {

constexpr std::chrono::seconds kPatience{5};

UA_QualifiedName key(const char* name) {
  return {.namespaceIndex = 0, .name = UA_STRING(const_cast<char*>(name))};  // NOLINT(*-const-cast): read only
}

struct DeleteMap {
  void operator()(UA_KeyValueMap* map) const { UA_KeyValueMap_delete(map); }
};

}  // namespace

void Session::Impl::guard_connections(const UA_ClientConfig& config) {
  for (UA_EventSource* source = config.eventLoop->eventSources; source != nullptr; source = source->next) {
    if (source->eventSourceType != UA_EVENTSOURCETYPE_CONNECTIONMANAGER) continue;
    auto* manager = reinterpret_cast<UA_ConnectionManager*>(source);  // NOLINT(*-reinterpret-cast): its first member
    if (text_of(manager->protocol) != "tcp") continue;
    open_connection_ = manager->openConnection;
    manager->openConnection = [](UA_ConnectionManager* self, const UA_KeyValueMap* params, void* client, void* context,
                                 UA_ConnectionManager_connectionCallback callback) {
      return static_cast<Impl*>(UA_Client_getContext(static_cast<UA_Client*>(client)))
          ->open_connection(self, params, client, context, callback);
    };
  }
}

UA_StatusCode Session::Impl::open_connection(UA_ConnectionManager* manager, const UA_KeyValueMap* params, void* client,
                                             void* context, UA_ConnectionManager_connectionCallback callback) {
  const auto* host =
      static_cast<const UA_String*>(UA_KeyValueMap_getScalar(params, key("address"), &UA_TYPES[UA_TYPES_STRING]));
  const auto* port =
      static_cast<const UA_UInt16*>(UA_KeyValueMap_getScalar(params, key("port"), &UA_TYPES[UA_TYPES_UINT16]));
  if (host == nullptr || port == nullptr) return UA_STATUSCODE_BADINTERNALERROR;
  std::string numeric = numeric_address_;
  if (text_of(*host) != address_.host) {
    source::TcpProbe probe = source::probe_tcp(text_of(*host), *port, kPatience, [this] { return is_cancelled(); });
    if (probe.failure) {
      last_problem_ = *probe.failure;
      return UA_STATUSCODE_BADCONNECTIONREJECTED;
    }
    numeric = std::move(probe.address);
  }
  const std::unique_ptr<UA_KeyValueMap, DeleteMap> pinned(UA_KeyValueMap_new());
  if (!pinned || UA_KeyValueMap_copy(params, pinned.get()) != UA_STATUSCODE_GOOD) return UA_STATUSCODE_BADOUTOFMEMORY;
  UA_String address = view_of(numeric);
  const UA_StatusCode status =
      UA_KeyValueMap_setScalar(pinned.get(), key("address"), &address, &UA_TYPES[UA_TYPES_STRING]);
  if (status != UA_STATUSCODE_GOOD) return status;
  return open_connection_(manager, pinned.get(), client, context, callback);
}

}  // namespace openspc::connect::opcua
