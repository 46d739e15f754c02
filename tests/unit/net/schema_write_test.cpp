// Values as JSON: text for responses, boost::json for everything else, both the same.
#include <cmath>
#include <limits>

#include "schema_example.h"

namespace openspc::net::example {

struct Outer {
  std::optional<Severity> severity;
  std::vector<std::optional<std::int64_t>> list;
  Patch<std::string> patch;
  RawJson stored;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (severity, list, patch, stored))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

namespace {

TEST(Write, EveryMemberIsEmittedNullIncluded) {
  Everything e;
  e.when = *base::parse_timestamp("2026-02-12T08:15:30.5Z");
  e.id.value = 12;
  e.values = {1, 0.1};
  e.counts = {{"a", 1}, {"b", 2}};
  e.any = {1, nullptr};
  EXPECT_EQ(to_json_text(e),
            R"({"flag":false,"whole":0,"small":0,"real":0,"text":"","when":"2026-02-12T08:15:30.500000Z","id":12,)"
            R"("severity":"warning","note":null,"values":[1,0.1],"counts":{"a":1,"b":2},"any":[1,null],"object":{}})");
}

TEST(Write, EmptyContainersAndStructs) {
  EXPECT_EQ(to_json_text(Nothing{}), "{}");
  EXPECT_EQ(to_json_text(std::vector<Nothing>{}), "[]");
  EXPECT_EQ(to_json_text(std::map<std::string, bool>{}), "{}");
}

TEST(Write, AbsentPatchMembersAreLeftOut) {
  Outer outer;
  EXPECT_EQ(to_json_text(outer), R"({"severity":null,"list":[],"stored":null})");
  outer.severity = Severity::operator_;
  outer.list = {1, std::nullopt};
  outer.patch = std::string("x");
  outer.stored.text = R"({"k":[1]})";
  EXPECT_EQ(to_json_text(outer), R"({"severity":"operator","list":[1,null],"patch":"x","stored":{"k":[1]}})");
}

TEST(Write, NumbersThatJsonLacksAreNull) {
  EXPECT_EQ(to_json_text(std::vector<double>{std::nan(""), std::numeric_limits<double>::infinity(), 1e300}),
            "[null,null,1e+300]");
}

TEST(Write, LongTextsAreWholeWhereverTheirPiecesEnd) {
  for (std::size_t before = 4'000; before < 4'200; ++before) {
    const std::vector<std::string> texts = {std::string(before, 'a'), "b\"b", std::string(5'000, 'c')};
    const std::string list = to_json_text(texts);
    ASSERT_EQ(list, "[\"" + texts[0] + "\",\"b\\\"b\",\"" + texts[2] + "\"]");
    ASSERT_EQ(
        to_json_text(std::vector(before, 1.5)), "[" + [before] {
          std::string numbers = "1.5";
          for (std::size_t i = 1; i < before; ++i) numbers += ",1.5";
          return numbers;
        }() + "]");
  }
}

TEST(Write, NumbersThatComeAgainAreTheSame) {
  std::vector<double> numbers;
  std::string wanted = "[";
  for (int round = 0; round < 2; ++round)
    for (int i = 1; i <= 1'000; ++i) {
      numbers.push_back(i / 7.0);
      write_json_number(wanted, numbers.back());
      wanted += ',';
    }
  wanted.back() = ']';
  EXPECT_EQ(to_json_text(numbers), wanted);
}

TEST(Write, ZeroHasNoSign) {
  EXPECT_EQ(to_json_text(std::vector{-0.0, 0.0}), "[0,0]");
}

TEST(Write, FreeFormNumbersKeepTheirValue) {
  EXPECT_EQ(to_json_text(boost::json::parse(R"({"a":[1,2.5,1e100,-0.1,true,"\n"]})")),
            R"({"a":[1,2.5,1e+100,-0.1,true,"\n"]})");
}

TEST(Write, TextAndValueAgree) {
  Everything e;
  e.when = *base::parse_timestamp("2026-02-12T08:15:30Z");
  e.text = "quote \" and \xC3\xA9";
  e.note = "n";
  e.values = {1.5, -2, 1e-9};
  e.counts = {{"x", -1}};
  EXPECT_EQ(to_json_text(to_json(e)), to_json_text(e));
}

TEST(Write, WhatIsWrittenReadsBackEqual) {
  Everything e;
  e.when = *base::parse_timestamp("1999-12-31T23:59:59.999999Z");
  e.real = 1.0 / 3;
  e.whole = INT64_MIN;
  e.text = std::string(300, 'x');
  const std::string text = to_json_text(e);
  EXPECT_EQ(to_json_text(read<Everything>(text)), text);
}

}  // namespace
}  // namespace openspc::net::example
