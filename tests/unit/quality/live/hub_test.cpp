// Who is told what: subscriptions, plants, changed roles, and events that arrive while clients come and go.

#include "quality/live/hub.h"

#include <atomic>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <mutex>
#include <thread>

#include "peers/heard.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RecordingPeer final : public live::Peer {
 public:
  void send(std::shared_ptr<const std::string> frame) override {
    const std::lock_guard lock(mutex_);
    frames_.push_back(std::move(frame));
  }
  void close(std::uint16_t code, std::string_view /*reason*/) override {
    const std::lock_guard lock(mutex_);
    closed_.push_back(code);
  }
  void recheck() override {
    const std::lock_guard lock(mutex_);
    ++rechecks_;
  }

  /// What came since the last call.
  std::vector<std::shared_ptr<const std::string>> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(frames_, {});
  }
  std::vector<std::uint16_t> closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  int rechecks() const {
    const std::lock_guard lock(mutex_);
    return rechecks_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const std::string>> frames_;
  std::vector<std::uint16_t> closed_;
  int rechecks_ = 0;
};

class LiveHubTest : public SampleTest {
 protected:
  struct Connected {
    std::shared_ptr<RecordingPeer> peer = std::make_shared<RecordingPeer>();
    live::ClientPtr client;

    std::vector<std::string> texts() const {
      std::vector<std::string> texts;
      for (const auto& frame : peer->take()) texts.push_back(*frame);
      return texts;
    }
    std::vector<std::string> types() const {
      std::vector<std::string> types;
      for (const std::string& text : texts()) types.emplace_back(boost::json::parse(text).at("type").as_string());
      return types;
    }
  };

  Connected connect(const identity::Caller& who) {
    Connected connected;
    connected.client = hub.join(connected.peer, who.principal);
    return connected;
  }
  void say(const Connected& to, const std::string& text) { run(hub.handle(to.client, text)); }
  void subscribe(const Connected& to, base::CharacteristicId id) {
    say(to, R"({"type":"subscribe","characteristic_id":)" + std::to_string(id.value) + "}");
  }
  /// A client that watches the characteristic and has read the confirmation.
  Connected watcher(const identity::Caller& who, base::CharacteristicId id) {
    Connected connected = connect(who);
    subscribe(connected, id);
    connected.texts();
    return connected;
  }
  /// A subscription to the ids from first to last, whether they exist or not: for admins.
  void subscribe_range(const Connected& to, std::int64_t first, std::int64_t last) {
    boost::json::array ids;
    for (std::int64_t id = first; id <= last; ++id) ids.emplace_back(id);
    say(to, boost::json::serialize(boost::json::object{{"type", "subscribe"}, {"characteristic_ids", ids}}));
  }
  static judge::ViolationAcknowledged acknowledgement(base::PlantId plant) {
    return {.violation_id = {1},
            .sample_id = {1},
            .characteristic_id = {1},
            .plant_id = plant,
            .user = "susan",
            .reason = "Other",
            .timestamp = {}};
  }

  template <class Event>
  void hear(const Event& event) {
    events.publish(peers::Heard<Event>{event, peers::Origin::another_server});
  }

  live::Hub hub{*database, events};
};

TEST_F(LiveHubTest, ASubscriptionIsConfirmedWithItsIds) {
  const auto id = individuals();
  const auto one = connect(operator_);
  subscribe(one, id);
  EXPECT_THAT(one.texts(),
              ElementsAre(R"({"type":"subscribed","characteristic_ids":[)" + std::to_string(id.value) + "]}"));
}

TEST_F(LiveHubTest, WatchersGetTheSampleThenItsViolation) {
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  submit(id, Readings{5});
  EXPECT_THAT(one.types(), ElementsAre("sample", "violation"));
}

TEST_F(LiveHubTest, AFrameIsMadeOnceForAllWatchers) {
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  const auto other = watcher(supervisor, id);
  submit(id, Readings{1});
  const auto first = one.peer->take();
  const auto second = other.peer->take();
  ASSERT_THAT(first, SizeIs(1));
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(first[0], second[0]);
}

