// The WebSocket endpoints /ws/samples and /api/v1/websocket/connect: lets a client in by ticket or access token, hands
// its messages to the hub, and closes it (4001) when its session is revoked or its user deactivated: at once when this
// server made the change, within half a minute otherwise. Called once by the composition root; all references must
// outlive the router and the connections.
#pragma once

#include "identity/auth_service.h"
#include "net/router.h"
#include "quality/live/hub.h"

namespace openspc::quality::live {

void add_live_routes(net::Router& router, Hub& hub, identity::AuthService& auth);

}  // namespace openspc::quality::live
