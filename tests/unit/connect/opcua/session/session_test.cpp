#include <gmock/gmock.h>

#include <chrono>
#include <limits>
#include <map>
#include <numeric>

#include "base/error.h"
#include "support/peers/tcp_proxy.h"
#include "unit/connect/opcua/session/peer.h"

namespace openspc::connect::opcua {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class OpcuaSessionTest : public ConnectTest {
 protected:
  OpcuaSessionTest() { start(); }

  void start() {
    server.reset();
    server = std::make_unique<Simulation>(settings);
    line = server->add_folder("Line 1");
    bore = server->add_variable("Line 1.Bore", 20.0, line);
  }

  Session session_through(std::uint16_t port, std::chrono::milliseconds session_timeout = 30s) {
    return Session({.endpoint_url = url_of(port), .session_timeout = session_timeout}, pki);
  }

  Monitor every_write(std::uint32_t handle, const std::string& node) const {
    return {.handle = handle,
            .node_id = node,
            .publishing_interval = 50ms,
            .sampling_interval = 0ms,
            .queue_size = 1'000,
            .time_counts = true};
  }

  // Takes and acknowledges until `done` says so.
  template <class Done>
  void take(Session& session, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      std::vector<Change> changes;
      session.receive(changes, 100ms);
      for (const Change& change : changes) {
        taken.push_back(change);
        if (change.value.number) ++times[*change.value.number];
      }
      session.acknowledge();
    }
    ASSERT_TRUE(done()) << "took " << taken.size();
  }

  // As a link does: connects again whenever the connection is lost.
  template <class Done>
  void take_over_losses(Session& session, const std::vector<Monitor>& wanted, Done done) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!done() && std::chrono::steady_clock::now() < deadline) try {
        take(session, done);
      } catch (const Error& error) {
        ASSERT_TRUE(error.connection_lost()) << error.what();
        try {
          arrivals.push_back(session.connect(kPatience, never));
          session.monitor(wanted);
        } catch (const Error&) {
          // The wire is still out.
        }
      }
  }

  bool took_once(int from, int to) const {
    for (int i = from; i < to; ++i)
      if (!times.contains(i)) return false;
    return true;
  }

  SimulationSettings settings{.port = unused_port()};
  std::unique_ptr<Simulation> server;
  std::string line, bore;
  Certificates certificates{*database};
  Pki& pki = certificates.pki;
  std::vector<Change> taken;
  std::map<double, int> times;  // how often each value came
  std::vector<Arrival> arrivals;
};

