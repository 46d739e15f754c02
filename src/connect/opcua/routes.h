// HTTP of the OPC UA half of the connect room. Called by the room's composition.
#pragma once

#include "connect/opcua/certificate_service.h"
#include "connect/opcua/mapping_service.h"
#include "connect/opcua/service.h"
#include "connect/opcua/visits.h"
#include "connect/opcua/writing_service.h"
#include "net/router.h"

namespace openspc::connect::opcua {

struct Services {
  Service& servers;
  MappingService& mappings;
  Visits& visits;
  WritingService& writing;
  CertificateService& certificates;
};

void add_opcua_routes(net::Router& router, const Services& services);
void add_opcua_live_routes(net::Router& router, const Services& services);
void add_opcua_mapping_routes(net::Router& router, const Services& services);
void add_opcua_writing_routes(net::Router& router, const Services& services);
void add_opcua_certificate_routes(net::Router& router, const Services& services);

}  // namespace openspc::connect::opcua
