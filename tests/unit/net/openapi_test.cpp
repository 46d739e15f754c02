// /openapi.json as made from declarations.
#include "net/detail/openapi.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

namespace openspc::net::docs {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct WidgetPath {
  std::int64_t widget_id = 0;
};
BOOST_DESCRIBE_STRUCT(WidgetPath, (), (widget_id))

struct WidgetQuery {
  std::optional<base::Timestamp> since;
  std::int64_t limit = 100;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(WidgetQuery, (), (since, limit, name))
inline void describe(Fields<WidgetQuery>& f) {
  f["limit"].range(1, 1000).defaulted().doc("How many");
}

struct WidgetCreate {
  std::string name;
  std::optional<Colour> colour;
  std::vector<double> sizes;
  std::string mode = "a";
};
BOOST_DESCRIBE_STRUCT(WidgetCreate, (), (name, colour, sizes, mode))
inline void describe(Fields<WidgetCreate>& f) {
  f["name"].length(1, 50).pattern("^[a-z]+$");
  f["sizes"].items(1, 25).greater_than(0);
  f["mode"].one_of({"a", "b"}).defaulted();
}

struct WidgetChange {
  Patch<std::string> name;
  Patch<double> size;
};
BOOST_DESCRIBE_STRUCT(WidgetChange, (), (name, size))
inline void describe(Fields<WidgetChange>& f) {
  f["size"].not_null();
}

struct Widget {
  std::int64_t id = 0;
  std::optional<std::string> note;
  Colour colour = Colour::red;
  std::vector<Widget> children;
  std::map<std::string, std::int64_t> counts;
  std::optional<WidgetPath> link;
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, note, colour, children, counts, link))

struct Shared {
  std::string name;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Shared, (), (name, note))

namespace other {
struct Widget {
  std::string title;
};
BOOST_DESCRIBE_STRUCT(Widget, (), (title))
}  // namespace other

namespace {

Router make_router() {
  Router router;
  router.add(get("/widgets/{widget_id}")
                 .tag("widgets")
                 .id("getWidget")
                 .summary("One")
                 .access(Access::authenticated())
                 .fails({404})
                 .handle([](Request&, Path<WidgetPath>) -> base::Task<Widget> { co_return Widget{}; }));
  router.add(get("/widgets/")
                 .tag("widgets")
                 .access(Access::public_())
                 .rate_limit("5/minute")
                 .handle([](Request&, Query<WidgetQuery>) -> base::Task<std::vector<Widget>> {
                   co_return std::vector<Widget>();
                 }));
  router.add(
      post("/widgets/")
          .tag("widgets")
          .access(Access::any_plant(Role::engineer))
          .fails({409, 422})
          .handle([](Request&, Body<WidgetCreate>) -> base::Task<Created<Widget>> { co_return Created{Widget{}}; }));
  router.add(patch("/widgets/{widget_id}")
                 .tag("widgets")
                 .access(Access::authenticated())
                 .allow_password_change()
                 .handle([](Request&, Path<WidgetPath>, Body<WidgetChange>) -> base::Task<NoContent> {
                   co_return NoContent{};
                 }));
  router.add(put("/shared").access(Access::public_()).handle([](Request&, Body<Shared> body) -> base::Task<Shared> {
    co_return *body;
  }));
  router.add(get("/other").access(Access::public_()).handle([](Request&) -> base::Task<other::Widget> {
    co_return other::Widget{};
  }));
  router.add(get("/export")
                 .access(Access::public_())
                 .produces("text/csv")
                 .security("refreshCookie")
                 .responds<Shared>(503, "down")
                 .handle([](Request&) -> base::Task<Response> { co_return Response::text(200, ""); }));
  router.add(get("/secret").access(Access::public_()).hidden().handle([](Request&) -> base::Task<NoContent> {
    co_return NoContent{};
  }));
  router.websocket("/ws", [](WebSocket, Request) -> base::Task<void> { co_return; },
                   {.operation_id = "live", .summary = "Live", .query = {{"token", "A token"}}});
  return router;
}

class OpenApi : public testing::Test {
 protected:
  const boost::json::value& at(std::string_view pointer) const { return document.at_pointer(pointer); }
  const boost::json::object& schema(std::string_view name) const {
    return document.at("components").at("schemas").at(name).as_object();
  }
  std::set<std::string> statuses(std::string_view path, std::string_view method) const {
    std::set<std::string> result;
    for (const auto& [status, response] : document.at("paths").at(path).at(method).at("responses").as_object()) {
      result.emplace(status);
    }
    return result;
  }
  static std::string text(const boost::json::value& value) { return boost::json::serialize(value); }

