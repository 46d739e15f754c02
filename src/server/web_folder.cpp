#include "server/web_folder.h"

#include "base/log.h"

namespace openspc::server {

std::filesystem::path find_web_folder(const base::Config& config) {
  if (!config.web_dir.empty()) return config.web_dir;
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    const auto folder = program.parent_path();
    for (const auto& candidate : {folder / "../../../web/dist", folder / "../share/openspc/web"}) {
      if (std::filesystem::exists(candidate / "index.html", failed))
        return std::filesystem::weakly_canonical(candidate);
    }
  }
  base::log::warning("page_not_found", {{"hint", "build web/ or set OPENSPC_WEB_DIR; the API is served alone"}});
  return {};
}

}  // namespace openspc::server