TEST_F(OpcuaSessionTest, ShowsTheChildrenOfANode) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const auto objects = session.browse("i=85", 1'000);
  EXPECT_THAT(objects, Contains(Field(&Node::display_name, "Line 1")));
  const auto children = session.browse(line, 1'000);
  ASSERT_THAT(children, SizeIs(1));
  EXPECT_EQ(children[0].node_id, "ns=1;s=Line 1.Bore");
  EXPECT_EQ(children[0].browse_name, "1:Bore");
  EXPECT_EQ(children[0].display_name, "Bore");
  EXPECT_EQ(children[0].node_class, "Variable");
  EXPECT_EQ(children[0].data_type, "Double");
  EXPECT_EQ(children[0].children_count, 0);
}

TEST_F(OpcuaSessionTest, FollowsContinuationPointsToTheLimit) {
  settings.references_at_once = 7;
  start();
  for (int i = 0; i < 40; ++i) server->add_variable("Line 1.Tag" + std::to_string(i), 1.0, line);
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  EXPECT_THAT(session.browse(line, 1'000), SizeIs(41));
  EXPECT_THAT(session.browse(line, 20), SizeIs(20));
  // What was left at the server is released: it goes on answering.
  for (int i = 0; i < 50; ++i) ASSERT_THAT(session.browse(line, 10), SizeIs(10));
}

TEST_F(OpcuaSessionTest, ReadsValueTypeQualityAndTimes) {
  const auto time = base::parse_timestamp("2026-03-04T05:06:07.123456Z");
  server->set(bore, 20.25, Quality::uncertain, time);
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const Value value = session.read(bore);
  EXPECT_EQ(value.number, 20.25);
  EXPECT_EQ(value.shown, boost::json::value(20.25));
  EXPECT_EQ(value.type, "Double");
  EXPECT_EQ(value.quality, Quality::uncertain);
  EXPECT_EQ(value.status, "UncertainSensorNotAccurate");
  EXPECT_EQ(value.source_time, time);
  EXPECT_TRUE(value.server_time.has_value());
}

TEST_F(OpcuaSessionTest, ShowsWhatJsonHasNoNumberForAsText) {
  server->set(bore, std::numeric_limits<double>::quiet_NaN());
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  EXPECT_EQ(session.read(bore).shown, boost::json::value("NaN"));
}

TEST_F(OpcuaSessionTest, ReadsTextsAndArraysThatMayBeNumbers) {
  const std::string text = server->add_variable("Text", "12.5");
  const std::string array = server->add_variable("Array", boost::json::array{1, 2.5});
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  EXPECT_EQ(session.read(text).text, "12.5");
  EXPECT_EQ(session.read(array).numbers, (std::vector{1.0, 2.5}));
  EXPECT_EQ(session.read(array).type, "Double[]");
}

TEST_F(OpcuaSessionTest, TellsAWrongNodeFromALostConnection) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const auto kind_of = [&](const std::string& node) {
    try {
      session.read(node);
    } catch (const Error& error) {
      return error.kind();
    }
    return Error::Kind::connection;
  };
  EXPECT_EQ(kind_of("Line 1"), Error::Kind::bad_node);
  EXPECT_EQ(kind_of(""), Error::Kind::bad_node);
  EXPECT_EQ(kind_of("ns=1;s=absent"), Error::Kind::refused);
  EXPECT_EQ(session.read(bore).number, 20);
}

TEST_F(OpcuaSessionTest, WritesAsTheTypeOfTheNode) {
  const std::string stop = server->add_variable("Line 1.Stop", false, line);
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  session.write(stop, "", true);
  EXPECT_EQ(server->get(stop).shown, boost::json::value(true));
  session.write(bore, "", 21);
  EXPECT_EQ(server->get(bore).number, 21);
  EXPECT_THROW(session.write(stop, "", "yes"), base::Error);
  EXPECT_EQ(server->get(stop).shown, boost::json::value(true));
}

TEST_F(OpcuaSessionTest, WritesNoNumberThatWouldBecomeInfinity) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  EXPECT_THROW(session.write(bore, "", std::numeric_limits<double>::infinity()), base::Error);
  EXPECT_EQ(server->get(bore).number, 20);
}

TEST_F(OpcuaSessionTest, TellsTheValueThatIsThereFromThoseThatFollow) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const std::vector wanted{every_write(1, bore)};
  session.monitor(wanted);
  take(session, [&] { return times.contains(20); });
  server->set(bore, 21);
  server->forget_sessions();
  // Transferred or made again: what was written is no initial value in the first case, and one in the other.
  take_over_losses(session, wanted, [&] { return times.contains(21); });
  server->set(bore, 22);
  take_over_losses(session, wanted, [&] { return times.contains(22); });
  EXPECT_TRUE(taken.front().is_initial);
  EXPECT_FALSE(taken.back().is_initial);
}

TEST_F(OpcuaSessionTest, ValuesMissedByALostConnectionAreNoInitialOnes) {
  test::TcpProxy wire(settings.port);
  Session session = session_through(wire.port());
  session.connect(kPatience, never);
  const std::vector wanted{every_write(1, bore)};
  session.monitor(wanted);
  take(session, [&] { return times.contains(20); });
  wire.cut();
  server->set(bore, 21);
  take_over_losses(session, wanted, [&] { return times.contains(21); });
  EXPECT_THAT(arrivals, testing::Each(Arrival::resumed));
  EXPECT_FALSE(taken.back().is_initial);
}

