#include "base/nearest_word.h"

#include <gmock/gmock.h>

#include <array>

namespace openspc::base {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

const std::array<std::string, 4> kCommands = {"serve", "demo", "analyze", "migrate"};

TEST(EditDistance, CountsLettersAddedLostChangedAndSwapped) {
  EXPECT_EQ(edit_distance("serve", "serve"), 0U);
  EXPECT_EQ(edit_distance("serve", "srve"), 1U);
  EXPECT_EQ(edit_distance("serve", "sserve"), 1U);
  EXPECT_EQ(edit_distance("serve", "serwe"), 1U);
  EXPECT_EQ(edit_distance("serve", "sevre"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(NearestWord, IsTheOneThatWasProbablyMeant) {
  EXPECT_THAT(nearest_word("srve", kCommands), Optional(Eq("serve")));
  EXPECT_THAT(nearest_word("SERVE", kCommands), Optional(Eq("serve")));
  EXPECT_THAT(nearest_word("analyse", kCommands), Optional(Eq("analyze")));
}

TEST(NearestWord, IsNoneWhereNothingIsNear) {
  EXPECT_EQ(nearest_word("status", kCommands), std::nullopt);
  EXPECT_EQ(nearest_word("de", kCommands), std::nullopt);
  EXPECT_EQ(nearest_word("", kCommands), std::nullopt);
  EXPECT_EQ(nearest_word(std::string(100, 'x'), kCommands), std::nullopt);
}

TEST(NearestNames, BeginWithThoseThatOnlyLackAPath) {
  const std::array<std::string, 4> metrics = {"Speed", "Borr", "Line 1/Bore", "Line 2/Bore"};
  EXPECT_THAT(nearest_names("Bore", metrics, 3), ElementsAre("Line 1/Bore", "Line 2/Bore", "Borr"));
  EXPECT_THAT(nearest_names("Bore", metrics, 1), ElementsAre("Line 1/Bore"));
  EXPECT_THAT(nearest_names("Line 1/Bora", metrics, 3), ElementsAre("Line 1/Bore", "Line 2/Bore"));
  EXPECT_THAT(nearest_names("Temperature", metrics, 3), IsEmpty());
}

}  // namespace
}  // namespace openspc::base
