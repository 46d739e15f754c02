// Mappings as they come out of a spreadsheet.
#include "connect/source/mapping_import.h"

#include <gtest/gtest.h>

namespace openspc::connect::source {
namespace {

std::string topic_read_from(const std::string& cell) {
  std::string topic;
  import_mappings("characteristic_id,mqtt_topic\r\n1," + cell + "\r\n",
                  [&](const boost::json::object& row) { topic = row.at("mqtt_topic").as_string(); });
  return topic;
}

// What the page writes is what the page meant: web/src/shared/lib/csv.test.ts holds the same pairs.
TEST(MappingImport, ShieldAgainstFormulasIsTakenAway) {
  EXPECT_EQ(topic_read_from("'=x"), "=x");
  EXPECT_EQ(topic_read_from("'@y"), "@y");
  EXPECT_EQ(topic_read_from("'-5"), "-5");
  EXPECT_EQ(topic_read_from("'+1"), "+1");
  EXPECT_EQ(topic_read_from("''=x"), "'=x");
  EXPECT_EQ(topic_read_from("\"'=a,b\""), "=a,b");
}

TEST(MappingImport, OtherApostrophesStay) {
  EXPECT_EQ(topic_read_from("it's"), "it's");
  EXPECT_EQ(topic_read_from("'quoted'"), "'quoted'");
  EXPECT_EQ(topic_read_from("'"), "'");
}

TEST(MappingImport, TextWithoutAShieldIsTakenAsItIs) {
  EXPECT_EQ(topic_read_from("=x"), "=x");
  EXPECT_EQ(topic_read_from("-5"), "-5");
}

}  // namespace
}  // namespace openspc::connect::source
