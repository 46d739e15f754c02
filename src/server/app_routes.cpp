#include "server/app_routes.h"

#include <atomic>
#include <boost/describe/class.hpp>
#include <chrono>
#include <memory>

namespace openspc::server {
namespace {

using Steady = std::chrono::steady_clock;

struct RootInfo {
  std::string name;
  std::string version;
  std::string docs;
};
BOOST_DESCRIBE_STRUCT(RootInfo, (), (name, version, docs))

struct HealthStatus {
  std::string status;
};
BOOST_DESCRIBE_STRUCT(HealthStatus, (), (status))

// The last verdict and until when it counts, so that a crowd of load balancers costs one query a second.
class HealthCheck {
 public:
  explicit HealthCheck(db::Database& database) : database_(database) {}

  base::Task<bool> healthy() {
    const auto now = Steady::now().time_since_epoch().count();
    if (now < good_until_.load(std::memory_order_relaxed)) co_return true;
    const bool good = co_await database_.healthy();
    // Only a good verdict is kept: the first request after a recovery must see it.
    if (good)
      good_until_.store((Steady::now() + std::chrono::seconds(1)).time_since_epoch().count(),
                        std::memory_order_relaxed);
    co_return good;
  }

 private:
  db::Database& database_;
  std::atomic<Steady::rep> good_until_{0};
};

}  // namespace

void add_app_routes(net::Router& router, db::Database& database, std::string app_version) {
  router.add(net::get("/")
                 .tag("app")
                 .id("root")
                 .summary("Service identity; the page for a browser")
                 .access(net::Access::public_())
                 .page_for_browsers()
                 .handle([info = RootInfo{"OpenSPC", std::move(app_version), "/docs"}](
                             net::Request&) -> base::Task<RootInfo> { co_return info; }));

  router.add(net::get("/health")
                 .tag("app")
                 .id("health")
                 .summary("Whether the server and its database can work")
                 .access(net::Access::public_())
                 .responds<HealthStatus>(200, "Healthy")
                 .responds<HealthStatus>(503, "The database cannot be reached")
                 .handle([check = std::make_shared<HealthCheck>(database)](net::Request&) -> base::Task<net::Response> {
                   const bool good = co_await check->healthy();
                   co_return net::Response::json(good ? 200 : 503,
                                                 good ? R"({"status":"healthy"})" : R"({"status":"unhealthy"})");
                 }));
}

}  // namespace openspc::server
