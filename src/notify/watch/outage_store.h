// SQL of table notification_outage: lost connections that a rule has told about, until they are back. Called by the
// outage watch inside database jobs.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "db/session.h"
#include "notify/notice/alert.h"
#include "notify/notice/ids.h"
#include "notify/rule/escalation.h"

namespace openspc::notify::outage_store {

struct Outage {
  OutageId id{};
  RuleId rule_id{};
  Alert alert{};  // that the connection is lost
  Escalation escalation{};
  base::Timestamp opened_at{};
};

std::vector<Outage> list(db::Session& session, RuleId rule);
void insert(db::Session& session, const Outage& outage);
void set_escalation(db::Session& session, OutageId id, const Escalation& escalation);
void remove(db::Session& session, OutageId id);

}  // namespace openspc::notify::outage_store
