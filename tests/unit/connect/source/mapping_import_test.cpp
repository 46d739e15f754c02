// Mappings as they come out of a spreadsheet.
#include "connect/source/mapping_import.h"

#include <gmock/gmock.h>

#include "unit/connect/connect_fixture.h"

namespace openspc::connect::source {
namespace {

using testing::ElementsAre;

class MappingImport : public ConnectTest {
 protected:
  std::string topic_read_from(const std::string& cell) {
    std::string topic;
    write([&](db::Session& session) {
      import_mappings(session, "characteristic_id,mqtt_topic\r\n1," + cell + "\r\n",
                      [&](const boost::json::object& row) { topic = row.at("mqtt_topic").as_string(); });
    });
    return topic;
  }

  /// Plants of these codes, each of which is stored in two steps; the second stands against the first when it is taken.
  MappingImportResult import_plants(const std::string& csv, int& announced) {
    return write([&](db::Session& session) {
      return import_mappings(session, csv, [&](const boost::json::object& row) {
        const std::string code(row.at("code").as_string());
        session.after_commit([&announced] { ++announced; });
        session.execute(
            "INSERT INTO hierarchy (id, plant_id, name, type) SELECT MAX(id) + 1, 1, ?, 'Line' FROM hierarchy", code);
        session.execute("INSERT INTO plant (name, code) VALUES (?, ?)", code, code);
      });
    });
  }
};

// What the page writes is what the page meant: web/src/shared/lib/csv.test.ts holds the same pairs.
TEST_F(MappingImport, ShieldAgainstFormulasIsTakenAway) {
  EXPECT_EQ(topic_read_from("'=x"), "=x");
  EXPECT_EQ(topic_read_from("'@y"), "@y");
  EXPECT_EQ(topic_read_from("'-5"), "-5");
  EXPECT_EQ(topic_read_from("'+1"), "+1");
  EXPECT_EQ(topic_read_from("''=x"), "'=x");
  EXPECT_EQ(topic_read_from("\"'=a,b\""), "=a,b");
}

TEST_F(MappingImport, OtherApostrophesStay) {
  EXPECT_EQ(topic_read_from("it's"), "it's");
  EXPECT_EQ(topic_read_from("'quoted'"), "'quoted'");
  EXPECT_EQ(topic_read_from("'"), "'");
}

TEST_F(MappingImport, TextWithoutAShieldIsTakenAsItIs) {
  EXPECT_EQ(topic_read_from("=x"), "=x");
  EXPECT_EQ(topic_read_from("-5"), "-5");
}

TEST_F(MappingImport, RowThatTheDatabaseRefusesLeavesNothingAndHarmsNoOther) {
  int announced = 0;
  const MappingImportResult result = import_plants("code\r\nA\r\nA\r\nB\r\nDEFAULT\r\nC\r\n", announced);
  EXPECT_EQ(result.total, 5);
  EXPECT_EQ(result.imported, 3);
  ASSERT_EQ(result.errors.size(), 2);
  EXPECT_EQ(result.errors[0].row, 2);
  EXPECT_EQ(result.errors[0].reason, "A record with these values already exists");
  EXPECT_EQ(result.errors[1].row, 4);
  EXPECT_EQ(announced, 3);
  const auto names = read([](db::Session& session) {
    return session.query<std::string>("SELECT name FROM hierarchy WHERE id <> 1 ORDER BY name");
  });
  EXPECT_THAT(names, ElementsAre(std::tuple("A"), std::tuple("B"), std::tuple("C")));
}

TEST_F(MappingImport, RowWithATextThatTheDatabaseCannotKeepIsToldWhy) {
  if (test::chosen_database() == db::DialectKind::sqlite) GTEST_SKIP() << "SQLite keeps texts of any length";
  int announced = 0;
  const auto result = import_plants("code\r\n" + std::string(2'000, 'x') + "\r\nB\r\n", announced);
  EXPECT_EQ(result.imported, 1);
  ASSERT_EQ(result.errors.size(), 1);
  EXPECT_THAT(result.errors[0].reason, testing::StartsWith("A text is too long"));
}

}  // namespace
}  // namespace openspc::connect::source
