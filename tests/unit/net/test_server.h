// A server on a port of its own with a handful of routes, for tests over real sockets.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "net/server.h"
#include "raw_client.h"

namespace openspc::net::test {

struct ThingPath {
  std::int64_t thing_id = 0;
};
BOOST_DESCRIBE_STRUCT(ThingPath, (), (thing_id))

struct ThingQuery {
  std::int64_t limit = 10;
  std::vector<std::string> tag;
};
BOOST_DESCRIBE_STRUCT(ThingQuery, (), (limit, tag))
inline void describe(Fields<ThingQuery>& f) {
  f["limit"].range(1, 100).defaulted();
  f["tag"].defaulted();
}

struct Thing {
  std::string name;
  std::optional<double> size;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (name, size))
inline void describe(Fields<Thing>& f) {
  f["name"].length(1, 20);
}

/// The key "enter" may enter twice a minute, "read" may read; "good" is an engineer at plant 1, "weak" an operator,
/// "new" must change the password; anything else is refused.
class TestAuthenticator final : public Authenticator {
 public:
  base::Task<Principal> authenticate(std::string_view token) override {
    if (token != "good" && token != "weak" && token != "new") throw base::unauthorized("Invalid token");
    Principal principal;
    principal.username = token;
    principal.must_change_password = token == "new";
    principal.roles.emplace_back(base::PlantId{1}, token == "weak" ? Role::operator_ : Role::engineer);
    co_return principal;
  }
  base::Task<Principal> authenticate_key(std::string_view key, std::string_view /*client_ip*/) override {
    if (key != "enter" && key != "read") throw base::unauthorized("Invalid API key");
    Principal principal;
    principal.username = key;
    principal.key =
        PrincipalKey{std::string(key), key == "enter" ? KeyUses{KeyUse::enter} : KeyUses{KeyUse::read_one}, 2};
    co_return principal;
  }
};

class TestServer : public testing::Test {
 protected:
  TestServer() {
    base::log::set_sink([](std::string_view) {});
    options.port = 0;
    options.cors_origins = {"http://ui.example"};
  }

  ~TestServer() override {
    if (server_) stop(std::chrono::seconds(1));
    work_.reset();
    for (std::thread& thread : threads_) thread.join();
    base::log::set_sink({});
  }

  void start() {
    add_routes();
    router_counts = router.counts();
    server_ = std::make_unique<Server>(io_, options, std::move(router), authenticator_, clock);
    server_->start();
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this] { io_.run(); });
  }

  void stop(std::chrono::milliseconds patience) {
    boost::asio::co_spawn(io_, server_->stop(patience), boost::asio::use_future).get();
    server_.reset();
  }

  Server& server() { return *server_; }
  RawClient connect() { return RawClient(server_->port()); }
  Answer ask(std::string_view bytes) { return connect().exchange(bytes); }
  static std::string token(std::string_view name) { return "Authorization: Bearer " + std::string(name) + "\r\n"; }

  static base::Task<void> pause(std::chrono::milliseconds time) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }

  ServerOptions options;
  Router router;
  std::shared_ptr<RequestCounts> router_counts;
  base::ManualClock clock{*base::parse_timestamp("2026-01-01")};
  std::atomic<int> handled{0};

 private:
  void add_routes() {
    router.add(get("/health").access(Access::public_()).handle([](Request&) -> base::Task<Thing> {
      co_return Thing{"healthy", {}};
    }));
    router.add(get("/things/{thing_id}")
                   .access(Access::authenticated())
                   .handle([](Request& r, Path<ThingPath> path, Query<ThingQuery> query) -> base::Task<Thing> {
                     if (path->thing_id == 404) throw base::not_found("Thing 404 does not exist");
                     co_return Thing{r.principal().username + std::to_string(query->tag.size()), double(query->limit)};
                   }));
    router.add(post("/entries")
                   .access(Access::authenticated())
                   .keys({KeyUse::enter})
                   .handle([](Request& r) -> base::Task<Thing> { co_return Thing{r.principal().username, {}}; }));
    router.add(post("/things/")
                   .access(Access::any_plant(Role::engineer))
                   .handle([this](Request&, Body<Thing> body) -> base::Task<Created<Thing>> {
                     ++handled;
                     co_return Created{std::move(*body)};
                   }));
    router.add(post("/limited")
                   .access(Access::public_())
                   .rate_limit("2/minute")
                   .body_limit(100)
                   .handle([](Request&, Body<Thing>) -> base::Task<NoContent> { co_return NoContent{}; }));
    router.add(
        post("/ours/").strict().access(Access::public_()).handle([](Request&, Body<Thing>) -> base::Task<NoContent> {
          co_return NoContent{};
        }));
    router.add(get("/many").access(Access::public_()).handle([](Request&) -> base::Task<std::vector<Thing>> {
      co_return std::vector<Thing>(1'000, Thing{"a thing", 12.5});
    }));
    router.add(get("/api/v1/things").access(Access::public_()).handle([](Request&) -> base::Task<NoContent> {
      co_return NoContent{};
    }));
    router.add(post("/login").access(Access::public_()).handle([](Request& r) -> base::Task<Thing> {
      r.set_cookie({.name = "c", .value = "v"});
      throw base::unauthorized("Wrong password");
    }));
    router.add(get("/password")
                   .access(Access::authenticated())
                   .allow_password_change()
                   .handle([](Request&) -> base::Task<NoContent> { co_return NoContent{}; }));
    router.add(get("/broken").access(Access::public_()).handle([](Request&) -> base::Task<Thing> {
      throw std::runtime_error("secret inner text");
    }));
    router.add(get("/slow").access(Access::public_()).handle([this](Request&) -> base::Task<Thing> {
      ++handled;
      co_await pause(std::chrono::milliseconds(300));
      co_return Thing{"slow", {}};
    }));
    router.add(get("/large").access(Access::public_()).handle([](Request&) -> base::Task<Response> {
      co_return Response::text(200, std::string(8u << 20, 'x'));
    }));
    router.add(get("/who").access(Access::public_()).handle([](Request& r) -> base::Task<Response> {
      co_return Response::text(200, r.client_ip());
    }));
    router.add(get("/").access(Access::public_()).page_for_browsers().handle([](Request&) -> base::Task<Thing> {
      co_return Thing{"root", {}};
    }));
  }

  boost::asio::io_context io_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_{io_.get_executor()};
  TestAuthenticator authenticator_;
  std::unique_ptr<Server> server_;
  std::vector<std::thread> threads_;
};

}  // namespace openspc::net::test
