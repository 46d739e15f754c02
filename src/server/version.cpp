#include "server/version.h"

namespace openspc::server {

std::string_view version() {
  return OPENSPC_VERSION;
}

}  // namespace openspc::server
