// Lists, totals and statistics of violations come from counters and indexes: whatever was done, in whatever order, they
// are what reading every row would give. Random walks; the seed is printed with a failure.
#include <random>

#include "quality/sample/violation_service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using namespace std::chrono_literals;

// A violation as its row says, of a sample that is not deleted.
struct Listed {
  base::ViolationId id;
  base::SampleId sample;
  base::CharacteristicId characteristic;
  std::optional<base::PlantId> plant;
  std::int64_t rule = 0;
  std::string severity;
  bool acknowledged = false, requires_acknowledgement = false;
  base::Timestamp time;
};

class ViolationListTest : public SampleTest {
 protected:
  std::vector<Listed> every_row() {
    return database->read_now([](db::Session& s) {
      std::vector<Listed> rows;
      s.each<base::ViolationId, base::SampleId, base::CharacteristicId, std::optional<base::PlantId>, std::int64_t,
             std::string, bool, bool, base::Timestamp>(
          "SELECT v.id, s.id, c.id, h.plant_id, v.rule_id, v.severity, v.acknowledged, v.requires_acknowledgement,"
          " s.timestamp FROM violation v JOIN sample s ON s.id = v.sample_id JOIN characteristic c ON c.id = s.char_id"
          " JOIN hierarchy h ON h.id = c.hierarchy_id WHERE s.deleted_at IS NULL"
          " AND (v.superseded_at IS NULL OR v.acknowledged <> ?) ORDER BY v.id DESC",
          [&rows](base::ViolationId id, base::SampleId sample, base::CharacteristicId characteristic,
                  std::optional<base::PlantId> plant, std::int64_t rule, std::string severity, bool acknowledged,
                  bool requires_acknowledgement, base::Timestamp time) {
            rows.push_back({id, sample, characteristic, plant, rule, std::move(severity), acknowledged,
                            requires_acknowledgement, time});
          },
          false);
      return rows;
    });
  }

  static bool matches(const Listed& row, const ViolationQuery& query) {
    const auto is = [](const auto& wanted, const auto& value) { return !wanted || *wanted == value; };
    return is(query.characteristic_id, row.characteristic) && is(query.sample_id, row.sample) &&
           (!query.plant_id || row.plant == query.plant_id) && is(query.acknowledged, row.acknowledged) &&
           is(query.requires_acknowledgement, row.requires_acknowledgement) && is(query.severity, row.severity) &&
           is(query.rule_id, row.rule) && (!query.start_date || row.time >= *query.start_date) &&
           (!query.end_date || row.time <= *query.end_date);
  }

  // The page of `query`, its total and the statistics beside what the rows say.
  void expect_as_rows_say(const std::vector<Listed>& rows, const ViolationQuery& query, const identity::Caller& who) {
    std::vector<std::int64_t> expected;
    for (const Listed& row : rows) {
      const bool seen = who.principal.is_admin() || (row.plant && who.principal.can_see(*row.plant));
      if (seen && matches(row, query)) expected.push_back(row.id.value);
    }
    const ViolationPage page = run(violations.list(who.principal, query));
    EXPECT_EQ(page.total, static_cast<std::int64_t>(expected.size()));
    std::vector<std::int64_t> got;
    for (const Violation& violation : page.items) got.push_back(violation.id.value);
    const auto total = static_cast<std::int64_t>(expected.size());
    const auto begin = std::min(query.offset, total), end = std::min(begin + query.limit, total);
    EXPECT_EQ(got, std::vector<std::int64_t>(expected.begin() + begin, expected.begin() + end));
    const ViolationStats stats = run(
        violations.stats(who.principal, {query.characteristic_id, query.plant_id, query.start_date, query.end_date}));
    ViolationQuery same{.characteristic_id = query.characteristic_id, .plant_id = query.plant_id};
    same.start_date = query.start_date;
    same.end_date = query.end_date;
    EXPECT_EQ(stats.total, run(violations.list(who.principal, same)).total);
  }