TEST_F(OpcuaSessionTest, FindsANodeByItsNamespaceAfterTheServerOrderedThemAnew) {
  settings.namespaces = {"urn:line", "urn:press"};
  start();
  server->add_variable("ns=2;s=Bore", 1.0);
  Monitor monitor = every_write(1, "ns=2;s=Bore");
  monitor.namespace_uri = "urn:line";
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  EXPECT_EQ(session.namespaces().at(2), "urn:line");
  session.monitor(std::vector{monitor});
  take(session, [&] { return times.contains(1); });
  settings.namespaces = {"urn:press", "urn:line"};
  start();
  server->add_variable("ns=2;s=Bore", 1'000.0);
  server->add_variable("ns=3;s=Bore", 2.0);
  take_over_losses(session, {monitor}, [&] { return times.contains(2); });
  EXPECT_FALSE(times.contains(1'000));
  EXPECT_EQ(session.read("nsu=urn:press;s=Bore").number, 1'000);
  session.write("ns=2;s=Bore", "urn:line", 3);
  EXPECT_EQ(server->get("ns=3;s=Bore").number, 3);
  EXPECT_EQ(server->get("ns=2;s=Bore").number, 1'000);
}

TEST_F(OpcuaSessionTest, SaysThatANamespaceIsGone) {
  Monitor monitor = every_write(1, "ns=2;s=Bore");
  monitor.namespace_uri = "urn:line";
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const auto refusals = session.monitor(std::vector{monitor, every_write(2, bore)});
  ASSERT_THAT(refusals, SizeIs(1));
  EXPECT_THAT(refusals[0].reason, HasSubstr("'urn:line' is gone"));
  EXPECT_THROW(session.write("ns=2;s=Bore", "urn:line", 1), Error);
  take(session, [&] { return times.contains(20); });
}

TEST_F(OpcuaSessionTest, HandsOutChangesWithTheirSourceTimes) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  ASSERT_THAT(session.monitor(std::vector{every_write(7, bore)}), IsEmpty());
  take(session, [&] { return !taken.empty(); });  // the value that is there
  const auto time = base::parse_timestamp("2026-03-04T05:06:07.5Z");
  server->set(bore, 1, Quality::bad, time);
  take(session, [&] { return taken.size() > 1; });
  EXPECT_EQ(taken.back().handle, 7U);
  EXPECT_EQ(taken.back().value.number, 1);
  EXPECT_EQ(taken.back().value.quality, Quality::bad);
  EXPECT_EQ(taken.back().value.source_time, time);
}

TEST_F(OpcuaSessionTest, NamesNodesThatCannotBeMonitored) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const auto refusals =
      session.monitor(std::vector{every_write(1, bore), every_write(2, "ns=1;s=absent"), every_write(3, "?")});
  ASSERT_THAT(refusals, SizeIs(2));
  EXPECT_EQ(refusals[0].handle, 2U);
  EXPECT_THAT(refusals[0].reason, HasSubstr("BadNodeIdUnknown"));
  EXPECT_EQ(refusals[1].handle, 3U);
  server->set(bore, 5);
  take(session, [&] { return times.contains(5); });
}

TEST_F(OpcuaSessionTest, MonitorsMoreNodesThanOneQuestionMayHave) {
  settings.items_at_once = 7;
  start();
  std::vector<Monitor> wanted{every_write(1'000, "ns=1;s=absent")};
  constexpr int nodes = 600;
  for (int i = 0; i < nodes; ++i)
    wanted.push_back(every_write(static_cast<std::uint32_t>(i),
                                 server->add_variable("N" + std::to_string(i), static_cast<double>(i))));
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const auto refusals = session.monitor(wanted);
  ASSERT_THAT(refusals, SizeIs(1));
  EXPECT_EQ(refusals[0].handle, 1'000U);
  take(session, [&] { return took_once(0, nodes); });
  EXPECT_TRUE(took_once(0, nodes));
}

TEST_F(OpcuaSessionTest, LeavesOutChangesWithinTheDeadBand) {
  Monitor coarse = every_write(1, bore);
  coarse.time_counts = false;
  coarse.dead_band = 1;
  Session session = session_through(settings.port);
  server->set(bore, 20);
  session.connect(kPatience, never);
  session.monitor(std::vector{coarse});
  take(session, [&] { return times.contains(20); });
  for (const double value : {20.5, 21.0, 22.5, 22.6}) server->set(bore, value);
  take(session, [&] { return times.contains(22.5); });
  server->set(bore, 30);
  take(session, [&] { return times.contains(30); });
  EXPECT_THAT(times, testing::SizeIs(3));
}

TEST_F(OpcuaSessionTest, StopsMonitoringWhatIsNoLongerWanted) {
  const std::string other = server->add_variable("Line 1.Other", 0.0, line);
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  session.monitor(std::vector{every_write(1, bore), every_write(2, other)});
  take(session, [&] { return taken.size() >= 2; });
  session.monitor(std::vector{every_write(2, other)});
  server->set(bore, 77);
  server->set(other, 78);
  take(session, [&] { return times.contains(78); });
  EXPECT_FALSE(times.contains(77));
}

TEST_F(OpcuaSessionTest, FindsEveryValueOnceAfterTheCableWasPulled) {
  test::TcpProxy wire(settings.port);
  Session session = session_through(wire.port());
  session.connect(kPatience, never);
  const std::vector wanted{every_write(1, bore)};
  session.monitor(wanted);
  take(session, [&] { return times.contains(20); });
  for (int i = 100; i < 1'000; ++i) {
    server->set(bore, i);
    // Pulled in the middle of sending, and longer.
    if (i == 300 || i == 500) wire.cut();
    if (i == 700) wire.unplug();
    if (i == 800) wire.plug_in();
    if (i % 20 == 0) take_over_losses(session, wanted, [&, calls = 0]() mutable { return ++calls > 2; });
  }
  take_over_losses(session, wanted, [&] { return took_once(100, 1'000); });
  for (int i = 100; i < 1'000; ++i) ASSERT_EQ(times[i], 1) << i;
  EXPECT_THAT(arrivals, testing::Each(Arrival::resumed));
  EXPECT_THAT(arrivals, testing::Not(IsEmpty()));
  EXPECT_EQ(session.counts().lost, 0);
}

TEST_F(OpcuaSessionTest, SaysThatTheServersQueueOverflowed) {
  test::TcpProxy wire(settings.port);
  Session session = session_through(wire.port());
  session.connect(kPatience, never);
  Monitor small = every_write(1, bore);
  small.queue_size = 10;
  session.monitor(std::vector{small});
  take(session, [&] { return times.contains(20); });
  wire.unplug();
  for (int i = 100; i < 200; ++i) server->set(bore, i);
  wire.plug_in();
  take_over_losses(session, {small}, [&] { return times.contains(199); });
  EXPECT_THAT(taken, Contains(Field(&Change::value, Field(&Value::overflowed, true))));
}

TEST_F(OpcuaSessionTest, TakesTheSubscriptionsOverIntoANewSession) {
  test::TcpProxy wire(settings.port);
  Session session = session_through(wire.port());
  session.connect(kPatience, never);
  const std::vector wanted{every_write(1, bore)};
  session.monitor(wanted);
  take(session, [&] { return times.contains(20); });
  wire.unplug();
  for (int i = 100; i < 150; ++i) server->set(bore, i);
  server->forget_sessions();
  wire.plug_in();
  take_over_losses(session, wanted, [&] { return times.contains(149); });
  // Transferred or made again, the newest value arrives; nothing comes twice.
  for (const auto& [value, count] : times) EXPECT_EQ(count, 1) << value;
  EXPECT_NE(arrivals.back(), Arrival::resumed);
}

TEST_F(OpcuaSessionTest, MakesSubscriptionsAgainAtAServerThatWasRestarted) {
  Session session = session_through(settings.port);
  session.connect(kPatience, never);
  const std::vector wanted{every_write(1, bore)};
  session.monitor(wanted);
  take(session, [&] { return times.contains(20); });
  start();
  server->set(bore, 33);
  take_over_losses(session, wanted, [&] { return times.contains(33); });
  EXPECT_EQ(arrivals.back(), Arrival::fresh);
}

TEST_F(OpcuaSessionTest, KeepsWhatWasNotAcknowledgedForTheNextAttempt) {
  test::TcpProxy wire(settings.port);
  Session session = session_through(wire.port());
  session.connect(kPatience, never);
  const std::vector wanted{every_write(1, bore)};
  session.monitor(wanted);
  take(session, [&] { return times.contains(20); });
  server->set(bore, 1);
  std::vector<Change> changes;
  while (changes.empty()) session.receive(changes, 100ms);  // and it is not acknowledged
  wire.cut();
  server->set(bore, 2);
  take_over_losses(session, wanted, [&] { return times.contains(2); });
  EXPECT_FALSE(times.contains(1)) << "it was handed out before";
}

TEST_F(OpcuaSessionTest, SaysThatNobodyListens) {
  server.reset();
  Session session = session_through(settings.port);
  EXPECT_THROW(session.connect(kPatience, never), Error);
}

TEST_F(OpcuaSessionTest, EndsAnAttemptThatIsCancelled) {
  Session session = session_through(settings.port);
  EXPECT_THROW(session.connect(kPatience, [] { return true; }), Error);
}

TEST(OpcuaUrlTest, HasHostAndPort) {
  EXPECT_EQ(parse_opcua_url("opc.tcp://plc.example:4841/path")->host, "plc.example");
  EXPECT_EQ(parse_opcua_url("opc.tcp://plc.example:4841/path")->port, 4'841);
  EXPECT_EQ(parse_opcua_url("opc.tcp://plc.example")->port, 4'840);
  EXPECT_FALSE(parse_opcua_url("http://plc.example:4841"));
  EXPECT_FALSE(parse_opcua_url("opc.tcp://"));
  EXPECT_FALSE(parse_opcua_url("opc.tcp://plc:99999"));
}

}  // namespace
}  // namespace openspc::connect::opcua
