// Errors, ids and rates: the small values that every room passes around.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <unordered_set>

#include "base/error.h"
#include "base/ids.h"
#include "base/rate.h"

namespace openspc::base {
namespace {

TEST(Error, KindIsTheHttpStatus) {
  EXPECT_EQ(not_found("Plant 3 does not exist").status(), 404);
  EXPECT_EQ(unavailable("busy").status(), 503);
  EXPECT_EQ(conflict("taken").kind(), ErrorKind::conflict);
}

TEST(Error, CarriesItsDetailAsWhat) {
  EXPECT_STREQ(bad_request("no").what(), "no");
}

TEST(Error, InvalidFieldCarriesTheDocumentedMembers) {
  const auto error = invalid_field({"body", "usl"}, "value_error", "USL must be above LSL", 3.5, {{"ge", 4}});
  ASSERT_EQ(error.status(), 422);
  ASSERT_EQ(error.fields().size(), 1u);
  EXPECT_EQ(boost::json::serialize(error.fields()[0].loc), R"(["body","usl"])");
  EXPECT_EQ(error.fields()[0].type, "value_error");
  EXPECT_EQ(error.fields()[0].input, 3.5);
  EXPECT_EQ(error.fields()[0].ctx.at("ge"), 4);
  EXPECT_EQ(error.detail(), "USL must be above LSL");
}

TEST(Error, InvalidTextHasNoFields) {
  EXPECT_TRUE(invalid_text("no").fields().empty());
}

TEST(Id, ComparesAndHashesByValue) {
  EXPECT_EQ(PlantId{3}, PlantId{3});
  EXPECT_LT(PlantId{3}, PlantId{4});
  const std::unordered_set<SampleId> ids{{1}, {2}, {1}};
  EXPECT_EQ(ids.size(), 2u);
}

TEST(Id, OfOneKindIsNotAnother) {
  EXPECT_FALSE((std::is_convertible_v<PlantId, UserId>));
}

TEST(Uuid4, HasTheFormAndTheFixedBits) {
  const auto id = uuid4();
  ASSERT_EQ(id.size(), 36u);
  for (const std::size_t dash : {8u, 13u, 18u, 23u}) EXPECT_EQ(id[dash], '-');
  EXPECT_EQ(id[14], '4');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
}

TEST(Uuid4, DoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(uuid4());
  EXPECT_EQ(seen.size(), 1000u);
}

TEST(Rate, ReadsTheWaysToWriteIt) {
  EXPECT_EQ(parse_rate("5/minute"), (Rate{5, 1, "minute"}));
  EXPECT_EQ(parse_rate("5 per minute"), (Rate{5, 1, "minute"}));
  EXPECT_EQ(parse_rate("10/5minutes"), (Rate{10, 5, "minute"}));
  EXPECT_EQ(parse_rate(" 100 per 2 hours "), (Rate{100, 2, "hour"}));
}

TEST(Rate, RefusesEverythingElse) {
  for (const char* text : {"", "5", "/minute", "0/minute", "-1/minute", "5/fortnight", "5/", "5/0 minutes", "5//minute",
                           "5/minute/hour", "9999999999/second"}) {
    EXPECT_FALSE(parse_rate(text)) << text;
  }
}

TEST(Rate, KnowsItsWindowAndWording) {
  EXPECT_EQ(parse_rate("10/5 minutes")->window(), std::chrono::minutes(5));
  EXPECT_EQ(parse_rate("1/day")->window(), std::chrono::hours(24));
  EXPECT_EQ(parse_rate("5/minute")->describe(), "5 per 1 minute");
}

}  // namespace
}  // namespace openspc::base
