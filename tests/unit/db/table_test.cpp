#include "db/table.h"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json.hpp>

#include "database_fixture.h"

namespace openspc::db {
namespace {

enum class Kind { dial, digital, operator_ };
BOOST_DESCRIBE_ENUM(Kind, dial, digital, operator_)

/// As another room would write a struct of its own.
struct Point {
  int x = 0, y = 0;
};

struct PointAsText {
  static std::string write(const Point& point) { return std::to_string(point.x) + "/" + std::to_string(point.y); }
  template <class T>
  static T read(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) throw base::invalid_text("no point");
    return {std::stoi(std::string(text.substr(0, slash))), std::stoi(std::string(text.substr(slash + 1)))};
  }
};

struct Named {
  std::string name{};
  std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(Named, (), (name, note))

// Not in the order of the table's columns.
struct Gauge : Named {
  base::Timestamp made_at{};
  Kind kind = Kind::digital;
  std::optional<Kind> second_kind{};
  base::PlantId id{};
  std::optional<base::NodeId> node_id{};
  double reach = 1;
  bool is_active = true;
  std::optional<boost::json::object> settings{};
  Point zero{1, 1};
  std::optional<Point> mark{};
  std::int64_t readings = 0;  // no column
};
BOOST_DESCRIBE_STRUCT(Gauge, (Named),
                      (made_at, kind, second_kind, id, node_id, reach, is_active, settings, zero, mark, readings))
consteval auto columns(Columns<Gauge> of) {
  return of.table("gauge")
      .without<&Gauge::readings>()
      .once<&Gauge::made_at, &Gauge::kind>()
      .document<&Gauge::settings>()
      .document<&Gauge::zero, PointAsText>()
      .document<&Gauge::mark, PointAsText>();
}
using Gauges = Table<Gauge>;

struct Option {
  base::PlantId gauge_id{};
  std::string operator_{};
};
BOOST_DESCRIBE_STRUCT(Option, (), (gauge_id, operator_))
consteval auto columns(Columns<Option> of) {
  return of.table("gauge_option").key<&Option::gauge_id>();
}
using Options = Table<Option>;

/// One of three tables: what was added later stands beside.
struct Station {
  base::PlantId id{};
  std::string name{};
  std::string protocol = "tcp";
  std::optional<std::string> zone{};
  std::vector<int> no_column{};
  Kind kind = Kind::digital;
  std::string hall = "north";
  std::int64_t floor = 1;
};
BOOST_DESCRIBE_STRUCT(Station, (), (id, name, protocol, zone, no_column, kind, hall, floor))
consteval auto columns(Columns<Station> of) {
  return of.table("station")
      .without<&Station::no_column>()
      .beside<&Station::protocol, &Station::zone, &Station::kind>("station_option", "station_id")
      .beside<&Station::hall, &Station::floor>("station_place", "station")
      .named<&Station::hall>("building")
      .named<&Station::name>("title");
}
using Stations = Table<Station>;

struct Misspelt {
  base::PlantId id{};
  std::string nmae{};
};
BOOST_DESCRIBE_STRUCT(Misspelt, (), (id, nmae))
consteval auto columns(Columns<Misspelt> of) {
  return of.table("gauge");
}

struct Keyless {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(Keyless, (), (name))
consteval auto columns(Columns<Keyless> of) {
  return of.table("gauge");
}

class TableTest : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script(
        "CREATE TABLE gauge (id ${id}, name VARCHAR(20) NOT NULL UNIQUE, kind VARCHAR(20) NOT "
        "NULL, second_kind VARCHAR(20), note TEXT, node_id ${ref}, reach ${double} NOT NULL, is_active ${boolean} NOT "
        "NULL, "
        "settings JSON, zero TEXT NOT NULL, mark TEXT, made_at ${timestamp} NOT NULL);"
        "CREATE TABLE gauge_option (gauge_id ${ref} NOT NULL PRIMARY KEY, operator VARCHAR(20) NOT NULL);"
        "CREATE TABLE station (id ${id}, title VARCHAR(20) NOT NULL);"
        "CREATE TABLE station_option (id ${id}, station_id ${ref} NOT NULL UNIQUE, protocol VARCHAR(20) "
        "NOT NULL, zone VARCHAR(20), kind VARCHAR(20) NOT NULL);"
        "CREATE TABLE station_place (station ${ref} NOT NULL PRIMARY KEY, building VARCHAR(20), floor ${integer});");
  }
  void TearDown() override {
    base::log::set_sink({});
    DatabaseTest::TearDown();
  }

