// Bodies, queries and paths that no honest client sends. Each is refused in the documented shape with the field named,
// and the server goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using testing::HasSubstr;

class HostileInput : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shop_ = std::make_unique<Workshop>(ServerOptions{.environment = {{"OPENSPC_MAX_BODY_BYTES", "200000"}}});
    characteristic_ = shop_->new_judged_characteristic();
  }
  static void TearDownTestSuite() { shop_.reset(); }
  void TearDown() override {
    ASSERT_TRUE(shop_->server.running()) << shop_->server.log();
    EXPECT_EQ(shop_->admin.get("/health").status, 200);
  }

  static HttpClient& client() { return shop_->admin; }
  /// A body of a submission, in which ID stands for a characteristic that exists.
  static Reply submit(std::string body) {
    if (const auto at = body.find("ID"); at != std::string::npos) body.replace(at, 2, std::to_string(characteristic_));
    return client().request("POST", "/api/v1/samples/", body);
  }

  static std::unique_ptr<Workshop> shop_;
  static std::int64_t characteristic_;
};

std::unique_ptr<Workshop> HostileInput::shop_;
std::int64_t HostileInput::characteristic_ = 0;

/// The first field error of a 422: its place as "body.measurements.0", and its type.
struct Refusal {
  std::string place;
  std::string type;
  bool operator==(const Refusal&) const = default;
};

void PrintTo(const Refusal& refusal, std::ostream* out) {
  *out << refusal.type << " at " << refusal.place;
}

Refusal refusal_in(const Reply& reply) {
  const auto error = require(reply, 422).json().at("detail").at(0);
  EXPECT_TRUE(error.at("msg").is_string());
  EXPECT_TRUE(error.as_object().contains("input"));
  Refusal refusal{"", error.at("type").as_string().c_str()};
  for (const auto& step : error.at("loc").as_array()) {
    if (!refusal.place.empty()) refusal.place += '.';
    refusal.place += step.is_string() ? std::string(step.as_string()) : std::to_string(step.as_int64());
  }
  return refusal;
}

struct BodyCase {
  const char* name;
  std::string body;
  Refusal refusal;
};

void PrintTo(const BodyCase& body, std::ostream* out) {
  *out << body.body.substr(0, 80);
}

class HostileSubmission : public HostileInput, public testing::WithParamInterface<BodyCase> {};

TEST_P(HostileSubmission, IsRefusedWithTheFieldNamed) {
  EXPECT_EQ(refusal_in(submit(GetParam().body)), GetParam().refusal);
}

template <class Case>
std::string name_of(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    WrongInKind, HostileSubmission,
    testing::Values(
        BodyCase{"Empty", "{}", {"body.characteristic_id", "missing"}},
        BodyCase{"NoMeasurements", R"({"characteristic_id":ID})", {"body.measurements", "missing"}},
        BodyCase{"List", "[]", {"body", "model_attributes_type"}},
        BodyCase{"Text", R"("sample")", {"body", "model_attributes_type"}},
        BodyCase{"Null", "null", {"body", "model_attributes_type"}},
        BodyCase{
            "IdIsAList", R"({"characteristic_id":[1],"measurements":[1]})", {"body.characteristic_id", "int_type"}},
        BodyCase{
            "IdIsNull", R"({"characteristic_id":null,"measurements":[1]})", {"body.characteristic_id", "int_type"}},
        BodyCase{
            "IdIsAWord", R"({"characteristic_id":"x","measurements":[1]})", {"body.characteristic_id", "int_parsing"}},
        BodyCase{"IdHasAFraction",
                 R"({"characteristic_id":1.5,"measurements":[1]})",
                 {"body.characteristic_id", "int_from_float"}},
        BodyCase{"MeasurementsAreANumber",
                 R"({"characteristic_id":ID,"measurements":10})",
                 {"body.measurements", "list_type"}},
        BodyCase{"MeasurementsAreAnObject",
                 R"({"characteristic_id":ID,"measurements":{"0":10}})",
                 {"body.measurements", "list_type"}},
        BodyCase{"NoReading", R"({"characteristic_id":ID,"measurements":[]})", {"body.measurements", "too_short"}},
        BodyCase{"AReadingIsAWord",
                 R"({"characteristic_id":ID,"measurements":["ten"]})",
                 {"body.measurements.0", "float_parsing"}},
        BodyCase{"AReadingIsNull",
                 R"({"characteristic_id":ID,"measurements":[null]})",
                 {"body.measurements.0", "float_type"}},
        BodyCase{"AReadingIsAList",
                 R"({"characteristic_id":ID,"measurements":[[10]]})",
                 {"body.measurements.0", "float_type"}},
        BodyCase{"BatchNumberIsANumber",
                 R"({"characteristic_id":ID,"measurements":[10],"batch_number":7})",
                 {"body.batch_number", "string_type"}},
        BodyCase{"BatchNumberIsTooLong",
                 R"({"characteristic_id":ID,"measurements":[10],"batch_number":")" + std::string(101, 'x') + "\"}",
                 {"body.batch_number", "string_too_long"}},
        BodyCase{"KeyIsEmpty",
                 R"({"characteristic_id":ID,"measurements":[10],"idempotency_key":""})",
                 {"body.idempotency_key", "string_too_short"}}),
    name_of<BodyCase>);

