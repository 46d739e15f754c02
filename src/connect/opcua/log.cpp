#include "connect/opcua/log.h"

namespace openspc::connect::opcua {

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.opcua");
  return instance;
}

}  // namespace openspc::connect::opcua
