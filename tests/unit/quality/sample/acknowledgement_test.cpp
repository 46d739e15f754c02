// What an acknowledgement leaves behind: all of it or nothing, item by item in a batch, and charts that agree with the
// samples it excluded.

#include "quality/sample/violation_service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::IsFalse;
using ::testing::Not;
using ::testing::SizeIs;

class AcknowledgementTest : public SampleTest {
 protected:
  AcknowledgementTest() {
    told_heard = events.subscribe<judge::ViolationAcknowledged>(
        [this](const judge::ViolationAcknowledged& e) { told.push_back(e); });
  }

  /// The one violation of a sample just outside: its moving range is within the limits.
  base::ViolationId raise(base::CharacteristicId id) { return submit(id, Readings{3.2}).sample.violations.at(0).id; }

  Violation acknowledge_and_exclude(base::ViolationId id) {
    return run(violations.acknowledge(supervisor, id,
                                      {.user = "susan", .reason = "Measurement Error", .exclude_sample = true}));
  }
  ViolationBatchAckResult acknowledge_all(const identity::Caller& by, std::vector<base::ViolationId> ids,
                                          bool exclude_sample = false) {
    return run(violations.acknowledge_batch(by, {.violation_ids = std::move(ids),
                                                 .user = "x",
                                                 .reason = "Measurement Error",
                                                 .exclude_sample = exclude_sample}));
  }
  std::int64_t stored_acknowledgements() {
    return scalar<std::int64_t>("SELECT COUNT(*) FROM violation WHERE acknowledged = ${true}");
  }
  std::int64_t audited_acknowledgements() {
    return scalar<std::int64_t>("SELECT COUNT(*) FROM audit_event WHERE action = 'violation.acknowledged'");
  }
  void refuse_exclusions() {
    execute("CREATE TRIGGER refuse BEFORE UPDATE ON subgroup BEGIN SELECT RAISE(ABORT, 'full'); END");
  }

  ViolationService violations{*database, events, clock};
  std::vector<judge::ViolationAcknowledged> told;
  base::Subscription told_heard;
};

// --- All or nothing

TEST_F(AcknowledgementTest, IsNotStoredWhenItsExclusionFails) {
  OPENSPC_SQLITE_ONLY("refuses by a trigger in its language");
  const auto id = raise(individuals());
  refuse_exclusions();
  EXPECT_ANY_THROW(acknowledge_and_exclude(id));
  EXPECT_EQ(stored_acknowledgements(), 0);
  EXPECT_EQ(audited_acknowledgements(), 0);
}

TEST_F(AcknowledgementTest, IsToldOnlyWhenItIsStored) {
  OPENSPC_SQLITE_ONLY("refuses by a trigger in its language");
  const auto id = raise(individuals());
  refuse_exclusions();
  EXPECT_ANY_THROW(acknowledge_and_exclude(id));
  EXPECT_THAT(told, IsEmpty());
  execute("DROP TRIGGER refuse");
  acknowledge_and_exclude(id);
  EXPECT_THAT(told, ElementsAre(Field(&judge::ViolationAcknowledged::violation_id, id)));
}

// --- Charts after an exclusion

TEST_F(AcknowledgementTest, ThatExcludesASampleWithdrawsWhatTheSampleWasPartOf) {
  const auto id = individuals();
  use_rules(id, {1, 2});
  feed(id, {.5, .5, .5, .5});
  const auto outlier = raise(id);
  feed(id, {.5, .5, .5, .5});
  ASSERT_THAT(stored_firings(id), SizeIs(2)) << "the outlier, and nine on one side at the last sample";
  acknowledge_and_exclude(outlier);
  EXPECT_THAT(stored_firings(id), IsEmpty());
}

TEST_F(AcknowledgementTest, ThatExcludesASampleCountsForTheNextOne) {
  const auto id = individuals();
  use_rules(id, {1, 2});
  feed(id, {.5, .5, .5, .5});
  const auto outlier = raise(id);
  feed(id, {.5, .5, .5});
  acknowledge_and_exclude(outlier);
  EXPECT_THAT(feed(id, {.5, .5}), ElementsAre(IsEmpty(), ElementsAre(2))) << "the ninth that counts, not the ninth";
  EXPECT_EQ(stored_firings(id), firings_of_whole_series(id));
}

TEST_F(AcknowledgementTest, InABatchThatExcludesBringsEveryChartInLine) {
  const auto bore = individuals("Bore");
  const auto shaft = individuals("Shaft");
  std::vector<base::ViolationId> outliers;
  for (const auto id : {bore, shaft}) {
    feed(id, {.5, -.4, .6, .5});
    outliers.push_back(raise(id));
    feed(id, {.5, .6, .4, .5, .6, .7});
  }
  EXPECT_EQ(acknowledge_all(supervisor, outliers, true).successful, 2);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample WHERE is_excluded = ${true}"), 2);
  EXPECT_EQ(stored_firings(bore), firings_of_whole_series(bore));
  EXPECT_EQ(stored_firings(shaft), firings_of_whole_series(shaft));
}

// --- Batches

TEST_F(AcknowledgementTest, InABatchIsRefusedItemByItemToWhoeverIsNoSupervisor) {
  const auto id = individuals();
  use_rules(id, {1});
  const std::vector<base::ViolationId> raised{raise(id), raise(id)};
  for (const identity::Caller& caller : {operator_, stranger}) {
    const ViolationBatchAckResult result = acknowledge_all(caller, raised);
    EXPECT_EQ(result.failed, 2) << caller.principal.username;
    EXPECT_THAT(result.results, Each(AllOf(Field(&ViolationBatchAckItem::success, IsFalse()),
                                           Field(&ViolationBatchAckItem::error, Not(std::nullopt)))));
  }
  EXPECT_EQ(stored_acknowledgements(), 0);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(AcknowledgementTest, InABatchIsRecordedForEachUnderTheCallersName) {
  const auto id = individuals();
  use_rules(id, {1});
  const std::vector<base::ViolationId> raised{raise(id), raise(id), raise(id)};
  acknowledge_all(supervisor, raised);
  EXPECT_EQ(audited_acknowledgements(), 3);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM violation WHERE ack_user = 'susan'"), 3);
  for (const base::ViolationId each : raised)
    EXPECT_THAT(told, Contains(Field(&judge::ViolationAcknowledged::violation_id, each)));
}

// --- Reasons

TEST(AcknowledgementReasons, AreSuggestedInTheOrderOfTheContract) {
  EXPECT_THAT(kReasonCodes, ElementsAre("Tool Change", "Raw Material Change", "Setup Adjustment", "Measurement Error",
                                        "Process Adjustment", "Environmental Factor", "Operator Error",
                                        "Equipment Malfunction", "False Alarm", "Under Investigation", "Other"));
}

TEST_F(AcknowledgementTest, TakesAnyOtherReasonAsWell) {
  const auto id = raise(individuals());
  const Violation answered =
      run(violations.acknowledge(supervisor, id, {.user = "x", .reason = "Kühlmittel gewechselt"}));
  EXPECT_EQ(answered.ack_reason, "Kühlmittel gewechselt");
}

}  // namespace
}  // namespace openspc::quality::testing
