// Violations as people work with them: lists, counters, acknowledgement, and who may do what.

#include "quality/sample/violation_service.h"

#include "quality/sample/violation_reader.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;
using namespace std::chrono_literals;

class ViolationTest : public SampleTest {
 protected:
  ViolationTest() {
    acknowledged_heard = events.subscribe<judge::ViolationAcknowledged>(
        [this](const judge::ViolationAcknowledged& e) { acknowledged.push_back(e); });
  }

  /// Individuals on which rule 1 alone is judged.
  base::CharacteristicId outliers_only(const std::string& name = "Bore") {
    const base::CharacteristicId id = individuals(name);
    use_rules(id, {1});
    return id;
  }
  base::CharacteristicId foreign_outliers() {
    const base::CharacteristicId id = create({.hierarchy_id = away_node, .name = "Foreign", .subgroup_size = 1}).id;
    run(limits.set(admin, id, {.ucl = 3, .lcl = -3, .center_line = 0, .sigma = 1}));
    return id;
  }
  /// The location chart's violation of a sample far outside.
  base::ViolationId raise(base::CharacteristicId id) { return submit(id, Readings{5}).sample.violations.at(0).id; }
  base::SampleId sample_of(base::ViolationId id) { return run(violations.get(admin.principal, id)).sample_id; }

  std::vector<base::ViolationId> listed(ViolationQuery query, const identity::Caller& by) {
    std::vector<base::ViolationId> ids;
    for (const Violation& violation : run(violations.list(by.principal, std::move(query))).items)
      ids.push_back(violation.id);
    return ids;
  }
  std::vector<base::ViolationId> listed(ViolationQuery query = {}) { return listed(std::move(query), operator_); }

  Violation acknowledge(base::ViolationId id, ViolationAck request = {.user = "susan", .reason = "Tool Change"}) {
    return run(violations.acknowledge(supervisor, id, std::move(request)));
  }
  std::string refused(const identity::Caller& by, base::ViolationId id) {
    return refusal(violations.acknowledge(by, id, {.user = "x", .reason = "y"}));
  }
  ViolationBatchAckResult acknowledge_all(std::vector<base::ViolationId> ids, bool exclude_sample = false) {
    return run(violations.acknowledge_batch(
        supervisor,
        {.violation_ids = std::move(ids), .user = "susan", .reason = "Other", .exclude_sample = exclude_sample}));
  }
  void exclude(base::SampleId id) {
    sample::Service samples(*database, events, clock, *intake);
    run(samples.set_excluded(supervisor, id, {.is_excluded = true}));
  }

  ViolationService violations{*database, events, clock};
  std::vector<judge::ViolationAcknowledged> acknowledged;
  base::Subscription acknowledged_heard;
};

TEST_F(ViolationTest, AreListedNewestFirstWithNameAndPlaceOfTheirCharacteristic) {
  const auto press = add_node(home, "Press 4", home_node);
  const auto id = create({.hierarchy_id = press, .name = "Thickness", .subgroup_size = 1}).id;
  set_limits(id);
  use_rules(id, {1});
  const auto first = raise(id);
  const auto second = raise(id);
  const ViolationPage page = run(violations.list(operator_.principal, {}));
  ASSERT_EQ(page.items.size(), 2U);
  EXPECT_EQ(page.items[1].id, first);
  const Violation& newest = page.items[0];
  EXPECT_EQ(newest.id, second);
  EXPECT_EQ(newest.characteristic_id, id);
  EXPECT_EQ(newest.characteristic_name, "Thickness");
  EXPECT_EQ(newest.hierarchy_path, "Line 1 > Press 4");
  EXPECT_EQ(newest.plant_id, home);
  EXPECT_EQ(newest.created_at, clock.now());
  EXPECT_EQ(newest.rule_name, "Outlier");
  EXPECT_EQ(newest.severity, "CRITICAL");
  EXPECT_THAT(newest.sample_ids, ElementsAre(newest.sample_id));
}