INSTANTIATE_TEST_SUITE_P(BeyondNumbers, HostileSubmission,
                         testing::Values(BodyCase{"Overflow",
                                                  R"({"characteristic_id":ID,"measurements":[1e999]})",
                                                  {"body.measurements.0", "finite_number"}},
                                         BodyCase{"NegativeOverflow",
                                                  R"({"characteristic_id":ID,"measurements":[-1e999]})",
                                                  {"body.measurements.0", "finite_number"}},
                                         BodyCase{"NanAsText",
                                                  R"({"characteristic_id":ID,"measurements":["NaN"]})",
                                                  {"body.measurements.0", "finite_number"}},
                                         BodyCase{"InfinityAsText",
                                                  R"({"characteristic_id":ID,"measurements":["inf"]})",
                                                  {"body.measurements.0", "finite_number"}},
                                         BodyCase{"OverflowAsText",
                                                  R"({"characteristic_id":ID,"measurements":["1e999"]})",
                                                  {"body.measurements.0", "finite_number"}},
                                         BodyCase{"IdBeyond64Bits",
                                                  R"({"characteristic_id":9223372036854775808,"measurements":[1]})",
                                                  {"body.characteristic_id", "int_parsing_size"}},
                                         BodyCase{"IdBeyond64BitsBelow",
                                                  R"({"characteristic_id":-9223372036854775809,"measurements":[1]})",
                                                  {"body.characteristic_id", "int_parsing_size"}},
                                         BodyCase{"IdOfHundredDigits",
                                                  R"({"characteristic_id":)" + std::string(100, '9') +
                                                      R"(,"measurements":[1]})",
                                                  {"body.characteristic_id", "int_parsing_size"}},
                                         BodyCase{"IdBeyond64BitsAsText",
                                                  R"({"characteristic_id":"99999999999999999999","measurements":[1]})",
                                                  {"body.characteristic_id", "int_parsing_size"}}),
                         name_of<BodyCase>);

