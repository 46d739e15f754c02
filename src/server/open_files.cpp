#include "server/open_files.h"

#include <sys/resource.h>

#include <cstdint>

#include "base/log.h"

namespace openspc::server {
namespace {

constexpr rlim_t kFew = 4'096;

}  // namespace

void raise_open_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (before != limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  const auto now = static_cast<std::int64_t>(limit.rlim_cur);
  if (limit.rlim_cur != before)
    base::log::info("open_file_limit_raised", {{"from", static_cast<std::int64_t>(before)}, {"to", now}});
  if (limit.rlim_cur < kFew)
    base::log::warning("open_file_limit_low", {{"limit", now},
                                               {"advice",
                                                "raise the hard limit: ulimit -Hn, or LimitNOFILE= of the "
                                                "service"}});
}

}  // namespace openspc::server
