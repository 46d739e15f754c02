// net::Attempt: elements of a list that stand or fall by themselves.
#include "schema_example.h"

namespace openspc::net::example {
namespace {

TEST(Attempt, AWrongElementHarmsNoOther) {
  const auto rows =
      read<Import>(R"({"rows": [{"whole": 1, "values": [1.5]}, {"whole": "x"}, {"whole": 3, "values": []}]})").rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_FALSE(rows[0].failed());
  EXPECT_EQ(rows[0].value().values, std::vector{1.5});
  EXPECT_TRUE(rows[1].failed());
  EXPECT_FALSE(rows[2].failed());
  EXPECT_EQ(rows[2].value().whole, 3);
}

TEST(Attempt, SaysWhatIsWrongAndWhereWithinTheElement) {
  const auto rows = read<Import>(R"({"rows": [{"whole": 1, "values": [1, "x"]}, {"values": []}]})").rows;
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_EQ(rows[0].errors().size(), 1U);
  EXPECT_EQ(boost::json::serialize(rows[0].errors()[0].loc), R"(["values",1])");
  EXPECT_EQ(rows[0].errors()[0].type, "float_parsing");
  ASSERT_EQ(rows[1].errors().size(), 1U);
  EXPECT_EQ(rows[1].errors()[0].type, "missing");
}

TEST(Attempt, AnElementThatIsNoObjectIsRefusedAtItsPlaceWithTheRequest) {
  EXPECT_EQ(error_of<Import>(R"({"rows": [{"whole": 1, "values": []}, 5]})"),
            R"(dict_type at ["body","rows",1]: Input should be a valid dictionary)");
}

TEST(Attempt, TellsOnlyTheFirstFewErrorsOfAnElement) {
  const auto rows = read<Import>(R"({"rows": [{"whole": 1, "values": [{}, {}, {}, {}, {}, {}, {}, {}, {}]}]})").rows;
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].errors().size(), 5U);
}

TEST(Attempt, TheListItselfMustStillBeAList) {
  EXPECT_EQ(error_of<Import>(R"({"rows": 5})"), R"(list_type at ["body","rows"]: Input should be a valid list)");
}

}  // namespace
}  // namespace openspc::net::example