INSTANTIATE_TEST_SUITE_P(
    BeyondTime, HostileSubmission,
    testing::Values(BodyCase{"NoDate",
                             R"({"characteristic_id":ID,"measurements":[10],"timestamp":"yesterday"})",
                             {"body.timestamp", "datetime_from_date_parsing"}},
                    BodyCase{"NoSuchDay",
                             R"({"characteristic_id":ID,"measurements":[10],"timestamp":"2025-02-30T00:00:00Z"})",
                             {"body.timestamp", "datetime_from_date_parsing"}},
                    BodyCase{"Before1970",
                             R"({"characteristic_id":ID,"measurements":[10],"timestamp":"1969-12-31T23:59:59Z"})",
                             {"body.timestamp", "value_error"}},
                    BodyCase{"TheYear9999",
                             R"({"characteristic_id":ID,"measurements":[10],"timestamp":"9999-12-31T00:00:00Z"})",
                             {"body.timestamp", "value_error"}},
                    BodyCase{"TheYear10000",
                             R"({"characteristic_id":ID,"measurements":[10],"timestamp":"10000-01-01T00:00:00Z"})",
                             {"body.timestamp", "datetime_from_date_parsing"}},
                    BodyCase{"SecondsWithoutEnd",
                             R"({"characteristic_id":ID,"measurements":[10],"timestamp":1e300})",
                             {"body.timestamp", "datetime_from_date_parsing"}}),
    name_of<BodyCase>);

struct MalformedCase {
  const char* name;
  std::string body;
};

void PrintTo(const MalformedCase& body, std::ostream* out) {
  *out << body.body.substr(0, 60);
}

class MalformedJson : public HostileInput, public testing::WithParamInterface<MalformedCase> {};

TEST_P(MalformedJson, IsRefusedAsSuch) {
  const Refusal refusal = refusal_in(submit(GetParam().body));
  EXPECT_EQ(refusal.type, "json_invalid");
  EXPECT_TRUE(refusal.place.starts_with("body")) << refusal.place;
}

INSTANTIATE_TEST_SUITE_P(
    Each, MalformedJson,
    testing::Values(MalformedCase{"Word", "sample"}, MalformedCase{"Unclosed", R"({"characteristic_id":1)"},
                    MalformedCase{"TrailingComma", R"({"characteristic_id":1,})"},
                    MalformedCase{"SingleQuotes", "{'characteristic_id':1}"}, MalformedCase{"Comment", "{} // comment"},
                    MalformedCase{"TwoValues", "{}{}"},
                    MalformedCase{"Nan", R"({"characteristic_id":1,"measurements":[NaN]})"},
                    MalformedCase{"Infinity", R"({"characteristic_id":1,"measurements":[Infinity]})"},
                    MalformedCase{"MinusInfinity", R"({"characteristic_id":1,"measurements":[-Infinity]})"},
                    MalformedCase{"LeadingZero", R"({"characteristic_id":01})"},
                    MalformedCase{"Hexadecimal", R"({"characteristic_id":0x10})"},
                    MalformedCase{"BadUtf8", "{\"batch_number\":\"\xC3\x28\"}"},
                    MalformedCase{"OverlongUtf8", "{\"batch_number\":\"\xC0\xAF\"}"},
                    MalformedCase{"SurrogateInUtf8", "{\"batch_number\":\"\xED\xA0\x80\"}"},
                    MalformedCase{"LoneSurrogate", R"({"batch_number":"\ud800"})"},
                    MalformedCase{"ControlCharacter", "{\"batch_number\":\"a\nb\"}"},
                    MalformedCase{"ByteOrderMark", "\xEF\xBB\xBF{}"}, MalformedCase{"OnlyBlanks", "   "},
                    MalformedCase{"NestedTooDeep", std::string(5000, '[') + std::string(5000, ']')},
                    MalformedCase{"ObjectsNestedTooDeep",
                                  [] {
                                    std::string text;
                                    for (int i = 0; i < 5000; ++i) text += R"({"a":)";
                                    return text + "1" + std::string(5000, '}');
                                  }()}),
    name_of<MalformedCase>);

TEST_F(HostileInput, AnUnknownMemberIsIgnored) {
  EXPECT_EQ(
      submit(R"({"characteristic_id":ID,"measurements":[10],"__proto__":{"admin":true},"is_excluded":true})").status,
      201);
}

TEST_F(HostileInput, AnUnknownCharacteristicIsNotFound) {
  EXPECT_EQ(submit(R"({"characteristic_id":9223372036854775807,"measurements":[10]})").status, 404);
  EXPECT_EQ(submit(R"({"characteristic_id":-1,"measurements":[10]})").status, 404);
}