  static Gauge caliper() {
    Gauge gauge;
    gauge.name = "Caliper";
    gauge.made_at = *base::parse_timestamp("2026-02-12T08:15:30Z");
    gauge.kind = Kind::operator_;
    gauge.node_id = base::NodeId{4};
    gauge.reach = 0.25;
    gauge.settings = boost::json::object{{"digits", 3}};
    gauge.mark = Point{2, 3};
    return gauge;
  }

  base::PlantId stored(const Gauge& gauge) {
    return db_->write_now([&](Session& session) { return Gauges::insert(session, gauge); });
  }
  std::optional<Gauge> found(base::PlantId id) {
    return db_->read_now([id](Session& session) { return Gauges::find(session, id); });
  }

  /// Runs the SQL and gathers what is reported of the read that follows.
  std::vector<std::string> reports_after(std::string_view sql) {
    script(sql);
    std::vector<std::string> lines;
    base::log::set_sink([&](std::string_view line) { lines.emplace_back(line); });
    db_->read_now([](Session& session) { Gauges::list(session); });
    base::log::set_sink([](std::string_view) {});
    return lines;
  }
};

TEST_F(TableTest, ReadsBackWhatItWrote) {
  const base::PlantId id = stored(caliper());
  const Gauge read = found(id).value();
  EXPECT_EQ(read.id, id);
  EXPECT_EQ(read.name, "Caliper");
  EXPECT_EQ(read.made_at, caliper().made_at);
  EXPECT_EQ(read.kind, Kind::operator_);
  EXPECT_EQ(read.node_id, base::NodeId{4});
  EXPECT_EQ(read.reach, 0.25);
  EXPECT_TRUE(read.is_active);
  EXPECT_EQ(read.settings, caliper().settings);
  EXPECT_EQ(read.zero.x, 1);
  EXPECT_EQ(read.mark.value().y, 3);
}

TEST_F(TableTest, WritesEnumsByTheirNames) {
  stored(caliper());
  EXPECT_EQ(scalar<std::string>("SELECT kind FROM gauge"), "operator");
  EXPECT_EQ(scalar<base::Timestamp>("SELECT made_at FROM gauge"), base::from_database("2026-02-12 08:15:30.000000"));
}

TEST_F(TableTest, ReadsTheFirstEnumeratorForAWordThatIsNone) {
  const base::PlantId id = stored(caliper());
  script("UPDATE gauge SET kind = 'laser'");
  EXPECT_EQ(found(id).value().kind, Kind::dial);
}

TEST_F(TableTest, KeepsNull) {
  Gauge gauge = caliper();
  gauge.node_id.reset();
  gauge.settings.reset();
  gauge.mark.reset();
  const Gauge read = found(stored(gauge)).value();
  EXPECT_FALSE(read.note || read.node_id || read.settings || read.mark || read.second_kind);
  EXPECT_EQ(scalar<int>("SELECT count(*) FROM gauge WHERE note IS NULL AND settings IS NULL AND mark IS NULL"), 1);
}

TEST_F(TableTest, RefusesNullInAColumnThatHasNone) {
  OPENSPC_SQLITE_ONLY("no other column holds what its type is not");
  script(
      "CREATE TABLE loose AS SELECT * FROM gauge; DROP TABLE gauge; ALTER TABLE loose RENAME TO gauge;"
      "INSERT INTO gauge (id, kind, reach, is_active, zero, made_at) VALUES (1, 'dial', 1, 1, '0/0', '2026-01-01')");
  EXPECT_THROW(found({1}), std::logic_error);
}

TEST_F(TableTest, WritesOnceWhatIsWrittenOnce) {
  Gauge gauge = caliper();
  gauge.id = stored(gauge);
  gauge.name = "Scale";
  gauge.kind = Kind::dial;
  gauge.made_at = {};
  gauge.settings.reset();
  db_->write_now([&](Session& session) { Gauges::update(session, gauge); });
  const Gauge read = found(gauge.id).value();
  EXPECT_EQ(read.name, "Scale");
  EXPECT_FALSE(read.settings);
  EXPECT_EQ(read.kind, Kind::operator_);
  EXPECT_EQ(read.made_at, caliper().made_at);
}

TEST_F(TableTest, WritesNamedColumnsAlone) {
  Gauge gauge = caliper();
  gauge.id = stored(gauge);
  gauge.name = "Scale";
  gauge.note = "cleaned";
  gauge.kind = Kind::dial;
  db_->write_now([&](Session& session) { Gauges::update_only<&Gauge::note, &Gauge::kind>(session, gauge); });
  const Gauge read = found(gauge.id).value();
  EXPECT_EQ(read.name, "Caliper");
  EXPECT_EQ(read.note, "cleaned");
  EXPECT_EQ(read.kind, Kind::dial);
}

TEST_F(TableTest, ChangesAndRemovesOneRow) {
  Gauge first = caliper(), second = caliper();
  second.name = "Scale";
  first.id = stored(first);
  second.id = stored(second);
  db_->write_now([&](Session& session) {
    second.note = "new";
    Gauges::update(session, second);
    EXPECT_TRUE(Gauges::remove(session, second.id));
    EXPECT_FALSE(Gauges::remove(session, second.id));
  });
  EXPECT_FALSE(found(second.id));
  EXPECT_FALSE(found(first.id).value().note);
}

TEST_F(TableTest, ListsByCondition) {
  for (const char* name : {"C", "A", "B"}) {
    Gauge gauge = caliper();
    gauge.name = name;
    gauge.is_active = gauge.name != "A";
    stored(gauge);
  }
  db_->read_now([](Session& session) {
    const std::vector<Gauge> active = Gauges::list(session, Where().equals("is_active", true).order_by("name"));
    ASSERT_EQ(active.size(), 2U);
    EXPECT_EQ(active[0].name, "B");
    EXPECT_EQ(Gauges::count(session, Where().equals("is_active", true).order_by("name").page(0, 1)), 2);
    EXPECT_TRUE(Gauges::exists(session, Where().equals("name", "A")));
    EXPECT_FALSE(Gauges::first(session, Where().equals("name", "D")));
    EXPECT_EQ(Gauges::list(session).size(), 3U);
  });
}

TEST_F(TableTest, MayHaveAKeyOfItsOwn) {
  db_->write_now([](Session& session) {
    Option option{.gauge_id = base::PlantId{9}, .operator_ = "Ann"};
    Options::insert(session, option);
    option.operator_ = "Bob";
    Options::update(session, option);
    EXPECT_EQ(Options::find(session, base::PlantId{9}).value().operator_, "Bob");
  });
  EXPECT_EQ(scalar<std::string>("SELECT operator FROM gauge_option WHERE gauge_id = 9"), "Bob");
}

TEST_F(TableTest, MayHaveTablesBeside) {
  const base::PlantId id = db_->write_now([](Session& session) {
    Station station;
    station.name = "North";
    station.protocol = "udp";
    station.id = Stations::insert(session, station);
    station.zone = "Europe/Berlin";
    station.kind = Kind::dial;
    station.hall = "south";
    Stations::update(session, station);
    return station.id;
  });
  const Station read = db_->read_now([id](Session& session) { return Stations::find(session, id).value(); });
  EXPECT_EQ(read.id, id);
  EXPECT_EQ(read.name, "North");
  EXPECT_EQ(read.protocol, "udp");
  EXPECT_EQ(read.zone, "Europe/Berlin");
  EXPECT_EQ(read.kind, Kind::dial);
  EXPECT_EQ(read.hall, "south");
  EXPECT_EQ(read.floor, 1);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM station_option"), 1);
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM station_place"), 1);
}

TEST_F(TableTest, NamesAColumnOtherwiseThanItsMember) {
  db_->write_now([](Session& session) {
    Station station;
    station.name = "North";
    station.hall = "south";
    Stations::insert(session, station);
  });
  EXPECT_EQ(scalar<std::string>("SELECT title FROM station"), "North");
  EXPECT_EQ(scalar<std::string>("SELECT building FROM station_place"), "south");
  EXPECT_EQ(Stations::names("s"), "s.id, s.title");
}

TEST_F(TableTest, InitializesWhatNoRowBesideSays) {
  script("INSERT INTO station (id, title) VALUES (7, 'South')");
  db_->read_now([](Session& session) {
    const std::vector<Station> all = Stations::list(session, Where().equals("station.id", 7).order_by("title"));
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].protocol, "tcp");
    EXPECT_EQ(all[0].kind, Kind::digital);
    EXPECT_EQ(all[0].hall, "north");
    EXPECT_EQ(Stations::count(session, Where().is_null("protocol")), 1);
  });
}