TEST_F(ViolationTest, OneIsReadAsItIsListed) {
  const auto id = raise(outliers_only());
  const Violation listed = run(violations.list(operator_.principal, {})).items.at(0);
  const Violation read = run(violations.get(operator_.principal, id));
  EXPECT_EQ(net::to_json_text(read), net::to_json_text(listed));
}

TEST_F(ViolationTest, AreFiltered) {
  const auto bore = outliers_only();
  const auto old = raise(bore);
  const auto middle = clock.now();
  const auto answered = raise(outliers_only("Shaft"));
  const auto informational = individuals("Depth");
  run(characteristics.replace_rules(engineer, informational, {{.rule_id = 3, .require_acknowledgement = false}}));
  for (const double value : {0.0, 0.1, 0.2, 0.3, 0.4, 0.5}) submit(informational, Readings{value});
  acknowledge(answered);
  const auto trend = created.back().violation.id;

  EXPECT_THAT(listed(), ElementsAre(trend, answered, old));
  EXPECT_THAT(listed({.characteristic_id = bore}), ElementsAre(old));
  EXPECT_THAT(listed({.sample_id = sample_of(answered)}), ElementsAre(answered));
  EXPECT_THAT(listed({.plant_id = home}), ElementsAre(trend, answered, old));
  EXPECT_THAT(listed({.acknowledged = true}), ElementsAre(answered));
  EXPECT_THAT(listed({.acknowledged = false}), ElementsAre(trend, old));
  EXPECT_THAT(listed({.acknowledged = false, .requires_acknowledgement = true}), ElementsAre(old));
  EXPECT_THAT(listed({.requires_acknowledgement = false}), ElementsAre(trend));
  EXPECT_THAT(listed({.severity = "WARNING"}), ElementsAre(trend));
  EXPECT_THAT(listed({.severity = "warning"}), IsEmpty());
  EXPECT_THAT(listed({.rule_id = 3}), ElementsAre(trend));
  EXPECT_THAT(listed({.rule_id = 99}), IsEmpty());
  EXPECT_THAT(listed({.end_date = middle}), ElementsAre(old));
  EXPECT_THAT(listed({.start_date = middle, .end_date = middle}), ElementsAre(old));
  EXPECT_THAT(listed({.start_date = middle + 1us}), ElementsAre(trend, answered));
}

TEST_F(ViolationTest, ArePagedByOffsetOrByPageNumber) {
  const auto id = outliers_only();
  std::vector<base::ViolationId> raised;
  for (int i = 0; i < 5; ++i) raised.insert(raised.begin(), raise(id));
  EXPECT_THAT(listed({.offset = 1, .limit = 2}), ElementsAre(raised[1], raised[2]));
  EXPECT_THAT(listed({.page = 2, .per_page = 3}), ElementsAre(raised[3], raised[4]));
  EXPECT_THAT(listed({.offset = 9}), IsEmpty());
  const ViolationPage page = run(violations.list(operator_.principal, {.offset = 7, .page = 3, .per_page = 2}));
  EXPECT_EQ(page.total, 5);
  EXPECT_EQ(page.offset, 4);
  EXPECT_EQ(page.limit, 2);
}

