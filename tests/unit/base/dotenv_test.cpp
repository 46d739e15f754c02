#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/config.h"
#include "base/error.h"

namespace openspc::base {
namespace {

using Variables = std::map<std::string, std::string>;

TEST(Dotenv, ReadsNamesAndValues) {
  EXPECT_EQ(parse_dotenv("A=1\nB = two words \n"), (Variables{{"A", "1"}, {"B", "two words"}}));
}

TEST(Dotenv, SkipsBlankLinesAndComments) {
  EXPECT_EQ(parse_dotenv("\n# note\n   # note\nA=1"), (Variables{{"A", "1"}}));
}

TEST(Dotenv, TakesTheWordExport) {
  EXPECT_EQ(parse_dotenv("export A=1"), (Variables{{"A", "1"}}));
}

TEST(Dotenv, EndsABareValueAtACommentAfterABlank) {
  EXPECT_EQ(parse_dotenv("A=1 # note\nB=a#b\nC=# nothing"), (Variables{{"A", "1"}, {"B", "a#b"}, {"C", ""}}));
}

TEST(Dotenv, TakesSingleQuotesLiterally) {
  EXPECT_EQ(parse_dotenv(R"(A='a # "b" \n' # note)"), (Variables{{"A", R"(a # "b" \n)"}}));
}

TEST(Dotenv, UnderstandsEscapesInDoubleQuotes) {
  EXPECT_EQ(parse_dotenv(R"(A="a\n\t\"b\" \\ \$ # c")"), (Variables{{"A", "a\n\t\"b\" \\ $ # c"}}));
}

TEST(Dotenv, AcceptsWindowsLineEndsAndAByteOrderMark) {
  EXPECT_EQ(parse_dotenv("\xEF\xBB\xBF"
                         "A=1\r\nB=2\r\n"),
            (Variables{{"A", "1"}, {"B", "2"}}));
}

TEST(Dotenv, LetsTheLastOfTwoWin) {
  EXPECT_EQ(parse_dotenv("A=1\nA=2"), (Variables{{"A", "2"}}));
}

TEST(Dotenv, KeepsEqualsSignsOfTheValue) {
  EXPECT_EQ(parse_dotenv("A=b=c=="), (Variables{{"A", "b=c=="}}));
}

TEST(Dotenv, NamesTheLineThatItCannotRead) {
  for (const char* text : {"A=1\nnonsense", "A=1\n=2", "A=1\n1A=2", "A=1\nA B=2", "A=1\nB='x", "A=1\nB=\"x",
                           "A=1\nB=\"\\q\"", "A=1\nB='x' y"}) {
    try {
      parse_dotenv(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid);
      EXPECT_TRUE(error.detail().starts_with(".env line 2:")) << error.detail();
    }
  }
}

RC_GTEST_PROP(Dotenv, ReadsOrRefusesAnyText, (const std::string& text)) {
  try {
    parse_dotenv(text);
  } catch (const Error&) {
  }
}

}  // namespace
}  // namespace openspc::base
