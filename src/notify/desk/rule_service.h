// Notification rules: checks, rights and storage. Called by the rule routes. A role at the rule's plant reads it, an
// engineer there changes it; rules of every plant are an admin's. Errors: not_found, conflict (a taken name), invalid
// (every field that is wrong), forbidden.
#pragma once

#include <functional>

#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "notify/rule/rule.h"

namespace openspc::notify {

class RuleService {
 public:
  /// `changed` is called after the commit of a change.
  RuleService(db::Database& database, const base::Clock& clock, std::function<void()> changed);

  base::Task<RuleList> list(const net::Principal& principal);
  base::Task<Rule> get(const net::Principal& principal, RuleId id);
  base::Task<Rule> create(identity::Caller caller, RuleBody body);
  /// The rule is the body from now on.
  base::Task<Rule> replace(identity::Caller caller, RuleId id, RuleBody body);
  base::Task<void> remove(identity::Caller caller, RuleId id);

 private:
  void announce(db::Session& session, const identity::Caller& caller, std::string_view action, const Rule& rule);

  db::Database& db_;
  const base::Clock& clock_;
  std::function<void()> changed_;
};

}  // namespace openspc::notify
