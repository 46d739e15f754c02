#include "base/problems.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace openspc::base {
namespace {

TEST(Problems, AreNoneUntilOneIsAdded) {
  Problems problems;
  EXPECT_TRUE(problems.empty());
  EXPECT_NO_THROW(problems.throw_if_any());
}

TEST(Problems, AreToldTogetherInTheDocumentedShape) {
  Problems problems;
  problems.add({"name"}, "it is taken", "Press");
  problems.add({"levels", 2, "minutes"}, "too few", nullptr, {{"error", boost::json::object()}});
  EXPECT_FALSE(problems.empty());
  try {
    problems.throw_if_any();
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), 422);
    ASSERT_EQ(error.fields().size(), 2U);
    EXPECT_EQ(error.fields()[0].type, "value_error");
    EXPECT_EQ(error.fields()[0].msg, "Value error, it is taken");
    EXPECT_EQ(error.fields()[0].input, "Press");
    EXPECT_EQ(boost::json::serialize(error.fields()[1].loc), R"(["body","levels",2,"minutes"])");
    EXPECT_TRUE(error.fields()[1].ctx.contains("error"));
  }
}

}  // namespace
}  // namespace openspc::base