  void expect_every_filter_right() {
    const std::vector<Listed> rows = every_row();
    const base::Timestamp middle = rows.empty() ? clock.now() : rows[rows.size() / 3].time;
    const base::Timestamp early = rows.empty() ? clock.now() : rows[rows.size() * 5 / 6].time;
    std::vector<ViolationQuery> queries = {{},
                                           {.plant_id = home},
                                           {.plant_id = away},
                                           {.acknowledged = false},
                                           {.acknowledged = true},
                                           {.acknowledged = false, .requires_acknowledgement = true},
                                           {.plant_id = home, .acknowledged = false},
                                           {.severity = "WARNING"},
                                           {.severity = "CRITICAL", .rule_id = 1},
                                           {.rule_id = 5},
                                           {.start_date = middle},
                                           {.end_date = middle},
                                           {.end_date = early},
                                           {.start_date = early, .end_date = middle},
                                           {.acknowledged = false, .start_date = early, .end_date = middle},
                                           {.start_date = middle + 1us, .end_date = middle},
                                           {.offset = 3, .limit = 4},
                                           {.acknowledged = false, .offset = 2, .limit = 3}};
    if (!rows.empty()) {
      const Listed& row = rows[rows.size() / 2];
      queries.push_back({.characteristic_id = row.characteristic});
      queries.push_back({.characteristic_id = row.characteristic, .acknowledged = false, .end_date = middle});
      queries.push_back({.sample_id = row.sample});
    }
    for (const ViolationQuery& query : queries) {
      expect_as_rows_say(rows, query, admin);
      expect_as_rows_say(rows, query, operator_);
    }
    EXPECT_TRUE(database->read_now([](db::Session& s) { return violation_counts_agree(s); }));
  }

  ViolationService violations{*database, events, clock};
};

class ViolationListPropertyTest : public ViolationListTest, public ::testing::WithParamInterface<unsigned> {
 protected:
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

  void add_characteristic() {
    const bool here = number(0, 2) > 0;
    const auto id =
        create(
            {.hierarchy_id = here ? home_node : away_node, .name = "C" + std::to_string(++names_), .subgroup_size = 1})
            .id;
    const auto& who = here ? engineer : stranger;
    run(limits.set(who, id, {3, -3, 0, 1}));
    run(characteristics.replace_rules(who, id, {{.rule_id = 5, .require_acknowledgement = false}}));
    (here ? ours_ : theirs_).push_back(id);
  }
  std::optional<base::ViolationId> any_violation() {
    return database->read_now([&](db::Session& s) {
      return s.scalar<std::optional<base::ViolationId>>("SELECT id FROM violation ORDER BY id LIMIT 1 OFFSET ?",
                                                        std::int64_t{number(0, 40)});
    });
  }
  std::optional<base::SampleId> any_sample() {
    return database->read_now([&](db::Session& s) {
      return s.scalar<std::optional<base::SampleId>>(
          "SELECT id FROM sample WHERE deleted_at IS NULL ORDER BY id DESC LIMIT 1 OFFSET ?",
          std::int64_t{number(0, 30)});
    });
  }

  // Refusals (it is acknowledged, it is at another plant) are part of the walk.
  void step() {
    try {
      take_step();
    } catch (const base::Error& error) {
      ASSERT_NE(error.kind(), base::ErrorKind::unavailable) << error.detail();
    }
  }
  void take_step() {
    sample::Service samples(*database, events, clock, *intake);
    const auto violation = any_violation();
    const auto sample = any_sample();
    switch (number(0, 13)) {
      case 0:
        if (violation) run(violations.acknowledge(supervisor, *violation, {"s", "r", number(0, 3) == 0}));
        return;
      case 1:
        if (violation)
          run(violations.acknowledge_batch(supervisor, {{*violation, {violation->value + 1}}, "s", "r", false}));
        return;
      case 2:
        if (sample) run(samples.set_excluded(supervisor, *sample, {.is_excluded = number(0, 1) == 0}));
        return;
      case 3:
        if (sample) run(samples.remove(supervisor, *sample));
        return;
      case 4:
        if (sample)
          run(samples.edit(supervisor, *sample, {.measurements = Readings{0.5 * number(-9, 9)}, .reason = "r"}));
        return;
      case 5:
        if (number(0, 4) > 0 || ours_.size() < 2) return;
        execute("DELETE FROM characteristic WHERE id = " + std::to_string(ours_.back().value));
        ours_.pop_back();
        return;
      case 6:
        if (number(0, 2) == 0 && sample) add_violation(*sample, number(1, 8));
        return;
      case 7:
        if (number(0, 3) == 0) add_characteristic();
        return;
      case 8: {
        BatchSubmission batch{.characteristic_id = any_characteristic(),
                              .samples = {},
                              .evaluation = RuleEvaluation::on,
                              .authorize = {}};
        for (int i = 0; i < 4; ++i) batch.samples.push_back({.measurements = {0.5 * number(-8, 8)}});
        run(intake->submit_batch(std::move(batch)));
        return;
      }
      case 9:
        submit(any_characteristic(), SampleInput{.measurements = {0.5 * number(-9, 9)},
                                                 .timestamp = clock.now() - std::chrono::seconds(number(1, 40))});
        return;
      default:
        submit(any_characteristic(), Readings{0.5 * number(-8, 8)});
    }
  }
  base::CharacteristicId any_characteristic() {
    const auto& from = !theirs_.empty() && number(0, 3) == 0 ? theirs_ : ours_;
    return from[static_cast<std::size_t>(number(0, static_cast<int>(from.size()) - 1))];
  }

