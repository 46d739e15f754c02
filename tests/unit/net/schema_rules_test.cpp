// Presence, constraints, PATCH members and checks across members.
#include "schema_example.h"

namespace openspc::net::example {

struct Rules {
  std::string name;
  std::string code = "A";
  std::string mode = "fast";
  std::int64_t page = 1;
  double ratio = 1;
  std::vector<double> values{1};
  Severity severity = Severity::warning;
};
BOOST_DESCRIBE_STRUCT(Rules, (), (name, code, mode, page, ratio, values, severity))
inline void describe(Fields<Rules>& f) {
  f["name"].length(1, 5);
  f["code"].pattern("^[A-Z0-9_-]+$").defaulted();
  f["mode"].one_of({"fast", "slow"}).defaulted();
  f["page"].range(1, 1000).defaulted();
  f["ratio"].greater_than(0).less_than(2.5).defaulted();
  f["values"].items(1, 3).at_most(100).defaulted();
  f["severity"].one_of({"warning"}).defaulted();
}

struct Change {
  Patch<std::string> name;
  Patch<double> usl;
  Patch<std::int64_t> size;
};
BOOST_DESCRIBE_STRUCT(Change, (), (name, usl, size))
inline void describe(Fields<Change>& f) {
  f["name"].length(1, 5);
  f["size"].not_null();
}

struct Interval {
  double low = 0;
  double high = 0;
};
BOOST_DESCRIBE_STRUCT(Interval, (), (low, high))
inline std::optional<std::string> cross_check(const Interval& interval) {
  if (interval.low < interval.high) return std::nullopt;
  return "low must be below high";
}

struct Named {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (name))
inline void describe(Fields<Named>& f) {
  f["name"].max_length(3);
}

struct NamedTree : Named {
  std::vector<NamedTree> children;
};
BOOST_DESCRIBE_STRUCT(NamedTree, (Named), (children))
inline void describe(Fields<NamedTree>& f) {
  f["children"].defaulted();
}

struct Keyword {
  std::int64_t class_ = 0;
  std::int64_t other = 0;
};
BOOST_DESCRIBE_STRUCT(Keyword, (), (class_, other))
inline void describe(Fields<Keyword>& f) {
  f["other"].rename("x-other");
}

namespace {

base::FieldError rules_error(const std::string& members) {
  const auto errors = errors_of<Rules>("{" + members + "}");
  return errors.size() == 1 ? errors[0] : base::FieldError{std::to_string(errors.size()) + " errors", {}, {}, {}, {}};
}

TEST(Presence, RequiredMembersMustBeThere) {
  const base::FieldError error = rules_error(R"("page": 2)");
  EXPECT_EQ(error.type, "missing");
  EXPECT_EQ(error.msg, "Field required");
  EXPECT_EQ(boost::json::serialize(error.loc), R"(["body","name"])");
  EXPECT_EQ(boost::json::serialize(error.input), R"({"page":2})");
}

TEST(Presence, DefaultedMembersKeepTheirInitialiser) {
  const Rules rules = read<Rules>(R"({"name": "x"})");
  EXPECT_EQ(rules.page, 1);
  EXPECT_EQ(rules.values, std::vector<double>{1});
}

TEST(Presence, ADefaultedMemberIsReplacedNotExtended) {
  EXPECT_EQ(read<Rules>(R"({"name": "x", "values": [7]})").values, std::vector<double>{7});
}

TEST(Presence, DefaultedMembersAreNotNullable) {
  EXPECT_EQ(rules_error(R"("name": "x", "page": null)").type, "int_type");
}

TEST(TextRules, LengthCountsCharactersNotBytes) {
  EXPECT_EQ(read<Rules>("{\"name\": \"\xC3\xA4\xC3\xB6\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80\"}").name.size(), 13u);
  const base::FieldError longer = rules_error(R"("name": "abcdef")");
  EXPECT_EQ(longer.type, "string_too_long");
  EXPECT_EQ(longer.msg, "String should have at most 5 characters");
  EXPECT_EQ(longer.ctx.at("max_length"), 5);
  const base::FieldError shorter = rules_error(R"("name": "")");
  EXPECT_EQ(shorter.type, "string_too_short");
  EXPECT_EQ(shorter.msg, "String should have at least 1 character");
  EXPECT_EQ(shorter.ctx.at("min_length"), 1);
}

TEST(TextRules, PatternMustMatch) {
  EXPECT_EQ(read<Rules>(R"({"name": "x", "code": "NEW_1-A"})").code, "NEW_1-A");
  const base::FieldError error = rules_error(R"("name": "x", "code": "new")");
  EXPECT_EQ(error.type, "string_pattern_mismatch");
  EXPECT_EQ(error.msg, "String should match pattern '^[A-Z0-9_-]+$'");
  EXPECT_EQ(error.ctx.at("pattern"), "^[A-Z0-9_-]+$");
}

TEST(TextRules, VeryLongTextIsNotMatchedAtAll) {
  EXPECT_EQ(rules_error("\"name\": \"x\", \"code\": \"" + std::string(1'000'000, 'A') + "\"").type,
            "string_pattern_mismatch");
}

TEST(TextRules, OneOfListsTheChoices) {
  const base::FieldError error = rules_error(R"("name": "x", "mode": "medium")");
  EXPECT_EQ(error.type, "literal_error");
  EXPECT_EQ(error.msg, "Input should be 'fast' or 'slow'");
  EXPECT_EQ(error.ctx.at("expected"), "'fast' or 'slow'");
}

TEST(TextRules, OneOfNarrowsAnEnum) {
  const base::FieldError error = rules_error(R"("name": "x", "severity": "critical")");
  EXPECT_EQ(error.type, "enum");
  EXPECT_EQ(error.msg, "Input should be 'warning'");
}

TEST(NumberRules, BoundsAreInclusiveOrNot) {
  EXPECT_EQ(read<Rules>(R"({"name": "x", "page": 1000})").page, 1000);
  EXPECT_EQ(rules_error(R"("name": "x", "page": 0)").msg, "Input should be greater than or equal to 1");
  EXPECT_EQ(rules_error(R"("name": "x", "page": 0)").ctx.at("ge"), 1);
  EXPECT_EQ(rules_error(R"("name": "x", "page": 1001)").type, "less_than_equal");
  EXPECT_EQ(rules_error(R"("name": "x", "page": 1001)").ctx.at("le"), 1000);
  EXPECT_EQ(rules_error(R"("name": "x", "ratio": 0)").type, "greater_than");
  EXPECT_EQ(rules_error(R"("name": "x", "ratio": 0)").ctx.at("gt"), 0);
  EXPECT_EQ(rules_error(R"("name": "x", "ratio": 2.5)").msg, "Input should be less than 2.5");
  EXPECT_EQ(rules_error(R"("name": "x", "ratio": 2.5)").ctx.at("lt"), 2.5);
}

TEST(ListRules, CountsAreChecked) {
  const base::FieldError few = rules_error(R"("name": "x", "values": [])");
  EXPECT_EQ(few.type, "too_short");
  EXPECT_EQ(few.msg, "List should have at least 1 item after validation, not 0");
  EXPECT_EQ(boost::json::serialize(few.ctx), R"({"field_type":"List","min_length":1,"actual_length":0})");
  const base::FieldError many = rules_error(R"("name": "x", "values": [1,2,3,4])");
  EXPECT_EQ(many.type, "too_long");
  EXPECT_EQ(many.msg, "List should have at most 3 items after validation, not 4");
  EXPECT_EQ(boost::json::serialize(many.ctx), R"({"field_type":"List","max_length":3,"actual_length":4})");
}

TEST(ListRules, OtherRulesApplyToEachElement) {
  EXPECT_EQ(boost::json::serialize(rules_error(R"("name": "x", "values": [1, 101])").loc), R"(["body","values",1])");
}

TEST(PatchMembers, DistinguishAbsentNullAndValue) {
  const Change change = read<Change>(R"({"name": "new", "usl": null})");
  EXPECT_TRUE(change.name.has_value());
  EXPECT_TRUE(change.usl.is_null());
  EXPECT_FALSE(change.size.present());
}

TEST(PatchMembers, ApplyToTheirTargets) {
  const Change change = read<Change>(R"({"name": "new", "usl": null})");
  std::string name = "old";
  std::optional<double> usl = 5;
  std::int64_t size = 3;
  change.name.apply_to(name);
  change.usl.apply_to(usl);
  change.size.apply_to(size);
  EXPECT_EQ(name, "new");
  EXPECT_EQ(usl, std::nullopt);
  EXPECT_EQ(size, 3);
}

TEST(PatchMembers, RulesApplyToValuesOnly) {
  EXPECT_EQ(errors_of<Change>(R"({"name": ""})").at(0).type, "string_too_short");
  EXPECT_TRUE(read<Change>(R"({"name": null})").name.is_null());
}

TEST(PatchMembers, NotNullRefusesNull) {
  EXPECT_EQ(errors_of<Change>(R"({"size": null})").at(0).type, "int_type");
}

TEST(CrossCheck, RunsWhenAllMembersAreRight) {
  const base::FieldError error = errors_of<Interval>(R"({"low": 2, "high": 1})").at(0);
  EXPECT_EQ(error.type, "value_error");
  EXPECT_EQ(error.msg, "Value error, low must be below high");
  EXPECT_EQ(boost::json::serialize(error.loc), R"(["body"])");
  EXPECT_EQ(errors_of<Interval>(R"({"low": 2, "high": "x"})").size(), 1u);
  EXPECT_EQ(read<Interval>(R"({"low": 1, "high": 2})").high, 2);
}

TEST(Inheritance, BringsMembersAndRules) {
  const NamedTree tree = read<NamedTree>(R"({"name": "a", "children": [{"name": "b"}]})");
  EXPECT_EQ(tree.children.at(0).name, "b");
  EXPECT_EQ(boost::json::serialize(errors_of<NamedTree>(R"({"name": "a", "children": [{"name": "long"}]})").at(0).loc),
            R"(["body","children",0,"name"])");
}

TEST(Names, KeywordsLoseTheirUnderscoreAndMembersCanBeRenamed) {
  const Keyword keyword = read<Keyword>(R"({"class": 1, "x-other": 2})");
  EXPECT_EQ(keyword.class_, 1);
  EXPECT_EQ(keyword.other, 2);
  EXPECT_EQ(to_json_text(keyword), R"({"class":1,"x-other":2})");
}

TEST(Description, OfAMemberThatIsNotThereIsAProgrammingError) {
  detail::Type type;
  type.name = "Thing";
  FieldSet fields(type);
  EXPECT_THROW(fields["nothing"], std::logic_error);
}

TEST(Location, BeginsWhereTheCallerSays) {
  try {
    from_json<Named>(boost::json::object(), {"body", "items", 3});
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(boost::json::serialize(error.fields().at(0).loc), R"(["body","items",3,"name"])");
  }
}

}  // namespace
}  // namespace openspc::net::example