TEST_F(TableTest, ShowsARowWithoutItsDamagedDocument) {
  OPENSPC_SQLITE_ONLY("no other column holds what its type is not");
  const base::PlantId id = stored(caliper());
  const auto reports = reports_after("UPDATE gauge SET settings = '{', zero = 'nowhere', mark = 'nowhere'");
  const Gauge read = found(id).value();
  EXPECT_FALSE(read.settings);
  EXPECT_EQ(read.zero.y, 1);  // as it is initialized
  EXPECT_FALSE(read.mark);
  ASSERT_EQ(reports.size(), 2U);  // both of 'nowhere' say the same
  EXPECT_NE(reports[0].find("row_unreadable"), std::string::npos);
  EXPECT_NE(reports[0].find("gauge"), std::string::npos);
}

TEST_F(TableTest, LeavesOutARowThatCannotBeReadAndReportsIt) {
  OPENSPC_SQLITE_ONLY("no other column holds what its type is not");
  const base::PlantId bad = stored(caliper());
  Gauge gauge = caliper();
  gauge.name = "Scale";
  stored(gauge);
  const auto reports = reports_after("UPDATE gauge SET made_at = 'once upon a time' WHERE name = 'Caliper'");
  db_->read_now([](Session& session) {
    const std::vector<Gauge> readable = Gauges::list(session);
    ASSERT_EQ(readable.size(), 1U);
    EXPECT_EQ(readable[0].name, "Scale");
  });
  EXPECT_FALSE(found(bad));
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_NE(reports[0].find("once upon a time"), std::string::npos);
}

TEST_F(TableTest, TellsWhichConstraintWasBroken) {
  stored(caliper());
  try {
    stored(caliper());
    ADD_FAILURE();
  } catch (const ConstraintViolation& violation) {
    EXPECT_EQ(violation.constraint(), "gauge.name");
  }
}

TEST_F(TableTest, RefusesNumbersThatAreNotFinite) {
  Gauge gauge = caliper();
  gauge.reach = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(stored(gauge), base::Error);
}

TEST_F(TableTest, CallsAColumnThatTheTableLacksAMistake) {
  EXPECT_THROW(db_->read_now([](Session& session) { Table<Misspelt>::list(session); }), std::logic_error);
  EXPECT_THROW(db_->read_now([](Session& session) { Table<Keyless>::list(session); }), std::logic_error);
}

TEST_F(TableTest, NamesItsColumnsForSqlByHand) {
  EXPECT_EQ(Options::names(), "gauge_id, operator");
  EXPECT_EQ(Options::names("o"), "o.gauge_id, o.operator");
}

}  // namespace
}  // namespace openspc::db
