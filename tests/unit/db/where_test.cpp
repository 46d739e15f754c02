#include "db/sql/where.h"

#include "database_fixture.h"

namespace openspc::db {
namespace {

using Values = std::vector<Value>;

TEST(Where, OfNothingIsEveryRow) {
  EXPECT_EQ(Where().sql(), "");
  EXPECT_EQ(Where().condition(), "1 = 1");
  EXPECT_TRUE(Where().values().empty());
}

TEST(Where, HoldsAllItsConditions) {
  Where where;
  where.equals("c.plant_id", base::PlantId{7}).is_null("ended_at").is_set("name");
  EXPECT_EQ(where.sql(), " WHERE c.plant_id = ? AND ended_at IS NULL AND name IS NOT NULL");
  EXPECT_EQ(where.values(), Values{std::int64_t{7}});
}

TEST(Where, LeavesOutWhatIsNotGiven) {
  Where where;
  where.if_given("plant_id", std::optional<base::PlantId>()).if_given("name", std::optional<std::string>("a"));
  where.at_least("n", std::optional<int>()).at_most("n", std::optional<int>(3));
  EXPECT_EQ(where.sql(), " WHERE name = ? AND n <= ?");
  EXPECT_EQ(where.values(), (Values{std::string("a"), std::int64_t{3}}));
}

TEST(Where, OfAnEmptyListIsNoRow) {
  EXPECT_EQ(Where().in("id", std::vector<int>()).condition(), "1 = 0");
  EXPECT_EQ(Where().any_of({}).condition(), "1 = 0");
}

TEST(Where, HasFewTextsForListsOfAllLengths) {
  EXPECT_EQ(Where().in("id", std::vector{5}).condition(), "id IN (?)");
  EXPECT_EQ(Where().in("id", std::vector{5, 6, 7}).condition(), "id IN (?, ?, ?, ?)");
  EXPECT_EQ(Where().in("id", std::vector{5, 6, 7, 8}).condition(), "id IN (?, ?, ?, ?)");
  EXPECT_EQ(Where().in("id", std::vector{5, 6, 7}).condition_values().back(), Value(std::int64_t{7}));
}

TEST(Where, HoldsOneOfItsAlternatives) {
  Where where;
  where.equals("kind", "dial").any_of({Where().is_null("plant_id"), Where().in("plant_id", std::vector{1, 2})});
  EXPECT_EQ(where.condition(), "kind = ? AND (plant_id IS NULL OR plant_id IN (?, ?))");
  EXPECT_EQ(where.values(), (Values{std::string("dial"), std::int64_t{1}, std::int64_t{2}}));
}

TEST(Where, TakesConditionsOfOthersOver) {
  Where where;
  where.all_of(Where()).all_of(Where().equals("a", 1)).all_of(Where().equals("b", 2));
  EXPECT_EQ(where.condition(), "a = ? AND b = ?");
  EXPECT_EQ(where.values(), (Values{std::int64_t{1}, std::int64_t{2}}));
}

TEST(Where, OrdersAndPages) {
  Where where;
  where.equals("a", 1).order_by("name").order_by("id", Order::descending).page(40, 20);
  EXPECT_EQ(where.sql(), " WHERE a = ? ORDER BY name, id DESC LIMIT ? OFFSET ?");
  EXPECT_EQ(where.values(), (Values{std::int64_t{1}, std::int64_t{20}, std::int64_t{40}}));
  EXPECT_EQ(where.condition(), "a = ?");
  EXPECT_EQ(where.condition_values(), Values{std::int64_t{1}});
}

TEST(Column, IsANameAndNothingElse) {
  EXPECT_EQ(Column::named("h.plant_id").name(), "h.plant_id");
  for (const char* text : {"", "a b", "a;", "a = 1 OR 1", "a'", "a--", "(a)", "a\"b"})
    EXPECT_THROW(Column::named(text), std::logic_error) << text;
}

class WhereInDatabase : public DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    script(
        "CREATE TABLE thing (id INTEGER NOT NULL PRIMARY KEY, name TEXT);"
        "INSERT INTO thing VALUES (1, '100%'), (2, '1000'), (3, 'a_b'), (4, 'axb'), (5, 'wow!'), (6, NULL)");
  }

  std::vector<std::int64_t> ids(Where where) {
    return db_->read_now([&](Session& session) {
      std::vector<std::int64_t> found;
      where.order_by("id");
      session.each<std::int64_t>(
          "SELECT id FROM thing" + where.sql(), [&](std::int64_t id) { found.push_back(id); }, where.values());
      return found;
    });
  }
};

using Ids = std::vector<std::int64_t>;

TEST_F(WhereInDatabase, FindsTextAsItIsWritten) {
  EXPECT_EQ(ids(Where().contains("name", "100")), (Ids{1, 2}));
  EXPECT_EQ(ids(Where().contains("name", "0%")), Ids{1});
  EXPECT_EQ(ids(Where().contains("name", "a_")), Ids{3});
  EXPECT_EQ(ids(Where().contains("name", "w!")), Ids{5});
  EXPECT_EQ(ids(Where().contains("name", "' OR 1 = 1 --")), Ids{});
}

TEST_F(WhereInDatabase, NeverTakesAValueForSql) {
  EXPECT_EQ(ids(Where().equals("name", "' OR '1' = '1")), Ids{});
  EXPECT_EQ(ids(Where().in("name", std::vector<std::string>{"a_b", "'; DROP TABLE thing; --"})), Ids{3});
}

TEST_F(WhereInDatabase, ReadsAPage) {
  EXPECT_EQ(ids(Where().is_set("name").page(1, 2)), (Ids{2, 3}));
  EXPECT_EQ(ids(Where().in("id", std::vector{6, 1, 3})), (Ids{1, 3, 6}));
}

}  // namespace
}  // namespace openspc::db
