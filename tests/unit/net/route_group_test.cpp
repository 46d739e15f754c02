// What routes of one noun share, and what their handlers may take.
#include "test_server.h"

namespace openspc::net::test {
namespace {

/// What a room makes of a request for its services.
struct Sender {
  std::string name;
  std::string agent;
  static Sender of(const Request& request) {
    return {request.principal().username, std::string(request.header("User-Agent"))};
  }
};

/// A service: it knows nothing of HTTP, and its coroutines keep what they are given.
class Things {
 public:
  base::Task<Thing> find(const Principal& caller, std::int64_t id) {
    co_await pause();
    co_return Thing{caller.username, static_cast<double>(id)};
  }
  base::Task<Thing> change(Sender sender, std::int64_t id, Thing change) {
    co_await pause();
    co_return Thing{sender.name + "/" + sender.agent + "/" + change.name, static_cast<double>(id)};
  }
  base::Task<void> remove(Sender sender) {
    co_await pause();
    removed_by = sender.name;
  }

  std::string removed_by;

 private:
  static base::Task<void> pause() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, std::chrono::milliseconds(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
};

class Group : public TestServer {
 protected:
  Group() {
    RouteGroup group = router.group("/group", "things", Access::any_plant(Role::engineer)).strict();
    group.get("/{thing_id}", "findThing", "One thing")
        .access(Access::authenticated())
        .handle([this](const Principal& caller, Path<ThingPath> path) { return things.find(caller, path->thing_id); });
    group.put("/{thing_id}", "changeThing", "Change a thing")
        .fails({404})
        .handle([this](Sender sender, Path<ThingPath> path, Body<Thing> body) {
          return things.change(std::move(sender), path->thing_id, std::move(*body));
        });
    group.post("/", "createThing", "Make a thing").status(201).handle([this](Sender sender, Body<Thing> body) {
      return things.change(std::move(sender), 1, std::move(*body));
    });
    group.delete_("/{thing_id}", "removeThing", "Remove a thing").handle([this](Sender sender, Path<ThingPath>) {
      return things.remove(std::move(sender));
    });
    start();
  }

  Things things;
};

TEST_F(Group, HandlersTakeThePrincipal) {
  EXPECT_EQ(ask(get_request("/group/7", token("weak"))).body, R"({"name":"weak","size":7})");
}

TEST_F(Group, HandlersTakeWhatATypeMakesOfTheRequest) {
  const std::string headers = token("good") + "User-Agent: probe\r\n";
  EXPECT_EQ(ask(request_with_body("PUT", "/group/7", R"({"name":"x"})", headers)).body,
            R"({"name":"good/probe/x","size":7})");
  EXPECT_EQ(ask(request_with_body("POST", "/group/", R"({"name":"x"})", headers)).status, 201);
}

TEST_F(Group, ATaskWithoutAResultIs204) {
  EXPECT_EQ(ask("DELETE /group/7 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + token("good") + "\r\n").status, 204);
  EXPECT_EQ(things.removed_by, "good");
}

TEST_F(Group, AccessIsThatOfTheGroupUnlessARouteSaysOtherwise) {
  EXPECT_EQ(ask(request_with_body("PUT", "/group/7", R"({"name":"x"})", token("weak"))).status, 403);
  EXPECT_EQ(ask(get_request("/group/7")).status, 401);
}

TEST_F(Group, AllItsRoutesAreStrict) {
  EXPECT_EQ(ask(get_request("/group/7?colour=red", token("good"))).status, 422);
}

TEST(RouteGroup, RoutesAreDocumentedAsIfDeclaredOneByOne) {
  Router router;
  router.group("/group", "things", Access::any_plant(Role::admin))
      .get("/{thing_id}", "findThing", "One thing")
      .description("More of it")
      .fails({404})
      .handle([](Path<ThingPath>) -> base::Task<Thing> { co_return Thing{}; });
  const Route& route = *router.routes().at(0);
  EXPECT_EQ(route.path, "/group/{thing_id}");
  EXPECT_EQ(route.tags, std::vector<std::string>{"things"});
  EXPECT_EQ(route.operation_id, "findThing");
  EXPECT_EQ(route.summary, "One thing");
  EXPECT_EQ(route.description, "More of it");
  EXPECT_EQ(route.failures, std::vector<int>{404});
  EXPECT_EQ(route.access.minimum(), Role::admin);
  EXPECT_EQ(route.signature.success_status, 200);
  EXPECT_FALSE(route.strict);
}

}  // namespace
}  // namespace openspc::net::test