TEST_F(LiveHubTest, SubscribingTwiceIsSubscribingOnce) {
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  subscribe(one, id);
  one.texts();
  submit(id, Readings{1});
  EXPECT_THAT(one.texts(), SizeIs(1));
}

TEST_F(LiveHubTest, NothingComesOfWhatIsNotWatched) {
  const auto id = individuals();
  const auto other = individuals("Other");
  const auto one = watcher(operator_, other);
  submit(id, Readings{5});
  EXPECT_THAT(one.texts(), IsEmpty());
}

TEST_F(LiveHubTest, NothingComesAfterUnsubscribing) {
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  say(one, R"({"type":"unsubscribe","characteristic_ids":[)" + std::to_string(id.value) + ",4711]}");
  EXPECT_THAT(one.types(), ElementsAre("unsubscribed"));
  submit(id, Readings{5});
  EXPECT_THAT(one.texts(), IsEmpty());
}

TEST_F(LiveHubTest, NothingComesAfterLeaving) {
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  hub.leave(one.client);
  submit(id, Readings{5});
  hear(acknowledgement(home));
  EXPECT_THAT(one.texts(), IsEmpty());
  EXPECT_EQ(hub.client_count(), 0U);
}

TEST_F(LiveHubTest, ASubscriptionAfterLeavingIsNotKept) {
  const auto id = individuals();
  const auto one = connect(admin);
  hub.leave(one.client);
  subscribe(one, id);
  one.texts();
  submit(id, Readings{1});
  EXPECT_THAT(one.texts(), IsEmpty());
}

TEST_F(LiveHubTest, WhoeverTakesTheIdOfADeletedCharacteristicIsNotWatched) {
  OPENSPC_SQLITE_ONLY("no other database gives an id again");
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  run(characteristics.remove(engineer, id));
  ASSERT_EQ(individuals("Its successor"), id);
  submit(id, Readings{5});
  EXPECT_THAT(one.texts(), IsEmpty());
}

TEST_F(LiveHubTest, OtherPlantsAndUnknownIdsAreRefusedInTheSameWords) {
  const auto mine = individuals();
  const auto foreign = create({.hierarchy_id = away_node, .name = "Foreign", .subgroup_size = 1}).id;
  const auto one = connect(operator_);
  boost::json::array ids{foreign.value, mine.value, 4711};
  say(one, boost::json::serialize(boost::json::object{{"type", "subscribe"}, {"characteristic_ids", ids}}));
  const auto texts = one.texts();
  ASSERT_THAT(texts, SizeIs(2));
  EXPECT_EQ(boost::json::parse(texts[0]).at("characteristic_ids"), boost::json::value(boost::json::array{mine.value}));
  EXPECT_EQ(boost::json::parse(texts[1]).at("type"), "error");
  EXPECT_EQ(boost::json::parse(texts[1]).at("characteristic_ids"), boost::json::value({foreign.value, 4711}));
}

TEST_F(LiveHubTest, AcknowledgementsReachEverybodyWhoSeesThePlant) {
  const auto one = connect(operator_);
  const auto foreign = connect(stranger);
  const auto everywhere = connect(admin);
  hear(acknowledgement(home));
  EXPECT_THAT(one.types(), ElementsAre("ack_update"));
  EXPECT_THAT(everywhere.types(), ElementsAre("ack_update"));
  EXPECT_THAT(foreign.texts(), IsEmpty());
}

TEST_F(LiveHubTest, LimitsAndChangesReachWatchers) {
  const auto id = individuals();
  const auto sample = submit(id, Readings{1}).sample.sample_id;
  const auto one = watcher(operator_, id);
  set_limits(id, 1, 2);
  sample::Service samples(*database, events, clock, *intake);
  run(samples.set_excluded(supervisor, sample, {.is_excluded = true}));
  EXPECT_THAT(one.types(), ElementsAre("limits_update", "samples_changed"));
}

