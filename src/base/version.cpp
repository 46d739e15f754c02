#include "base/version.h"

namespace openspc::base {

std::string_view program_version() {
  return OPENSPC_VERSION;
}

}  // namespace openspc::base