TEST_F(HostileInput, AMissingBodyNamesTheBody) {
  EXPECT_EQ(refusal_in(client().request("POST", "/api/v1/samples/")), (Refusal{"body", "missing"}));
}

TEST_F(HostileInput, ABodyOfAnotherTypeIsNotRead) {
  const Reply reply = client().request("POST", "/api/v1/samples/", R"({"characteristic_id":1,"measurements":[1]})",
                                       {{"Content-Type", "text/plain"}});
  EXPECT_EQ(refusal_in(reply), (Refusal{"body", "model_attributes_type"}));
}

TEST_F(HostileInput, AHugeBodyIsRefusedBeforeItIsRead) {
  const Reply reply = submit("{\"batch_number\":\"" + std::string(300'000, 'x') + "\"}");
  EXPECT_EQ(reply.status, 413);
  EXPECT_THAT(std::string(reply.json().at("detail").as_string()), HasSubstr("200000"));
}

TEST_F(HostileInput, LargeBodiesInARowAreAllRead) {
  std::string numbers;
  for (int i = 0; i < 2000; ++i) numbers += "10,";
  for (int i = 0; i < 100; ++i) {
    const Reply reply = submit(R"({"characteristic_id":ID,"measurements":[)" + numbers + "10]}");
    ASSERT_EQ(refusal_in(reply), (Refusal{"body.measurements", "too_long"})) << "request " << i;
  }
}

TEST_F(HostileInput, AHugeInputIsNotSentBack) {
  const Reply reply = submit(R"({"characteristic_id":")" + std::string(100'000, 'x') + R"(","measurements":[1]})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_LT(reply.body.size(), 10'000U);
}

TEST_F(HostileInput, AHundredThousandWrongReadingsGetABoundedAnswer) {
  std::string list;
  for (int i = 0; i < 40'000; ++i) list += "[],";
  const Reply reply = submit(R"({"characteristic_id":ID,"samples":[],"measurements":[)" + list + R"(1]})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_LT(reply.body.size(), 50'000U);
}

TEST_F(HostileInput, IdsInPathsThatAreNoIds) {
  const auto refusal = [](const std::string& id) { return refusal_in(client().get("/api/v1/samples/" + id)); };
  EXPECT_EQ(refusal("x"), (Refusal{"path.sample_id", "int_parsing"}));
  EXPECT_EQ(refusal("1.5"), (Refusal{"path.sample_id", "int_parsing"}));
  EXPECT_EQ(refusal("99999999999999999999"), (Refusal{"path.sample_id", "int_parsing_size"}));
  EXPECT_EQ(refusal("1%27%20OR%201=1"), (Refusal{"path.sample_id", "int_parsing"}));
  EXPECT_EQ(client().get("/api/v1/samples/9223372036854775807").status, 404);
  EXPECT_EQ(client().get("/api/v1/samples/-1").status, 404);
}

TEST_F(HostileInput, QueriesOutOfRange) {
  const auto refusal = [](const std::string& query) { return refusal_in(client().get("/api/v1/samples/?" + query)); };
  EXPECT_EQ(refusal("limit=0"), (Refusal{"query.limit", "greater_than_equal"}));
  EXPECT_EQ(refusal("limit=1001"), (Refusal{"query.limit", "less_than_equal"}));
  EXPECT_EQ(refusal("offset=-1"), (Refusal{"query.offset", "greater_than_equal"}));
  EXPECT_EQ(refusal("limit=many"), (Refusal{"query.limit", "int_parsing"}));
  EXPECT_EQ(refusal("include_excluded=perhaps"), (Refusal{"query.include_excluded", "bool_parsing"}));
  EXPECT_EQ(refusal("start_date=never"), (Refusal{"query.start_date", "datetime_from_date_parsing"}));
  EXPECT_EQ(refusal("sort_dir=sideways").place, "query.sort_dir");
}

TEST_F(HostileInput, AListOfViolationsTakesEveryNumberAndTellsWhatItApplied) {
  const auto page = [](const std::string& query) {
    const auto listed = require(client().get("/api/v1/violations/?" + query), 200).json();
    return std::pair(listed.at("offset").as_int64(), listed.at("limit").as_int64());
  };
  EXPECT_EQ(page("limit=10001"), (std::pair<std::int64_t, std::int64_t>(0, 10'000)));
  EXPECT_EQ(page("per_page=9223372036854775807"), (std::pair<std::int64_t, std::int64_t>(0, 10'000)));
  EXPECT_EQ(page("page=2000000&per_page=10"), (std::pair<std::int64_t, std::int64_t>(19'999'990, 10)));
  EXPECT_EQ(page("limit=-1&offset=-5"), (std::pair<std::int64_t, std::int64_t>(0, 0)));
}

TEST_F(HostileInput, ABatchItemThatIsNoObjectIsRefusedAtItsPlace) {
  const std::string body = R"({"characteristic_id":1,"samples":[{"measurements":[1]},5]})";
  EXPECT_EQ(refusal_in(client().request("POST", "/api/v1/samples/batch", body)),
            (Refusal{"body.samples.1", "dict_type"}));
}

TEST_F(HostileInput, ASubgroupSizeOutOfRangeIsRefusedAtItsMember) {
  const auto refused = [](std::int64_t size) {
    return refusal_in(
        client().post("/api/v1/characteristics/", {{"hierarchy_id", 1}, {"name", "Bore"}, {"subgroup_size", size}}));
  };
  EXPECT_EQ(refused(0), (Refusal{"body.subgroup_size", "greater_than_equal"}));
  EXPECT_EQ(refused(26), (Refusal{"body.subgroup_size", "less_than_equal"}));
}

TEST_F(HostileInput, ATestOfAnOpcuaServerRefusesBadSettingsAtTheirMember) {
  const auto refused = [](boost::json::object body) {
    body.emplace("endpoint_url", "opc.tcp://127.0.0.1:1");
    return refusal_in(require(client().post("/api/v1/opcua-servers/test", body), 422));
  };
  EXPECT_EQ(refusal_in(client().post("/api/v1/opcua-servers/test", boost::json::object{})),
            (Refusal{"body.endpoint_url", "missing"}));
  EXPECT_EQ(refused({{"endpoint_url", "http://plc:4840"}}), (Refusal{"body.endpoint_url", "string_pattern_mismatch"}));
  EXPECT_EQ(refused({{"auth_mode", "retina"}}), (Refusal{"body.auth_mode", "enum"}));
  EXPECT_EQ(refused({{"timeout", 0.5}}), (Refusal{"body.timeout", "greater_than_equal"}));
  EXPECT_EQ(refused({{"timeout", 31}}), (Refusal{"body.timeout", "less_than_equal"}));
}

TEST_F(HostileInput, ATestOfABrokerRefusesBadSettingsAtTheirMember) {
  const auto refused = [](const boost::json::object& body) {
    return refusal_in(require(client().post("/api/v1/brokers/test", body), 422));
  };
  EXPECT_EQ(refused({}), (Refusal{"body.host", "missing"}));
  EXPECT_EQ(refused({{"host", ""}}), (Refusal{"body.host", "string_too_short"}));
  EXPECT_EQ(refused({{"host", "hall-a"}, {"port", 0}}), (Refusal{"body.port", "greater_than_equal"}));
  EXPECT_EQ(refused({{"host", "hall-a"}, {"port", 65'536}}), (Refusal{"body.port", "less_than_equal"}));
  EXPECT_EQ(refused({{"host", "hall-a"}, {"use_tls", "perhaps"}}), (Refusal{"body.use_tls", "bool_parsing"}));
}

TEST_F(HostileInput, EveryNumberThatAsksForWorkHasAMaximum) {
  const auto document = require(client().get("/openapi.json"), 200).json();
  int numbers = 0;
  for (const auto& [path, operations] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      const auto* parameters = operation.as_object().if_contains("parameters");
      for (const auto& parameter : parameters != nullptr ? parameters->as_array() : boost::json::array()) {
        const std::string name(parameter.at("name").as_string());
        const auto& schema = parameter.at("schema").as_object();
        const bool is_number = boost::json::serialize(schema).find("\"integer\"") != std::string::npos;
        // An id names one thing, and an offset only leaves out. Lists of violations bring numbers into range.
        if (parameter.at("in").as_string() != "query" || !is_number || name.ends_with("_id") || name == "offset" ||
            path == "/api/v1/violations/")
          continue;
        ++numbers;
        EXPECT_TRUE(schema.contains("maximum")) << method << ' ' << path << ": " << name;
      }
    }
  }
  EXPECT_GT(numbers, 10);
}

TEST_F(HostileInput, AnOffsetBeyondAllSamplesGivesAnEmptyPage) {
  const auto page = require(client().get("/api/v1/samples/?offset=9223372036854775807"), 200).json();
  EXPECT_TRUE(page.at("items").as_array().empty());
}

TEST_F(HostileInput, SqlInTextsIsText) {
  const std::string name = R"(Robert'); DROP TABLE sample; --)";
  const auto id = shop_->new_characteristic({{"name", name}});
  EXPECT_EQ(client().get(path("/api/v1/characteristics/", id)).json().at("name").as_string(), name);
  EXPECT_EQ(client().get("/api/v1/samples/").status, 200);
}

TEST_F(HostileInput, ReadingsAtTheEdgeOfDoubleAreKeptOrRefusedButNeverBecomeInfinite) {
  EXPECT_EQ(submit(R"({"characteristic_id":ID,"measurements":[1.7976931348623157e308]})").status, 422);
  EXPECT_EQ(submit(R"({"characteristic_id":ID,"measurements":[1e100]})").status, 201);
  EXPECT_EQ(submit(R"({"characteristic_id":ID,"measurements":[-1e100]})").status, 201);
  EXPECT_EQ(submit(R"({"characteristic_id":ID,"measurements":[5e-324]})").status, 201);
  const Reply chart = client().get(path("/api/v1/characteristics/", characteristic_, "/chart-data"));
  EXPECT_EQ(chart.status, 200) << chart.body.substr(0, 300);
  EXPECT_NO_THROW(static_cast<void>(chart.json())) << "infinity has no form in JSON";
}

// Documents that a client may shape as it likes are stored and read by others.

TEST_F(HostileInput, NumberThatIsNotFiniteIsRefusedWhereverItStands) {
  const std::string plant = "/api/v1/plants/" + std::to_string(shop_->plant);
  EXPECT_EQ(refusal_in(client().request("PUT", plant, R"({"settings":{"x":1e999}})")),
            (Refusal{"body.settings.x", "finite_number"}));
  EXPECT_EQ(refusal_in(client().request("POST", "/api/v1/plants/",
                                        R"({"name":"X","code":"X","settings":{"a":[{"b":-1e999}]}})")),
            (Refusal{"body.settings.a.0.b", "finite_number"}));
  EXPECT_EQ(refusal_in(client().request("PUT", path("/api/v1/characteristics/", characteristic_, "/rules"),
                                        R"([{"rule_id":1,"is_enabled":true,"parameters":{"sigma":1e999}}])")),
            (Refusal{"body.0.parameters.sigma", "finite_number"}));
  EXPECT_EQ(client().get("/api/v1/plants/").status, 200);
}

TEST_F(HostileInput, DocumentThatIsTooLargeIsRefused) {
  const std::string plant = "/api/v1/plants/" + std::to_string(shop_->plant);
  const std::string long_text(70'000, 'x');
  const Reply reply = client().request("PUT", plant, R"({"settings":{"x":")" + long_text + R"("}})");
  EXPECT_EQ(refusal_in(reply), (Refusal{"body.settings", "value_error"}));
  EXPECT_THAT(reply.body, HasSubstr("65536 bytes"));
}

}  // namespace
}  // namespace openspc::test
