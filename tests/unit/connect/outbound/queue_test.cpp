// From events on the bus to rows that wait for a broker.
#include "connect/outbound/queue.h"

#include <gmock/gmock.h>

#include <future>

#include "connect/outbound/store.h"
#include "unit/connect/connect_fixture.h"

namespace openspc::connect::outbound {
namespace {

const base::Timestamp kNoon = base::parse_timestamp("2026-05-04T12:00:00Z").value();

class OutboundQueue : public ConnectTest {
 protected:
  OutboundQueue() {
    write([](db::Session& session) {
      session.execute(
          "INSERT INTO mqtt_broker (id, name, host, is_active, outbound_enabled, outbound_rate_limit) VALUES "
          "(1, 'Broker', 'broker.example', ?, ?, 60)",
          true, true);
    });
    queue.start();
  }
  ~OutboundQueue() override { queue.stop(); }

  void measure() {
    quality::judge::SampleProcessed event;
    event.characteristic_id = {1};
    bus.publish(event);
  }
  std::int64_t waiting() {
    return read([](db::Session& session) { return outbound_store::count(session, {1}); });
  }
  void rename(const char* from, const char* to) {
    write(
        [&](db::Session& session) { session.execute_script(std::string("ALTER TABLE ") + from + " RENAME TO " + to); });
  }

  base::EventBus bus;
  base::ManualClock clock{kNoon};
  std::promise<void> written;
  Queue queue{*database, bus, clock, [this] { written.set_value(); }};
};

TEST_F(OutboundQueue, StoresWhatABrokerWantsToBeTold) {
  measure();
  written.get_future().get();
  EXPECT_EQ(waiting(), 1);
}

TEST_F(OutboundQueue, TellsASampleWhoseFirstWriteFailed) {
  std::promise<void> failed;
  base::log::set_sink([&](std::string_view line) {
    if (line.find("events_wait_for_the_database") != std::string_view::npos) failed.set_value();
  });
  rename("mqtt_outbound_message", "out_of_the_way");
  measure();
  failed.get_future().get();
  base::log::set_sink([](std::string_view) {});
  rename("out_of_the_way", "mqtt_outbound_message");
  written.get_future().get();
  EXPECT_EQ(waiting(), 1);
}

}  // namespace
}  // namespace openspc::connect::outbound
