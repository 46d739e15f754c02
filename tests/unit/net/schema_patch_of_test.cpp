// The body of a partial update, made from the description of the whole.
#include "net/detail/json_schema.h"
#include "schema_example.h"

namespace openspc::net::example {

struct Base {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(Base, (), (name))
inline void describe(Fields<Base>& f) {
  f["name"].length(1, 5).doc("What it is called");
}

struct Gauge : Base {
  std::optional<std::string> note{};
  bool is_active = true;
  std::vector<double> limits{};
  Severity severity = Severity::warning;
  std::optional<std::string> secret{};
  std::int64_t plant_id = 0;
};
BOOST_DESCRIBE_STRUCT(Gauge, (Base), (note, is_active, limits, severity, secret, plant_id))
inline void describe(Fields<Gauge>& f) {
  f["is_active"].defaulted();
  f["limits"].max_items(2);
  f["secret"].not_null();
}

struct GaugeUpdate : PatchOf<Gauge, &Gauge::plant_id> {};

/// Says what it has to say itself.
struct LenientUpdate : PatchOf<Gauge, &Gauge::plant_id, &Gauge::severity> {};
inline void describe(Fields<LenientUpdate>& f) {
  f["name"].or_null().doc("");
}

/// What is stored: not all that can be said, and more.
struct StoredGauge {
  std::int64_t id = 7;
  std::string name = "old";
  std::optional<std::string> note = "old";
  bool is_active = true;
  std::vector<double> limits = {1};
  Severity severity = Severity::critical;
};
BOOST_DESCRIBE_STRUCT(StoredGauge, (), (id, name, note, is_active, limits, severity))

namespace {

TEST(PatchOf, TellsWhatTheBodySays) {
  const auto update = read<GaugeUpdate>(R"({"name":"new","note":null,"limits":[]})");
  EXPECT_EQ(*update.field<&Gauge::name>(), "new");
  EXPECT_TRUE(update.field<&Gauge::note>().is_null());
  EXPECT_TRUE(update.field<&Gauge::limits>()->empty());
  EXPECT_FALSE(update.field<&Gauge::is_active>().present());
  EXPECT_FALSE(update.field<&Gauge::secret>().present());
}

TEST(PatchOf, ChangesWhatTheBodySaysAndNothingElse) {
  StoredGauge gauge;
  read<GaugeUpdate>(R"({"name":"new","note":null,"secret":"s"})").apply_to<&Gauge::secret>(gauge);
  EXPECT_EQ(gauge.name, "new");
  EXPECT_EQ(gauge.note, std::nullopt);
  EXPECT_EQ(gauge.id, 7);
  EXPECT_EQ(gauge.limits, std::vector<double>{1});
  EXPECT_EQ(gauge.severity, Severity::critical);
}

TEST(PatchOf, NullMayMeanTheSameAsAbsent) {
  StoredGauge gauge;
  read<GaugeUpdate>(R"({"name":"new","note":null})").apply_values_to<&Gauge::secret>(gauge);
  EXPECT_EQ(gauge.name, "new");
  EXPECT_EQ(gauge.note, "old");
}

TEST(PatchOf, HasTheRulesOfTheWhole) {
  EXPECT_EQ(errors_of<GaugeUpdate>(R"({"name":""})").front().type, "string_too_short");
  EXPECT_EQ(errors_of<GaugeUpdate>(R"({"limits":[1,2,3]})").front().type, "too_long");
  EXPECT_EQ(errors_of<GaugeUpdate>(R"({"severity":"odd"})").front().type, "enum");
}

TEST(PatchOf, TakesNullWhereTheWholeDoes) {
  EXPECT_EQ(errors_of<GaugeUpdate>(R"({"name":null})").size(), 1U);
  EXPECT_EQ(errors_of<GaugeUpdate>(R"({"is_active":null})").size(), 1U);
  EXPECT_EQ(errors_of<GaugeUpdate>(R"({"secret":null})").size(), 1U);
  EXPECT_TRUE(read<LenientUpdate>(R"({"name":null})").field<&Gauge::name>().is_null());
}

TEST(PatchOf, DoesNotKnowWhatIsLeftOut) {
  EXPECT_EQ(detail::type_of<GaugeUpdate>().fields.size(), 6U);
  EXPECT_EQ(detail::type_of<LenientUpdate>().fields.size(), 5U);
}

TEST(PatchOf, IsDocumentedAsItsOwnType) {
  detail::SchemaCatalogue catalogue;
  catalogue.schema(detail::type_of<GaugeUpdate>(), detail::Use::request);
  catalogue.schema(detail::type_of<LenientUpdate>(), detail::Use::request);
  const auto components = catalogue.take_components();
  const boost::json::object& update = components.at("GaugeUpdate").as_object();
  EXPECT_FALSE(update.contains("required"));
  EXPECT_EQ(boost::json::serialize(update.at("properties").at("name")),
            R"({"type":"string","minLength":1,"maxLength":5,"description":"What it is called"})");
  EXPECT_EQ(boost::json::serialize(update.at("properties").at("is_active")), R"({"type":"boolean"})");
  EXPECT_EQ(boost::json::serialize(update.at("properties").at("note")), R"({"type":["string","null"]})");
  EXPECT_EQ(boost::json::serialize(components.at("LenientUpdate").at("properties").at("name")),
            R"({"type":["string","null"],"minLength":1,"maxLength":5})");
}

TEST(Changes, NameWhatDiffersAsTheTrailTellsIt) {
  const StoredGauge before;
  StoredGauge after = before;
  EXPECT_TRUE(changes(before, after).empty());
  after.name = "new";
  after.note.reset();
  after.severity = Severity::operator_;
  EXPECT_EQ(boost::json::serialize(changes(before, after)),
            R"({"name":{"from":"old","to":"new"},"note":{"from":"old","to":null},)"
            R"("severity":{"from":"critical","to":"operator"}})");
}

TEST(AsJson, WritesAndReadsDescribedValues) {
  const std::vector<Row> rows{{.whole = 1, .values = {0.5}}};
  const std::string text = boost::json::serialize(AsJson::write(rows));
  EXPECT_EQ(AsJson::read<std::vector<Row>>(text).at(0).values, std::vector<double>{0.5});
  for (const char* damaged : {"", "{", "{}", R"([{"whole":1,"values":[1e999]}])", R"([{"whole":"x"}])"})
    EXPECT_THROW(AsJson::read<std::vector<Row>>(damaged), base::Error) << damaged;
}

}  // namespace
}  // namespace openspc::net::example