TEST_F(ViolationTest, NonsensicalPagesAreBroughtIntoRange) {
  raise(outliers_only());
  const auto page = [&](ViolationQuery query) {
    const ViolationPage got = run(violations.list(operator_.principal, std::move(query)));
    return std::tuple(got.items.size(), got.offset, got.limit);
  };
  EXPECT_EQ(page({.offset = -3, .limit = -1}), std::tuple(0U, 0, 0));
  EXPECT_EQ(page({.limit = 1'000'000}), std::tuple(1U, 0, 10'000));
  EXPECT_EQ(page({.page = 0}), std::tuple(1U, 0, 100));
  EXPECT_EQ(page({.page = std::numeric_limits<std::int64_t>::max(), .per_page = 10'000}),
            std::tuple(0U, 9'999'999'990'000, 10'000));
}

TEST_F(ViolationTest, OfOtherPlantsAreNotSeen) {
  const auto foreign = raise(foreign_outliers());
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_EQ(run(violations.stats(operator_.principal, {})).total, 0);
  EXPECT_EQ(refusal(violations.get(operator_.principal, foreign)),
            "404 Violation " + std::to_string(foreign.value) + " not found");
  EXPECT_EQ(refusal(violations.get(operator_.principal, {99})), "404 Violation 99 not found");
  EXPECT_THAT(listed({}, stranger), ElementsAre(foreign));
  EXPECT_THAT(listed({}, admin), ElementsAre(foreign));
  EXPECT_EQ(run(violations.get(admin.principal, foreign)).plant_id, away);
}

TEST_F(ViolationTest, WithoutAPlantAreForAdminsToSeeAndForNobodyToAcknowledge) {
  const auto id = raise(outliers_only());
  execute("UPDATE hierarchy SET plant_id = NULL");
  execute("UPDATE violation SET plant_id = -1");  // as of a program that does not file
  EXPECT_THAT(listed({}, operator_), IsEmpty());
  EXPECT_THAT(listed({}, admin), ElementsAre(id));
  EXPECT_THAT(refusal(violations.get(operator_.principal, id)), StartsWith("404"));
  EXPECT_EQ(run(violations.get(admin.principal, id)).plant_id, std::nullopt);
  EXPECT_THAT(refused(admin, id), StartsWith("404"));
}

TEST_F(ViolationTest, ThatNoLongerHoldAreHiddenUnlessSomebodyAcknowledgedThem) {
  const auto id = outliers_only();
  const auto open = raise(id);
  const auto answered = raise(id);
  acknowledge(answered);
  exclude(sample_of(open));
  exclude(sample_of(answered));
  EXPECT_THAT(listed(), ElementsAre(answered));
  EXPECT_TRUE(run(violations.get(operator_.principal, open)).superseded_at);
  const ViolationStats stats = run(violations.stats(operator_.principal, {}));
  EXPECT_EQ(stats.total, 1);
  EXPECT_EQ(stats.unacknowledged, 0);
}

TEST_F(ViolationTest, OfDeletedSamplesAreGone) {
  const auto id = raise(outliers_only());
  sample::Service samples(*database, events, clock, *intake);
  run(samples.remove(supervisor, sample_of(id)));
  EXPECT_THAT(listed(), IsEmpty());
  EXPECT_THAT(refusal(violations.get(operator_.principal, id)), StartsWith("404"));
  EXPECT_THAT(refused(supervisor, id), StartsWith("404"));
}

// A database of the reference: no name, no involved samples, or text that is no list.
TEST_F(ViolationTest, StoredByOthersAreReadAsFarAsTheySayAnything) {
  const auto id = create_variable(1).id;
  const auto violation = add_violation(add_sample(id, {1}), 7);
  execute("UPDATE violation SET rule_name = NULL, sample_ids = '{\"not\": \"a list\"}', signal_start_sample_id = NULL");
  const Violation read = run(violations.get(operator_.principal, violation));
  EXPECT_EQ(read.rule_name, "Rule 7");
  EXPECT_THAT(read.sample_ids, IsEmpty());
  EXPECT_EQ(read.signal_start_sample_id, std::nullopt);
}

TEST_F(ViolationTest, AreCountedByRuleSeverityAndState) {
  const auto bore = outliers_only();
  const auto answered = raise(bore);
  raise(bore);
  const auto middle = clock.now();
  const auto depth = individuals("Depth");
  run(characteristics.replace_rules(engineer, depth, {{.rule_id = 3, .require_acknowledgement = false}}));
  for (const double value : {0.0, 0.1, 0.2, 0.3, 0.4, 0.5}) submit(depth, Readings{value});
  acknowledge(answered);

  const ViolationStats all = run(violations.stats(operator_.principal, {}));
  EXPECT_EQ(all.total, 3);
  EXPECT_EQ(all.unacknowledged, 1);
  EXPECT_EQ(all.informational, 1);
  EXPECT_THAT(all.by_rule, ElementsAre(Pair("1", 2), Pair("3", 1)));
  EXPECT_THAT(all.by_severity, ElementsAre(Pair("CRITICAL", 2), Pair("WARNING", 1)));
  EXPECT_EQ(run(violations.stats(operator_.principal, {.characteristic_id = depth})).total, 1);
  EXPECT_EQ(run(violations.stats(operator_.principal, {.plant_id = away})).total, 0);
  EXPECT_EQ(run(violations.stats(operator_.principal, {.end_date = middle})).total, 2);
  EXPECT_EQ(run(violations.stats(operator_.principal, {.start_date = middle + 1us})).total, 1);
}

TEST_F(ViolationTest, AcknowledgementRecordsWhoItReallyWas) {
  const auto id = raise(outliers_only());
  clock.advance(5min);
  const Violation answered = acknowledge(id, {.user = "somebody else", .reason = "Tool Change"});
  EXPECT_TRUE(answered.acknowledged);
  EXPECT_EQ(answered.ack_user, "susan");
  EXPECT_EQ(answered.ack_reason, "Tool Change");
  EXPECT_EQ(answered.ack_timestamp, clock.now());
  EXPECT_EQ(run(violations.get(operator_.principal, id)).ack_user, "susan");
}

TEST_F(ViolationTest, AcknowledgementIsToldAndAudited) {
  const auto bore = outliers_only();
  const auto id = raise(bore);
  acknowledge(id);
  ASSERT_EQ(acknowledged.size(), 1U);
  EXPECT_EQ(acknowledged[0].violation_id, id);
  EXPECT_EQ(acknowledged[0].sample_id, sample_of(id));
  EXPECT_EQ(acknowledged[0].characteristic_id, bore);
  EXPECT_EQ(acknowledged[0].plant_id, home);
  EXPECT_EQ(acknowledged[0].user, "susan");
  EXPECT_EQ(acknowledged[0].reason, "Tool Change");
  EXPECT_EQ(scalar<std::string>("SELECT username || ' ' || entity_id FROM audit_event"
                                " WHERE action = 'violation.acknowledged'"),
            "susan " + std::to_string(id.value));
}

TEST_F(ViolationTest, IsAcknowledgedOnce) {
  const auto id = raise(outliers_only());
  acknowledge(id);
  const std::string name = "Violation " + std::to_string(id.value);
  EXPECT_EQ(refused(supervisor, id), "409 " + name + " is already acknowledged");
  EXPECT_EQ(acknowledged.size(), 1U);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM audit_event WHERE action = 'violation.acknowledged'"), 1);
}

TEST_F(ViolationTest, ThatNoLongerHoldsNeedsNoAnswer) {
  const auto id = raise(outliers_only());
  exclude(sample_of(id));
  EXPECT_EQ(refused(supervisor, id),
            "409 Violation " + std::to_string(id.value) + " no longer holds: samples were changed since it was raised");
}

TEST_F(ViolationTest, SupervisorsOfItsPlantAcknowledgeOthersDoNot) {
  const auto id = raise(outliers_only());
  EXPECT_THAT(refused(operator_, id), StartsWith("403"));
  EXPECT_EQ(refused(stranger, id), "404 Violation " + std::to_string(id.value) + " not found");
  EXPECT_EQ(refused(supervisor, {99}), "404 Violation 99 not found");
  EXPECT_TRUE(acknowledged.empty());
  EXPECT_EQ(refused(admin, id), "none");
}

TEST_F(ViolationTest, AcknowledgementMayExcludeTheSample) {
  const auto bore = individuals();
  use_rules(bore, {1, 5});
  submit(bore, Readings{2.5});
  const auto outcome = submit(bore, Readings{5});
  ASSERT_EQ(outcome.sample.violations.size(), 2U);
  const auto outlier = outcome.sample.violations[0].id;
  const Violation answered = acknowledge(outlier, {.user = "s", .reason = "probe was loose", .exclude_sample = true});
  EXPECT_TRUE(answered.acknowledged);
  EXPECT_TRUE(answered.superseded_at);
  EXPECT_EQ(scalar<std::string>("SELECT exclude_reason FROM sample WHERE is_excluded = ${true}"), "probe was loose");
  EXPECT_THAT(listed(), ElementsAre(outlier));  // the one of rule 5 went with the sample, unanswered
  EXPECT_EQ(changed.size(), 1U);
}

TEST_F(ViolationTest, WithoutTheWishTheSampleStays) {
  acknowledge(raise(outliers_only()));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample WHERE is_excluded = ${true}"), 0);
  EXPECT_TRUE(changed.empty());
}

TEST_F(ViolationTest, BatchAcknowledgesWhatItCanAndNamesTheRest) {
  const auto bore = outliers_only();
  const auto one = raise(bore);
  const auto answered = raise(bore);
  acknowledge(answered);
  const auto foreign = raise(foreign_outliers());
  const auto other = raise(outliers_only("Shaft"));
  const base::ViolationId unknown{4711};
  acknowledged.clear();

  const ViolationBatchAckResult result = acknowledge_all({other, answered, unknown, one, foreign});
  EXPECT_EQ(result.total, 5);
  EXPECT_EQ(result.successful, 2);
  EXPECT_EQ(result.failed, 3);
  EXPECT_THAT(result.acknowledged, ElementsAre(other, one));
  std::vector<base::ViolationId> order;
  for (const ViolationBatchAckItem& item : result.results) order.push_back(item.violation_id);
  EXPECT_THAT(order, ElementsAre(other, answered, unknown, one, foreign));
  EXPECT_EQ(result.results[0].error, std::nullopt);
  EXPECT_EQ(result.errors.size(), 3U);
  EXPECT_EQ(result.errors.at("4711"), "Violation 4711 not found");
  EXPECT_THAT(result.errors.at(std::to_string(answered.value)), ::testing::HasSubstr("already acknowledged"));
  EXPECT_THAT(result.errors, ::testing::Contains(Pair(std::to_string(foreign.value), ::testing::Not(""))));
  EXPECT_EQ(acknowledged.size(), 2U);
  EXPECT_THAT(listed({.acknowledged = false}, admin), ElementsAre(foreign));
}

TEST_F(ViolationTest, BatchAnswersARepeatedIdOnce) {
  const auto id = raise(outliers_only());
  const ViolationBatchAckResult result = acknowledge_all({id, id});
  EXPECT_EQ(result.successful, 1);
  EXPECT_TRUE(result.results[0].success);
  EXPECT_FALSE(result.results[1].success);
}

TEST_F(ViolationTest, BatchThatExcludesAnswersAllViolationsOfASampleFirst) {
  const auto bore = individuals();
  use_rules(bore, {1, 5});
  submit(bore, Readings{2.5});
  const auto outcome = submit(bore, Readings{5});
  ASSERT_EQ(outcome.sample.violations.size(), 2U);
  const ViolationBatchAckResult result =
      acknowledge_all({outcome.sample.violations[0].id, outcome.sample.violations[1].id}, true);
  EXPECT_EQ(result.successful, 2);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM sample WHERE is_excluded = ${true}"), 1);
  EXPECT_EQ(changed.size(), 1U);
}

TEST(ViolationReasons, AreDistinctAndEndWithOther) {
  EXPECT_EQ(std::set(kReasonCodes.begin(), kReasonCodes.end()).size(), kReasonCodes.size());
  EXPECT_EQ(kReasonCodes.back(), "Other");
}

}  // namespace
}  // namespace openspc::quality::testing