  std::mt19937 random_{GetParam()};
  std::vector<base::CharacteristicId> ours_, theirs_;
  int names_ = 0;
};

TEST_P(ViolationListPropertyTest, ListsTotalsAndStatisticsAreWhatTheRowsSay) {
  for (int i = 0; i < 4; ++i) add_characteristic();
  while (ours_.empty()) add_characteristic();
  for (int i = 0; i < 160; ++i) step();
  expect_every_filter_right();
}

INSTANTIATE_TEST_SUITE_P(Seeds, ViolationListPropertyTest, ::testing::Range(1U, 9U));

class ManyViolations : public ViolationListTest {
 protected:
  // Six violations of each sample of two characteristics, as a program of another kind writes them.
  void write_many(std::int64_t samples) {
    const auto bore = create({.name = "Bore", .subgroup_size = 1}).id;
    const auto shaft = create({.hierarchy_id = away_node, .name = "Shaft", .subgroup_size = 1}).id;
    database->write_now([&](db::Session& s) {
      const std::string insert = s.dialect().expand(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
          " INSERT INTO subgroup (plant_id, char_id, time_us, id, actual_n, is_excluded, is_undersized, is_uncertain,"
          " is_modified, rules_skipped)"
          " SELECT h.plant_id, c.id, 1767225600000000 + CAST(i AS BIGINT) * 7000000, i, 1, ${false}, ${false}, "
          "${false}, ${false}, ${false} FROM n JOIN characteristic c"
          " ON c.id = CASE WHEN i % 3 = 0 THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END JOIN hierarchy h ON h.id = "
          "c.hierarchy_id");
      s.execute(insert, samples, shaft, bore);
      s.execute(
          "INSERT INTO violation (sample_id, char_id, rule_id, rule_name, severity, acknowledged,"
          " requires_acknowledgement, created_at, chart, sample_ids)"
          " SELECT s.id, s.char_id, r.rule, 'Rule', CASE r.rule WHEN 1 THEN 'CRITICAL' ELSE 'WARNING' END,"
          " s.id % 5 <> 0 AND r.rule < 4, s.id % 7 <> 0, s.timestamp, 'location', '[]' FROM sample s"
          " CROSS JOIN (SELECT 1 AS rule UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6) "
          "r");
    });
  }
};

TEST_F(ManyViolations, OfAnotherProgramAreFiledWhenTheyAreFirstAskedFor) {
  write_many(30);
  EXPECT_EQ(run(violations.stats(admin.principal, {})).total, 180);
  EXPECT_EQ(run(violations.list(operator_.principal, {.limit = 1})).total, 120);
}

TEST_F(ManyViolations, ThatAnotherProgramChangedAreCountedAgainAtTheStart) {
  write_many(30);
  violations.check_filing();
  execute("DELETE FROM violation WHERE rule_id = 6");
  EXPECT_EQ(run(violations.stats(admin.principal, {})).total, 180);
  violations.check_filing();
  EXPECT_EQ(run(violations.stats(admin.principal, {})).total, 150);
  EXPECT_TRUE(database->read_now([](db::Session& s) { return violation_counts_agree(s); }));
}

TEST_F(ManyViolations, AreListedAsTheRowsSayHoweverDeep) {
  write_many(12'000);
  const std::vector<Listed> rows = every_row();
  ASSERT_EQ(rows.size(), 72'000U);
  const base::Timestamp late = rows[3'000].time, middle = rows[30'000].time, early = rows[71'000].time;
  expect_as_rows_say(rows, {.limit = 5}, admin);
  expect_as_rows_say(rows, {.offset = 30'000, .limit = 5}, admin);
  expect_as_rows_say(rows, {.acknowledged = false, .offset = 21'000, .limit = 5}, admin);
  expect_as_rows_say(rows, {.offset = 71'900, .limit = 500}, admin);
  expect_as_rows_say(rows, {.start_date = middle, .end_date = late, .limit = 5}, admin);
  expect_as_rows_say(rows, {.end_date = middle, .offset = 10, .limit = 5}, operator_);
  expect_as_rows_say(rows, {.start_date = early, .end_date = late, .limit = 5}, admin);
  expect_as_rows_say(rows, {.start_date = early, .offset = 25'000, .limit = 5}, admin);
}

}  // namespace
}  // namespace openspc::quality::testing
