#include "server/app_routes.h"

#include <boost/describe/class.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "db/health.h"
#include "net/schema.h"

namespace openspc::server {
namespace {

struct RootInfo {
  std::string name;
  std::string version;
  std::string docs;
};
BOOST_DESCRIBE_STRUCT(RootInfo, (), (name, version, docs))

struct HealthStatus {
  std::string status;
  std::string database;
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HealthStatus, (), (status, database, reason))

void describe(net::Fields<HealthStatus>& f) {
  f["status"].doc("healthy or unhealthy");
  f["database"].doc("connected, or unreachable when it cannot be read or written");
  f["reason"].doc("What is wrong and what to do, when it is unhealthy");
}

struct LifeSign {
  std::string status;
};
BOOST_DESCRIBE_STRUCT(LifeSign, (), (status))

net::Response answer(const db::Health& health) {
  if (health.good) return net::Response::json(200, R"({"status":"healthy","database":"connected","reason":null})");
  const HealthStatus status{"unhealthy", "unreachable", health.reason};
  return net::Response::json(503, net::to_json_text(status));
}

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

  router.add(
      net::get("/health")
          .tag("app")
          .id("health")
          .summary("Whether the server and its database can work: something is read and written")
          .access(net::Access::public_())
          .responds<HealthStatus>(200, "Healthy")
          .responds<HealthStatus>(503, "The database cannot be read or written")
          .handle([check = std::make_shared<db::HealthCheck>(database)](net::Request&) -> base::Task<net::Response> {
            const db::Health health = co_await check->check();
            co_return answer(health);
          }));

  router.add(net::get("/healthz")
                 .tag("app")
                 .id("healthz")
                 .summary("Whether the process lives; says nothing of the database")
                 .access(net::Access::public_())
                 .handle([](net::Request&) -> base::Task<LifeSign> { co_return LifeSign{"alive"}; }));
}

}  // namespace openspc::server
