// The certificates of OPC UA in the data folder, where earlier versions kept them: own/, trusted/, rejected/. Read
// once, when the database has none of its own yet, and left as they are. Called by Pki.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace openspc::connect::opcua::certificate_files {

/// DER, as found.
struct Found {
  std::string own_certificate{}, own_key{};
  std::vector<std::string> trusted{}, rejected{};
};

/// All empty when there is no such folder, or it has no own certificate with its key.
Found read(const std::filesystem::path& folder);

}  // namespace openspc::connect::opcua::certificate_files