  const Router router = make_router();
  const boost::json::value document = boost::json::parse(detail::openapi_document(router, "Title", "1.2"));
};

using StatusSet = std::set<std::string>;

TEST_F(OpenApi, Header) {
  EXPECT_EQ(at("/openapi"), "3.1.0");
  EXPECT_EQ(text(at("/info")), R"({"title":"Title","version":"1.2"})");
  EXPECT_EQ(at("/tags/0/name"), "widgets");
}

TEST_F(OpenApi, OperationIdIsGivenOrDerived) {
  EXPECT_EQ(at("/paths/~1widgets~1{widget_id}/get/operationId"), "getWidget");
  EXPECT_EQ(at("/paths/~1widgets~1{widget_id}/patch/operationId"), "patch_widgets_widget_id");
}

TEST_F(OpenApi, StatusesAreDerivedFromAccessAndInputs) {
  EXPECT_EQ(statuses("/widgets/{widget_id}", "get"), (StatusSet{"200", "401", "403", "404", "422"}));
  EXPECT_EQ(statuses("/widgets/{widget_id}", "patch"), (StatusSet{"204", "401", "422"}));
  EXPECT_EQ(statuses("/widgets/", "get"), (StatusSet{"200", "422", "429"}));
  EXPECT_EQ(statuses("/widgets/", "post"), (StatusSet{"201", "401", "403", "409", "422"}));
  EXPECT_EQ(statuses("/other", "get"), (StatusSet{"200"}));
}

TEST_F(OpenApi, ErrorBodies) {
  EXPECT_EQ(at("/paths/~1widgets~1{widget_id}/get/responses/404/content/application~1json/schema/$ref"),
            "#/components/schemas/Error");
  EXPECT_EQ(at("/paths/~1widgets~1{widget_id}/get/responses/422/content/application~1json/schema/$ref"),
            "#/components/schemas/ValidationError");
  EXPECT_EQ(at("/paths/~1widgets~1/get/responses/429/content/application~1json/schema/$ref"),
            "#/components/schemas/RateLimitError");
  EXPECT_EQ(at("/paths/~1widgets~1/post/responses/422/content/application~1json/schema/oneOf").as_array().size(), 2u);
}

TEST_F(OpenApi, Parameters) {
  EXPECT_EQ(text(at("/paths/~1widgets~1{widget_id}/get/parameters")),
            R"([{"name":"widget_id","in":"path","required":true,"schema":{"type":"integer",)"
            R"("minimum":-9223372036854775808,"maximum":9223372036854775807}}])");
  EXPECT_EQ(
      text(at("/paths/~1widgets~1/get/parameters/0")),
      R"({"name":"since","in":"query","required":false,"schema":{"type":["string","null"],"format":"date-time"}})");
  EXPECT_EQ(text(at("/paths/~1widgets~1/get/parameters/1")),
            R"({"name":"limit","in":"query","required":false,"description":"How many",)"
            R"("schema":{"type":"integer","minimum":1,"maximum":1000,"default":100}})");
  EXPECT_EQ(at("/paths/~1widgets~1/get/parameters/2/required"), true);
}

TEST_F(OpenApi, RequestBodiesDemandOnlyWhatIsRequired) {
  EXPECT_EQ(text(schema("WidgetCreate").at("required")), R"(["name","sizes"])");
  EXPECT_EQ(text(schema("WidgetCreate").at("properties").at("name")),
            R"({"type":"string","minLength":1,"maxLength":50,"pattern":"^[a-z]+$"})");
  EXPECT_EQ(text(schema("WidgetCreate").at("properties").at("sizes")),
            R"({"type":"array","items":{"type":"number","exclusiveMinimum":0},"minItems":1,"maxItems":25})");
  EXPECT_EQ(text(schema("WidgetCreate").at("properties").at("mode")),
            R"({"type":"string","enum":["a","b"],"default":"a"})");
  EXPECT_EQ(text(schema("WidgetCreate").at("properties").at("colour")),
            R"({"anyOf":[{"$ref":"#/components/schemas/Colour"},{"type":"null"}]})");
}

TEST_F(OpenApi, PatchBodiesDemandNothing) {
  EXPECT_FALSE(schema("WidgetChange").contains("required"));
  EXPECT_EQ(text(schema("WidgetChange").at("properties").at("name")), R"({"type":["string","null"]})");
  EXPECT_EQ(text(schema("WidgetChange").at("properties").at("size")), R"({"type":"number"})");
}

TEST_F(OpenApi, ResponsesPromiseEveryMember) {
  EXPECT_EQ(text(schema("Widget").at("required")), R"(["id","note","colour","children","counts","link"])");
  EXPECT_EQ(text(schema("Widget").at("properties").at("children")),
            R"({"type":"array","items":{"$ref":"#/components/schemas/Widget"}})");
  EXPECT_EQ(text(schema("Widget").at("properties").at("counts")),
            R"({"type":"object","additionalProperties":{"type":"integer"}})");
  EXPECT_EQ(text(schema("Colour")), R"({"type":"string","enum":["red","green"]})");
}

TEST_F(OpenApi, AStructThatIsReadAndWrittenHasTwoForms) {
  EXPECT_EQ(text(schema("SharedInput").at("required")), R"(["name"])");
  EXPECT_EQ(text(schema("Shared").at("required")), R"(["name","note"])");
}

TEST_F(OpenApi, EqualNamesAreToldApartByNamespace) {
  EXPECT_EQ(at("/paths/~1other/get/responses/200/content/application~1json/schema/$ref"),
            "#/components/schemas/other_Widget");
}

TEST_F(OpenApi, Security) {
  EXPECT_EQ(text(at("/paths/~1widgets~1{widget_id}/get/security")), R"([{"bearerJwt":[]}])");
  EXPECT_EQ(text(at("/paths/~1widgets~1/get/security")), "[]");
  EXPECT_EQ(text(at("/paths/~1export/get/security")), R"([{"refreshCookie":[]}])");
  EXPECT_EQ(at("/components/securitySchemes/bearerJwt/scheme"), "bearer");
}

TEST_F(OpenApi, RawAndFurtherResponses) {
  EXPECT_TRUE(at("/paths/~1export/get/responses/200/content").as_object().contains("text/csv"));
  EXPECT_EQ(at("/paths/~1export/get/responses/503/description"), "down");
}

TEST_F(OpenApi, HiddenRoutesStayOut) {
  EXPECT_FALSE(at("/paths").as_object().contains("/secret"));
}

TEST_F(OpenApi, WebSocketsAndPagesAreListed) {
  EXPECT_EQ(at("/paths/~1ws/get/operationId"), "live");
  EXPECT_EQ(at("/paths/~1ws/get/parameters/0/name"), "token");
  EXPECT_TRUE(at("/paths/~1ws/get/responses").as_object().contains("101"));
  for (const char* path : {"/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"}) {
    EXPECT_TRUE(at("/paths").as_object().contains(path)) << path;
  }
}

TEST_F(OpenApi, EveryReferenceLeadsSomewhere) {
  const std::string all = text(document);
  const std::string prefix = "#/components/schemas/";
  for (std::size_t i = all.find(prefix); i != std::string::npos; i = all.find(prefix, i + 1)) {
    const std::string name = all.substr(i + prefix.size(), all.find('"', i) - i - prefix.size());
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains(name)) << name;
  }
}

}  // namespace
}  // namespace openspc::net::docs
