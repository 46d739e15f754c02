// Values that a client may shape as it likes: only what can be stored and read again, and little of it.
#include "net/detail/free_form.h"
#include "schema_example.h"

namespace openspc::net::example {
namespace {

std::string object_with(const std::string& content) {
  return R"({"object": )" + content + "}";
}

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + "1" + std::string(levels, ']');
}

TEST(FreeForm, NumbersAreFiniteHoweverDeepTheyStand) {
  EXPECT_EQ(error_of<Everything>(R"({"any": 1e999})"),
            R"(finite_number at ["body","any"]: Input should be a finite number)");
  EXPECT_EQ(error_of<Everything>(R"({"any": -1e999})"),
            R"(finite_number at ["body","any"]: Input should be a finite number)");
  EXPECT_EQ(error_of<Everything>(object_with(R"({"line": [{"speed": 1}, {"speed": 1e400}]})")),
            R"(finite_number at ["body","object","line",1,"speed"]: Input should be a finite number)");
  EXPECT_EQ(read<Everything>(R"({"any": [1e308, -1e308, 0.1]})").any.as_array().size(), 3U);
}

TEST(FreeForm, EachNumberThatIsNotFiniteIsNamed) {
  const auto errors = errors_of<Everything>(object_with(R"({"a": 1e999, "b": [1e999]})"));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(boost::json::serialize(errors[1].loc), R"(["body","object","b",0])");
}

TEST(FreeForm, LongValuesAreRefused) {
  const std::string fits(detail::kMaxFreeFormBytes - 2, 'x');
  EXPECT_EQ(read<Everything>(R"({"any": ")" + fits + "\"}").any.as_string().size(), fits.size());
  EXPECT_EQ(error_of<Everything>(R"({"any": "x)" + fits + "\"}"),
            R"(value_error at ["body","any"]: Value error, longer than 65536 bytes as JSON: store less here)");
  std::string zeros = "0";
  for (int i = 0; i < 40'000; ++i) zeros += ",0";
  EXPECT_EQ(errors_of<Everything>(object_with(R"({"list": [)" + zeros + "]}")).at(0).type, "value_error");
}

TEST(FreeForm, ManyMembersAreRefused) {
  std::string members;
  for (std::size_t i = 0; i <= detail::kMaxFreeFormMembers; ++i)
    members += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  EXPECT_EQ(error_of<Everything>(object_with("{" + members + "}")),
            R"(value_error at ["body","object"]: Value error, more than 1000 members: store less here)");
}

TEST(FreeForm, DeepValuesAreRefused) {
  EXPECT_TRUE(read<Everything>(R"({"any": )" + nested(detail::kMaxFreeFormDepth - 1) + "}").any.is_array());
  EXPECT_EQ(error_of<Everything>(R"({"any": )" + nested(detail::kMaxFreeFormDepth) + "}"),
            R"(value_error at ["body","any"]: Value error, nested more than 16 levels deep: make it flatter)");
}

}  // namespace
}  // namespace openspc::net::example
