// What rules have beyond the reference's: a severity that is a setting, and whether they judge the dispersion chart.
#include "quality/sample/violation_reader.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class RuleOptionTest : public SampleTest {
 protected:
  std::vector<judge::RuleSwitch> rules(base::CharacteristicId id) {
    return run(characteristics.rules(engineer.principal, id));
  }
  std::vector<judge::RuleSwitch> put(base::CharacteristicId id, std::vector<judge::RuleSwitch> body) {
    return run(characteristics.replace_rules(engineer, id, std::move(body)));
  }
  /// As a database of the reference leaves it: without the rows of the second table.
  base::CharacteristicId adopted() {
    const auto id = individuals();
    execute("DELETE FROM characteristic_rule_option");
    return id;
  }
  std::vector<std::string> stored(std::string_view name) {
    return column<std::string>("SELECT " + std::string(name) + " FROM violation ORDER BY chart DESC");
  }
  /// Individuals at rest, then one far away: an outlier on both charts.
  std::vector<judge::RaisedViolation> outlier(base::CharacteristicId id) {
    submit(id, Readings{0});
    return submit(id, Readings{9}).sample.violations;
  }
};

TEST_F(RuleOptionTest, AnOutlierOnBothChartsHasTwoNames) {
  outlier(individuals());
  EXPECT_THAT(stored("rule_name"), ::testing::ElementsAre("Outlier", "Outlier (moving range)"));
}

TEST_F(RuleOptionTest, NamesTellRangesAndStandardDeviations) {
  const auto name_on = [this](judge::ChartType chart) {
    const auto id = create({.subgroup_size = 2, .chart_type = chart}).id;
    run(limits.set(engineer, id, {10, -10, 0, 1}));
    submit(id, Readings{-3, 3});
    return scalar<std::string>("SELECT rule_name FROM violation ORDER BY id DESC LIMIT 1");
  };
  EXPECT_EQ(name_on(judge::ChartType::xbar_r), "Outlier (range)");
  EXPECT_EQ(name_on(judge::ChartType::xbar_s), "Outlier (standard deviation)");
}

TEST_F(RuleOptionTest, AreOnForBothChartsAtFirst) {
  const auto of_means = rules(create_variable(5).id);
  for (int rule = 1; rule <= 8; ++rule) EXPECT_EQ(of_means[rule - 1].dispersion_enabled, rule <= 4) << rule;
  const auto of_individuals = rules(create_variable(1).id);
  for (int rule = 1; rule <= 8; ++rule) EXPECT_EQ(of_individuals[rule - 1].dispersion_enabled, rule == 1) << rule;
  for (const judge::RuleSwitch& rule : rules(create_attribute(judge::DataType::c, 1).id))
    EXPECT_EQ(rule.dispersion_enabled, false);
}

TEST_F(RuleOptionTest, AnAdoptedCharacteristicIsJudgedOnItsLocationChartAlone) {
  const auto id = adopted();
  EXPECT_EQ(outlier(id).size(), 1U);
  for (const judge::RuleSwitch& rule : rules(id)) EXPECT_EQ(rule.dispersion_enabled, false);
}

TEST_F(RuleOptionTest, SwitchTheDispersionChartOnAndOff) {
  const auto id = adopted();
  put(id, {{.rule_id = 1, .dispersion_enabled = true}});
  EXPECT_EQ(outlier(id).size(), 2U);
  put(id, {{.rule_id = 1, .dispersion_enabled = false}});
  EXPECT_EQ(submit(id, Readings{-9}).sample.violations.size(), 1U);
}

TEST_F(RuleOptionTest, ARuleThatIsOffJudgesNeitherChart) {
  const auto id = individuals();
  put(id, {{.rule_id = 1, .is_enabled = false, .dispersion_enabled = true}});
  EXPECT_THAT(outlier(id), IsEmpty());
}

TEST_F(RuleOptionTest, ARuleThatIsNotJudgedThereCannotBeSwitchedOn) {
  const auto refused = [this](base::CharacteristicId id, int rule) {
    return refusal(characteristics.replace_rules(engineer, id, {{.rule_id = rule, .dispersion_enabled = true}}));
  };
  EXPECT_THAT(refused(create_variable(5).id, 5), AllOf(StartsWith("422"), HasSubstr("rule 5 is not judged")));
  EXPECT_THAT(refused(create_variable(1).id, 2), StartsWith("422"));
  EXPECT_EQ(refused(create_variable(5).id, 4), "none");
}

TEST_F(RuleOptionTest, SeverityIsThatOfTheContractUntilSomebodyChoosesAnother) {
  const auto id = individuals();
  for (const judge::RuleSwitch& rule : rules(id))
    EXPECT_EQ(rule.severity, rule.rule_id == 1 ? judge::RuleSeverity::CRITICAL : judge::RuleSeverity::WARNING);
  put(id, {{.rule_id = 1, .severity = judge::RuleSeverity::WARNING},
           {.rule_id = 3, .severity = judge::RuleSeverity::CRITICAL}});
  EXPECT_EQ(rules(id)[0].severity, judge::RuleSeverity::WARNING);
  EXPECT_EQ(rules(id)[2].severity, judge::RuleSeverity::CRITICAL);
}

TEST_F(RuleOptionTest, TheChosenSeverityIsStoredToldAndCounted) {
  const auto id = individuals();
  use_rules(id, {1});
  put(id, {{.rule_id = 1, .severity = judge::RuleSeverity::WARNING, .dispersion_enabled = false}});
  EXPECT_EQ(outlier(id).at(0).severity, spc::Severity::warning);
  EXPECT_THAT(stored("severity"), ::testing::ElementsAre("WARNING"));
  const auto stats = database->read_now([&](db::Session& s) { return count_violations(s, engineer.principal, {}); });
  EXPECT_EQ(stats.by_severity, (std::map<std::string, std::int64_t>{{"WARNING", 1}}));
  EXPECT_TRUE(database->read_now([](db::Session& s) { return violation_counts_agree(s); }));
}

TEST_F(RuleOptionTest, AViolationKeepsTheSeverityThatItWasRaisedWith) {
  const auto id = individuals();
  use_rules(id, {1});
  put(id, {{.rule_id = 1, .dispersion_enabled = false}});
  const base::Timestamp before = clock.now();
  outlier(id);
  put(id, {{.rule_id = 1, .severity = judge::RuleSeverity::WARNING}});
  submit_at(id, before, 0);
  EXPECT_THAT(stored("severity"), ::testing::ElementsAre("CRITICAL"));
}

TEST_F(RuleOptionTest, APutOfTheReferencesMembersLeavesTheOthersAlone) {
  const auto id = individuals();
  put(id, {{.rule_id = 1, .severity = judge::RuleSeverity::WARNING, .dispersion_enabled = false}});
  const auto answered = put(id, {{.rule_id = 1, .is_enabled = true, .require_acknowledgement = false}});
  ASSERT_EQ(answered.size(), 1U);
  EXPECT_EQ(answered[0].severity, judge::RuleSeverity::WARNING);
  EXPECT_EQ(answered[0].dispersion_enabled, false);
}

TEST_F(RuleOptionTest, AreGoneWithTheirCharacteristic) {
  const auto id = create({.subgroup_size = 5, .chart_type = judge::ChartType::xbar_s}).id;
  run(characteristics.remove(engineer, id));
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM characteristic_rule_option"), 0);
  EXPECT_EQ(scalar<std::int64_t>("SELECT COUNT(*) FROM characteristic_option"), 0);
}

}  // namespace
}  // namespace openspc::quality::testing
