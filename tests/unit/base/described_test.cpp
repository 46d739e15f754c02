#include "base/described.h"

#include <gtest/gtest.h>

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace openspc::base {
namespace {

struct Named {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(Named, (), (name))

struct Request : Named {
  int size = 0;
  std::string password{};
};
BOOST_DESCRIBE_STRUCT(Request, (Named), (size, password))

struct Row {
  std::optional<int> size{};
  std::string name{};
  int id = 7;
};
BOOST_DESCRIBE_STRUCT(Row, (), (size, name, id))

TEST(CopyMembers, TakesThoseOfTheSameNamesOver) {
  Request request;
  request.name = "Press";
  request.size = 3;
  Row row;
  copy_members<&Request::password>(request, row);
  EXPECT_EQ(row.name, "Press");
  EXPECT_EQ(row.size, 3);
  EXPECT_EQ(row.id, 7);
}

TEST(SameMember, IsToldByTypeAndPlace) {
  EXPECT_TRUE((is_same_member<&Row::size, &Row::size>()));
  EXPECT_TRUE((is_same_member<&Request::name, &Named::name>()));
  EXPECT_FALSE((is_same_member<&Row::size, &Row::id>()));
}

}  // namespace
}  // namespace openspc::base
