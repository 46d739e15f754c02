#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

namespace openspc::base {
namespace {

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(Utf8, AcceptsEveryLength) {
  EXPECT_TRUE(is_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
}

TEST(Utf8, RefusesOverlongForms) {
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xE0\x80\x80"));
  EXPECT_FALSE(is_utf8("\xF0\x80\x80\x80"));
}

TEST(Utf8, RefusesAContinuationThatContinuesNothing) {
  EXPECT_FALSE(is_utf8("\x80"));
}

TEST(Utf8, RefusesSurrogatesAndNumbersPastTheLast) {
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(is_utf8("\xFF"));
}

TEST(Utf8, RefusesACharacterCutShort) {
  EXPECT_FALSE(is_utf8("\xC3"));
  EXPECT_FALSE(is_utf8("ab\xE2\x82"));
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(utf8_count("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 4u);
}

TEST(JsonString, EscapesWhatJsonReserves) {
  EXPECT_EQ(json_string("a\"b\\c\n\t\r\x01"), R"("a\"b\\c\n\t\r\u0001")");
}

TEST(JsonString, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(json_string("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
}

RC_GTEST_PROP(JsonString, IsAlwaysReadableJson, (const std::string& bytes)) {
  const std::string text = json_string(bytes);
  RC_ASSERT(boost::json::parse(text).is_string());
  if (is_utf8(bytes)) RC_ASSERT(boost::json::parse(text).get_string() == bytes);
}

}  // namespace
}  // namespace openspc::base
