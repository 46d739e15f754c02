// The audit trail as people read it: who sees what of it, how it is filtered, and what a copy of it looks like.

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <functional>

#include "identity/audit.h"
#include "identity/trail/audit_export.h"
#include "identity/trail/audit_service.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using base::ErrorKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class AuditTrailTest : public IdentityTest {
 protected:
  AuditTrailTest() {
    home = default_plant();
    away = add_plant("AWAY");
    admin = person("ada", {{home, net::Role::admin}});
    execute("DELETE FROM audit_event");
  }

  static Caller person(const std::string& name, std::vector<std::pair<base::PlantId, net::Role>> roles) {
    Caller caller{{}, "request-1", "10.0.0.7", "browser"};
    caller.principal.user_id = {7};
    caller.principal.username = name;
    caller.principal.roles = std::move(roles);
    return caller;
  }
  void happened(const std::string& action, std::optional<base::PlantId> plant, const std::string& id = "1",
                const std::string& who = "ada") {
    clock.advance(std::chrono::minutes(1));
    const auto type = action.substr(0, action.find('.'));
    db->write_now([&](db::Session& session) {
      audit::record(session, person(who, {}), action, {type, id, plant}, {{"name", "Line 1"}});
    });
  }
  std::vector<std::string> actions(const Caller& caller, AuditQuery query = {}) {
    std::vector<std::string> found;
    for (const AuditEvent& event : run(trail.list(caller, std::move(query))).items) found.push_back(event.action);
    return found;
  }
  static AuditQuery with(const std::function<void(AuditQuery&)>& set) {
    AuditQuery query;
    set(query);
    return query;
  }

  base::PlantId home, away;
  Caller admin;
  AuditService trail{*db};
};

TEST_F(AuditTrailTest, ShowsWhoDidWhatFromWhereTheNewestFirst) {
  happened("plant.created", home);
  happened("broker.changed", home, "4");
  const AuditPage page = run(trail.list(admin, {}));
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.total, 2);
  const AuditEvent& newest = page.items.front();
  EXPECT_EQ(newest.action, "broker.changed");
  EXPECT_EQ(newest.username, "ada");
  EXPECT_EQ(newest.address, "10.0.0.7");
  EXPECT_EQ(newest.entity_id, "4");
  EXPECT_EQ(newest.plant_id, home);
  EXPECT_EQ(newest.detail.at("name").as_string(), "Line 1");
  EXPECT_EQ(newest.correlation_id, "request-1");
}

TEST_F(AuditTrailTest, IsFilteredByWhatPeopleAskFor) {
  happened("plant.created", home, "1", "ada");
  happened("plant.deleted", away, "2", "bob");
  happened("planting.done", away, "2", "bob");
  EXPECT_THAT(actions(admin, with([](AuditQuery& q) { q.action = "plant.deleted"; })), ElementsAre("plant.deleted"));
  EXPECT_THAT(actions(admin, with([](AuditQuery& q) { q.action = "plant."; })),
              ElementsAre("plant.deleted", "plant.created"));
  EXPECT_THAT(actions(admin, with([](AuditQuery& q) { q.username = "bo"; })),
              ElementsAre("planting.done", "plant.deleted"));
  EXPECT_THAT(actions(admin, with([](AuditQuery& q) { q.entity_type = "plant", q.entity_id = "2"; })),
              ElementsAre("plant.deleted"));
  EXPECT_THAT(actions(admin, with([&](AuditQuery& q) { q.plant_id = home; })), ElementsAre("plant.created"));
}

TEST_F(AuditTrailTest, IsReadByTimeAndPage) {
  happened("plant.first", home);
  const base::Timestamp then = clock.now();
  happened("plant.second", home);
  happened("plant.third", home);
  EXPECT_THAT(actions(admin, with([&](AuditQuery& q) { q.end_date = then; })), ElementsAre("plant.first"));
  EXPECT_THAT(actions(admin, with([](AuditQuery& q) { q.offset = 1, q.limit = 1, q.action = "plant."; })),
              ElementsAre("plant.second"));
}

TEST_F(AuditTrailTest, EngineersSeeWhatBelongsToTheirPlants) {
  happened("plant.changed", home);
  happened("plant.changed", away);
  happened("auth.login", std::nullopt);
  const Caller engineer = person("erin", {{away, net::Role::engineer}, {home, net::Role::supervisor}});
  const AuditPage page = run(trail.list(engineer, {}));
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.items.front().plant_id, away);
  EXPECT_THAT(run(trail.kinds(engineer.principal)).actions, ElementsAre("plant.changed"));
}

TEST_F(AuditTrailTest, AuditorsSeeAllOfIt) {
  happened("auth.login", std::nullopt);
  Caller auditor = person("otto", {});
  auditor.principal.desk_role = net::DeskRole::auditor;
  EXPECT_THAT(actions(auditor), ElementsAre("auth.login"));
}

TEST_F(AuditTrailTest, IsClosedToOthers) {
  const Caller operator_ = person("olga", {{home, net::Role::supervisor}});
  EXPECT_EQ(error_of(trail.list(operator_, {})), ErrorKind::forbidden);
  EXPECT_EQ(error_of(trail.kinds(operator_.principal)), ErrorKind::forbidden);
  EXPECT_EQ(error_of(trail.export_as(operator_, {})), ErrorKind::forbidden);
}

TEST_F(AuditTrailTest, ALookAndACopyAreEvents) {
  actions(admin, with([](AuditQuery& q) { q.action = "plant."; }));
  actions(admin, with([](AuditQuery& q) { q.offset = 100; }));
  run(trail.export_as(admin, {}));
  EXPECT_THAT(audit_trail(), ElementsAre("audit.viewed", "audit.exported"));
  EXPECT_THAT(scalar<std::string>("SELECT detail FROM audit_event WHERE action = 'audit.viewed'"), HasSubstr("plant."));
}

TEST_F(AuditTrailTest, ACopyIsAFileWithALineForEachEvent) {
  happened("plant.created", home, "=cmd|' /C calc'!A0");
  const std::string csv = run(trail.export_as(admin, {}));
  EXPECT_THAT(csv, StartsWith("id,at,user_id,username,action,entity_type,entity_id,plant_id,address,detail,"
                              "correlation_id\r\n"));
  EXPECT_THAT(csv, HasSubstr("\"'=cmd|' /C calc'!A0\""));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 2);
}

TEST_F(AuditTrailTest, ACopyInJsonIsAList) {
  happened("plant.created", home);
  const boost::json::value events = boost::json::parse(
      run(trail.export_as(admin, net::from_json<AuditExportQuery>({{"format", "json"}, {"action", "plant.created"}}))));
  ASSERT_EQ(events.as_array().size(), 1u);
  EXPECT_EQ(events.at(0).at("action").as_string(), "plant.created");
}

TEST(CsvCell, IsQuotedWhereItMustBe) {
  EXPECT_EQ(csv_cell("plain words"), "plain words");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_THAT(csv_cell(""), IsEmpty());
}

TEST(CsvCell, IsNoFormulaInASpreadsheet) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " \r\n=1"})
    EXPECT_THAT(csv_cell(formula), StartsWith("\"'")) << formula;
}

}  // namespace
}  // namespace openspc::identity::testing
