// The log of everything that has to do with OPC UA servers.
#pragma once

#include "base/log.h"

namespace openspc::connect::opcua {

const base::log::Logger& logger();

}  // namespace openspc::connect::opcua
