// Request targets from outside: what is understood, and what is refused.
#include "net/url.h"

#include <gtest/gtest.h>

namespace openspc::net {
namespace {

TEST(Target, SplitsPathAndQuery) {
  const auto target = parse_target("/api/v1/samples/?limit=5&sort=mean");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/v1/samples/");
  EXPECT_EQ(target->raw_query, "limit=5&sort=mean");
  ASSERT_EQ(target->query.size(), 2u);
  EXPECT_EQ(*target->find("limit"), "5");
  EXPECT_EQ(*target->find("sort"), "mean");
}

TEST(Target, DecodesEscapesAndPlusInTheQueryOnly) {
  const auto target = parse_target("/a%20b+c?q=x%26y+z%C3%BC");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b+c");
  EXPECT_EQ(*target->find("q"), "x&y z\xC3\xBC");
}

TEST(Target, TheLastOfEqualNamesCounts) {
  const auto target = parse_target("/?a=1&a=2");
  ASSERT_TRUE(target);
  EXPECT_EQ(*target->find("a"), "2");
  EXPECT_EQ(target->query.size(), 2u);
}

TEST(Target, NamesWithoutValueAndEmptyPairs) {
  const auto target = parse_target("/?flag&&x=&=v");
  ASSERT_TRUE(target);
  EXPECT_EQ(*target->find("flag"), "");
  EXPECT_EQ(*target->find("x"), "");
  EXPECT_EQ(target->find("missing"), nullptr);
}

TEST(Target, AbsoluteFormLosesItsAuthority) {
  EXPECT_EQ(parse_target("http://example.org/a?b=1")->path, "/a");
  EXPECT_EQ(parse_target("HTTPS://example.org:8443")->path, "/");
  EXPECT_EQ(*parse_target("http://example.org?b=1")->find("b"), "1");
}

TEST(Target, AFragmentIsCutOff) {
  EXPECT_EQ(parse_target("/a#b?c")->path, "/a");
}

TEST(Target, ReuseLeavesNothingBehind) {
  Target target;
  ASSERT_TRUE(parse_target("/long/path?a=1&b=2&c=3", target));
  ASSERT_TRUE(parse_target("/x", target));
  EXPECT_EQ(target.path, "/x");
  EXPECT_TRUE(target.query.empty());
  EXPECT_TRUE(target.raw_query.empty());
}

class RefusedTarget : public testing::TestWithParam<std::string_view> {};

TEST_P(RefusedTarget, IsRefused) {
  EXPECT_FALSE(parse_target(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Targets, RefusedTarget,
                         testing::Values("", "*", "a/b", "ftp://host/x", "http://", "http:///x", "example.org:443",
                                         "/%", "/%4", "/%zz", "/?a=%f", "/%00", "/?a=%00", "/a b", "/a\tb", "/\x7f",
                                         "/%ff", "/?q=%c0%af", "/?q=%ed%a0%80"));

TEST(Target, PercentDecode) {
  EXPECT_EQ(percent_decode("a%2Fb+c", true), "a/b c");
  EXPECT_EQ(percent_decode("a%2Fb+c", false), "a/b+c");
  EXPECT_EQ(percent_decode("%2", false), std::nullopt);
}

}  // namespace
}  // namespace openspc::net
