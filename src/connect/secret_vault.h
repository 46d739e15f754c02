// The vault of base/ under this room's name: it keeps the credentials of brokers and servers.
#pragma once

#include "base/secret_vault.h"

namespace openspc::connect {

using base::SecretVault;

}  // namespace openspc::connect
