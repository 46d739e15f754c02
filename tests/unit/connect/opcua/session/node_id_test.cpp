// Node ids and the namespaces that they mean, whatever their order.
#include "connect/opcua/session/node_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace openspc::connect::opcua {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kBefore{"http://opcfoundation.org/UA/", "urn:server", "urn:line", "urn:press"};
const std::vector<std::string> kAfter{"http://opcfoundation.org/UA/", "urn:server", "urn:press", "urn:line"};

std::string looked_up(const std::vector<std::string>& namespaces, std::string_view id, std::string_view uri = {}) {
  const auto found = in_order_of(namespaces, id, uri);
  const auto* gone = std::get_if<NamespaceGone>(&found);
  return gone != nullptr ? "gone: " + gone->reason : std::get<std::string>(found);
}

TEST(OpcuaNodeId, IsReadByIndexAndByUri) {
  EXPECT_EQ(parse_opcua_node_name("i=85")->index, 0);
  EXPECT_EQ(parse_opcua_node_name("ns=2;s=Bore")->index, 2);
  EXPECT_EQ(parse_opcua_node_name("ns=2;s=Bore;left")->identifier, "s=Bore;left");
  EXPECT_EQ(parse_opcua_node_name("nsu=urn:line;s=Bore")->uri, "urn:line");
  EXPECT_EQ(parse_opcua_node_name("nsu=urn:a%3Bb%25c;i=7")->uri, "urn:a;b%c");
}

TEST(OpcuaNodeId, RefusesTheRest) {
  for (const char* text : {"", "Bore", "ns=2", "ns=;s=Bore", "ns=70000;s=Bore", "ns=-1;s=Bore", "nsu=;s=Bore",
                           "nsu=urn:line", "ns=2;x=Bore", "i=abc", "ns=2;s="})
    EXPECT_FALSE(parse_opcua_node_name(text)) << text;
}

TEST(OpcuaNodeId, KeepsItsMeaningWhenTheServerOrdersItsNamespacesAnew) {
  const NodePlace place = place_of_node("ns=2;s=Bore", kBefore);
  EXPECT_EQ(place.namespace_uri, "urn:line");
  EXPECT_EQ(looked_up(kAfter, place.node_id, *place.namespace_uri), "ns=3;s=Bore");
}

TEST(OpcuaNodeId, ByUriIsStoredByIndexWhereTheIndexIsKnown) {
  EXPECT_EQ(place_of_node("nsu=urn:press;s=Force", kBefore).node_id, "ns=3;s=Force");
  EXPECT_EQ(place_of_node("nsu=urn:press;s=Force", {}).node_id, "nsu=urn:press;s=Force");
  EXPECT_EQ(place_of_node("nsu=urn:press;s=Force", {}).namespace_uri, "urn:press");
}

TEST(OpcuaNodeId, SaysThatItsNamespaceIsGone) {
  const std::vector<std::string> other{"http://opcfoundation.org/UA/", "urn:server", "urn:press"};
  EXPECT_THAT(looked_up(other, "ns=2;s=Bore", "urn:line"), HasSubstr("gone: its namespace 'urn:line' is gone"));
  EXPECT_THAT(looked_up(other, "nsu=urn:line;s=Bore"), HasSubstr("'urn:line' is gone"));
  EXPECT_THAT(looked_up({}, "ns=2;s=Bore", "urn:line"), HasSubstr("gone"));
}

TEST(OpcuaNodeId, FirstNamespaceIsTheServersOwnUnderAnyName) {
  const std::vector<std::string> renamed{"http://opcfoundation.org/UA/", "urn:other-host", "urn:line"};
  EXPECT_EQ(looked_up(renamed, "ns=1;s=Bore", "urn:server"), "ns=1;s=Bore");
}

TEST(OpcuaNodeId, OfTheStandardNeedsNoNamespace) {
  EXPECT_FALSE(place_of_node("i=2258", kBefore).namespace_uri);
  EXPECT_EQ(looked_up({}, "i=2258"), "i=2258");
}

TEST(OpcuaNodeId, IsShownByUri) {
  EXPECT_EQ(node_uri_of("ns=2;s=Bore", "urn:line"), "nsu=urn:line;s=Bore");
  EXPECT_EQ(node_uri_of("ns=2;s=Bore", "urn:a;b%c"), "nsu=urn:a%3Bb%25c;s=Bore");
  EXPECT_EQ(node_uri_of("ns=2;s=Bore", std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace openspc::connect::opcua
