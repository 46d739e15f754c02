// HTTP of the OPC UA half of the connect room. Called by the room's composition.
#pragma once

#include "connect/opcua_certificate_service.h"
#include "connect/opcua_mapping_service.h"
#include "connect/opcua_service.h"
#include "connect/opcua_visits.h"
#include "connect/opcua_writing_service.h"
#include "net/router.h"

namespace openspc::connect {

struct OpcuaServices {
  OpcuaService& servers;
  OpcuaMappingService& mappings;
  OpcuaVisits& visits;
  OpcuaWritingService& writing;
  OpcuaCertificateService& certificates;
};

void add_opcua_routes(net::Router& router, const OpcuaServices& services);
void add_opcua_live_routes(net::Router& router, const OpcuaServices& services);
void add_opcua_mapping_routes(net::Router& router, const OpcuaServices& services);
void add_opcua_writing_routes(net::Router& router, const OpcuaServices& services);
void add_opcua_certificate_routes(net::Router& router, const OpcuaServices& services);

}  // namespace openspc::connect
