#include "connect/opcua/session/certificate_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace openspc::connect::opcua::certificate_files {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> contents_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".der") files.push_back(at->path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> contents(files.size());
  std::transform(files.begin(), files.end(), contents.begin(), content_of);
  return contents;
}

}  // namespace

Found read(const fs::path& folder) {
  Found found{.own_certificate = content_of(folder / "own" / "certificate.der"),
              .own_key = content_of(folder / "own" / "key.der")};
  if (found.own_certificate.empty() || found.own_key.empty()) return {};
  found.trusted = contents_of(folder / "trusted");
  found.rejected = contents_of(folder / "rejected");
  return found;
}

}  // namespace openspc::connect::opcua::certificate_files
