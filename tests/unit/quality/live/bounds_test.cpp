// How much one client may watch: a request beyond the bound changes nothing, and what is given up makes room.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "quality/live/hub.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Keeps the types of the frames it was sent.
class TypesPeer final : public live::Peer {
 public:
  void send(std::shared_ptr<const std::string> frame) override {
    types_.emplace_back(boost::json::parse(*frame).at("type").as_string());
  }
  void close(std::uint16_t /*code*/, std::string_view /*reason*/) override { types_.emplace_back("closed"); }
  void recheck() override {}

  /// What came since the last call.
  std::vector<std::string> take() { return std::exchange(types_, {}); }

 private:
  std::vector<std::string> types_;
};

class LiveBoundsTest : public SampleTest {
 protected:
  /// Asks for the ids from first to last, as an admin may whether they exist or not.
  void ask(const char* type, std::int64_t first, std::int64_t last) {
    boost::json::array ids;
    for (std::int64_t id = first; id <= last; ++id) ids.emplace_back(id);
    run(hub.handle(client, boost::json::serialize(boost::json::object{{"type", type}, {"characteristic_ids", ids}})));
  }
  static constexpr auto most = static_cast<std::int64_t>(live::Hub::max_subscriptions);
  /// Ids that belong to nothing.
  static constexpr std::int64_t elsewhere = 1'000'000;

  live::Hub hub{*database, events};
  std::shared_ptr<TypesPeer> peer = std::make_shared<TypesPeer>();
  live::ClientPtr client = hub.join(peer, admin.principal);
};

TEST_F(LiveBoundsTest, ARequestThatAsksForTooManyGetsNoneOfThem) {
  const auto id = individuals();
  ask("subscribe", id.value, id.value + most);
  EXPECT_THAT(peer->take(), ElementsAre("error"));
  submit(id, Readings{1});
  EXPECT_THAT(peer->take(), IsEmpty());
}

TEST_F(LiveBoundsTest, ARefusedRequestLeavesWhatIsWatched) {
  const auto id = individuals();
  ask("subscribe", id.value, id.value);
  ask("subscribe", elsewhere, elsewhere + most);
  EXPECT_THAT(peer->take(), ElementsAre("subscribed", "error"));
  submit(id, Readings{1});
  EXPECT_THAT(peer->take(), ElementsAre("sample"));
}

TEST_F(LiveBoundsTest, GivingUpASubscriptionMakesRoom) {
  const auto id = individuals();
  ask("subscribe", elsewhere + 1, elsewhere + most);
  ask("unsubscribe", elsewhere + 1, elsewhere + 1);
  ask("subscribe", id.value, id.value);
  EXPECT_THAT(peer->take(), ElementsAre("subscribed", "unsubscribed", "subscribed"));
  submit(id, Readings{1});
  EXPECT_THAT(peer->take(), ElementsAre("sample"));
}

TEST_F(LiveBoundsTest, ADeletedCharacteristicMakesRoom) {
  const auto deleted = individuals();
  ask("subscribe", deleted.value, deleted.value);
  ask("subscribe", elsewhere + 2, elsewhere + most);
  run(characteristics.remove(engineer, deleted));
  ask("subscribe", elsewhere + 1, elsewhere + 1);
  EXPECT_THAT(peer->take(), ElementsAre("subscribed", "subscribed", "subscribed"));
}

TEST_F(LiveBoundsTest, TheBoundIsOfOneClientNotOfAll) {
  const auto id = individuals();
  ask("subscribe", elsewhere + 1, elsewhere + most);
  const auto other = std::make_shared<TypesPeer>();
  const auto other_client = hub.join(other, operator_.principal);
  run(hub.handle(other_client, R"({"type":"subscribe","characteristic_id":)" + std::to_string(id.value) + "}"));
  EXPECT_THAT(other->take(), ElementsAre("subscribed"));
}

}  // namespace
}  // namespace openspc::quality::testing
