// What an intake remembers of subgroups that are not complete is what the database says, whatever became of a write.
#include "connect/source/intake.h"

#include <gmock/gmock.h>

#include "connect/source/store.h"
#include "unit/connect/connect_fixture.h"

namespace openspc::connect::source {
namespace {

using testing::ElementsAre;

const base::Timestamp kNoon = base::parse_timestamp("2026-05-04T12:00:00Z").value();

class SourceIntake : public ConnectTest {
 protected:
  SourceIntake() {
    write([](db::Session& session) {
      session.execute("INSERT INTO data_source (id, type, characteristic_id) VALUES (1, 'MQTT', 1)");
    });
    intake.use({{.id = {1}, .characteristic = {1}, .buffer = {.subgroup_size = 3}}});
  }

  std::int64_t pending() { return intake.counts_by_source().at({1}).pending; }

  db::Leases leases{*database, "mqtt"};
  const db::HeldLease lease{.kind = "mqtt", .source = 1, .token = leases.keep({1}).held.at(1)};
  base::EventBus bus;
  base::ManualClock clock{kNoon};
  quality::sample::Intake samples{*database, bus, clock};
  Intake intake{lease, *database, samples, clock};
};

TEST_F(SourceIntake, ForgetsTheReadingsOfAWriteThatFailed) {
  const auto fail = [](db::Session&, Intake::Batch& batch) {
    batch.add(0, {.value = 1});
    throw base::unavailable("no");
  };
  EXPECT_THROW(intake.write(kNoon, fail), base::Error);
  intake.write(kNoon, [](db::Session&, Intake::Batch& batch) { batch.add(0, {.value = 1}); });
  EXPECT_EQ(pending(), 1);
}

TEST_F(SourceIntake, CountsTheReadingsOfAWriteThatRanTwiceOnce) {
  if (test::chosen_database() != db::DialectKind::postgresql) GTEST_SKIP() << "about a server";
  int runs = 0;
  intake.write(kNoon, [&runs](db::Session& session, Intake::Batch& batch) {
    batch.add(0, {.value = 1});
    if (++runs == 1) session.scalar<bool>("SELECT pg_terminate_backend(pg_backend_pid())");
  });
  ASSERT_EQ(runs, 2);
  EXPECT_EQ(pending(), 1);
}

// A number of 64 bits, which its column must hold.
TEST_F(SourceIntake, KeepsWhatWaitsForItsSubgroupApartForEachMachine) {
  intake.write(kNoon, [](db::Session&, Intake::Batch& batch) {
    batch.add(0, {.value = 1}, "machine/1");
    batch.add(0, {.value = 2}, "machine/2");
  });
  const auto kept = read([](db::Session& session) { return source_store::load_subgroups(session, {1}); });
  EXPECT_THAT(kept, ElementsAre(testing::Key("machine/1"), testing::Key("machine/2")));
}

TEST_F(SourceIntake, KnowsAReadingThatIsSentAgain) {
  intake.use({{.id = {1}, .characteristic = {1}, .remembers_time = true, .buffer = {.subgroup_size = 3}}});
  for (int i = 0; i < 2; ++i)
    intake.write(kNoon, [](db::Session&, Intake::Batch& batch) { batch.add(0, {.value = 1, .timestamp = kNoon}); });
  EXPECT_EQ(intake.counts().duplicates, 1);
}

}  // namespace
}  // namespace openspc::connect::source
