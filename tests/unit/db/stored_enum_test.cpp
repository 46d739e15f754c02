#include "db/stored_enum.h"

#include <gtest/gtest.h>

#include <boost/describe.hpp>

namespace openspc::db {
namespace {

enum class Manner { auto_, by_hand };
BOOST_DESCRIBE_ENUM(Manner, auto_, by_hand)

TEST(StoredEnum, WordIsTheNameWithoutTheUnderscoreOfCpp) {
  EXPECT_EQ(word_of(Manner::auto_), "auto");
  EXPECT_EQ(word_of(Manner::by_hand), "by_hand");
}

TEST(StoredEnum, WordIsReadBack) {
  EXPECT_EQ(enum_of<Manner>("by_hand"), Manner::by_hand);
  EXPECT_EQ(enum_of("auto", Manner::by_hand), Manner::auto_);
}

TEST(StoredEnum, UnknownWordIsTheOtherwise) {
  EXPECT_EQ(enum_of<Manner>("by_post"), Manner::auto_);
  EXPECT_EQ(enum_of("", Manner::by_hand), Manner::by_hand);
}

}  // namespace
}  // namespace openspc::db
