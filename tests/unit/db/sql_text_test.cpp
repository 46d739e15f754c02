#include "db/sql/sql_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::db::detail {
namespace {

using testing::ElementsAre;

std::string numbered(std::string_view sql) {
  return replace_placeholders(sql, [](int n) { return "$" + std::to_string(n); });
}

TEST(SplitStatements, DividesAtSemicolons) {
  EXPECT_THAT(split_statements("a; b ;c"), ElementsAre("a", " b ", "c"));
}

TEST(SplitStatements, LeavesBlankOnesOut) {
  EXPECT_THAT(split_statements(" ;\n; a;\n"), ElementsAre(" a"));
}

TEST(SplitStatements, SeesNoEndInsideQuotesAndComments) {
  EXPECT_THAT(split_statements("a ';' \";\" `;` -- ;\n b /* ; */;c"), ElementsAre("a ';' \";\" `;`  b ", "c"));
}

TEST(SplitStatements, SurvivesWhatIsNeverClosed) {
  EXPECT_THAT(split_statements("a 'b;c"), ElementsAre("a 'b;c"));
  EXPECT_THAT(split_statements("a /* b;c"), ElementsAre("a "));
}

TEST(ReplacePlaceholders, NumbersThemInOrder) {
  EXPECT_EQ(numbered("a = ? AND b = ?"), "a = $1 AND b = $2");
}

TEST(ReplacePlaceholders, LeavesQuotedQuestionMarksAlone) {
  EXPECT_EQ(numbered("'what?' \"why?\" 'it''s?' ? -- ?\n?"), "'what?' \"why?\" 'it''s?' $1 -- ?\n$2");
}

}  // namespace
}  // namespace openspc::db::detail