TEST_F(LiveHubTest, ARoleThatIsTakenAwayWithholdsWhatIsStillSubscribed) {
  const auto id = individuals();
  const auto one = watcher(operator_, id);
  net::Principal without = hub.principal_of(one.client);
  without.roles.clear();
  hub.set_principal(one.client, without);
  submit(id, Readings{5});
  EXPECT_THAT(one.texts(), IsEmpty());
}

TEST_F(LiveHubTest, AChangeOfRightsAsksThoseConcernedToLookAgain) {
  const auto signed_in = [this](std::int64_t user, const char* session) {
    identity::Caller who = operator_;
    who.principal.user_id = {user};
    who.principal.session_id = session;
    return connect(who);
  };
  const auto desk = signed_in(7, "desk");
  const auto phone = signed_in(7, "phone");
  const auto somebody = signed_in(8, "else");
  hear(identity::AccessChanged{.user = base::UserId{7}, .session_id = "phone"});
  EXPECT_EQ(desk.peer->rechecks(), 0);
  EXPECT_EQ(phone.peer->rechecks(), 1);
  hear(identity::AccessChanged{.user = base::UserId{7}, .session_id = {}});
  EXPECT_EQ(desk.peer->rechecks(), 1);
  EXPECT_EQ(somebody.peer->rechecks(), 0);
  hear(identity::AccessChanged{.user = std::nullopt, .session_id = {}});
  EXPECT_EQ(somebody.peer->rechecks(), 1);
}

TEST_F(LiveHubTest, ALimitOfSubscriptionsKeepsAClientFromTakingTheMemory) {
  const auto one = connect(admin);
  const auto most = static_cast<std::int64_t>(live::Hub::max_subscriptions);
  subscribe_range(one, 1, most);
  EXPECT_THAT(one.types(), ElementsAre("subscribed"));
  subscribe_range(one, most + 1, most + 1);
  EXPECT_THAT(one.texts(), ElementsAre(R"({"type":"error","message":"Too many subscriptions"})"));
}

// A page that reconnects or is reloaded subscribes to all of its characteristics again.
TEST_F(LiveHubTest, SubscribingAgainDoesNotCountAgainstTheLimit) {
  const auto one = connect(admin);
  const auto most = static_cast<std::int64_t>(live::Hub::max_subscriptions);
  subscribe_range(one, 1, most);
  one.texts();
  subscribe_range(one, 1, most);
  EXPECT_THAT(one.types(), ElementsAre("subscribed"));
}

TEST_F(LiveHubTest, PingsAreAnsweredAndNonsenseIsNamed) {
  const auto one = connect(operator_);
  say(one, R"({"type":"ping"})");
  say(one, R"({"type":"dance"})");
  EXPECT_THAT(one.types(), ElementsAre("pong", "error"));
  EXPECT_THAT(one.peer->closed(), IsEmpty());
  say(one, "[]");
  EXPECT_THAT(one.types(), ElementsAre("error"));
  EXPECT_THAT(one.peer->closed(), ElementsAre(1003));
}

TEST_F(LiveHubTest, ClientsComeAndGoWhileSamplesAreTold) {
  const auto id = individuals();
  const auto faithful = watcher(operator_, id);
  std::atomic<bool> done = false;
  std::vector<std::thread> visitors;
  for (int i = 0; i < 3; ++i)
    visitors.emplace_back([&] {
      while (!done) {
        const auto visitor = connect(admin);
        subscribe(visitor, id);
        hub.set_principal(visitor.client, stranger.principal);
        hub.leave(visitor.client);
      }
    });
  for (int i = 0; i < 50; ++i) submit(id, Readings{0.1 * (i % 3)});
  done = true;
  for (std::thread& visitor : visitors) visitor.join();
  const auto types = faithful.types();
  EXPECT_EQ(std::count(types.begin(), types.end(), "sample"), 50);
  EXPECT_EQ(hub.client_count(), 1U);
}

}  // namespace
}  // namespace openspc::quality::testing
