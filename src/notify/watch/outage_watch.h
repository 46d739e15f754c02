// Tells of connections that have been lost for as long as a rule says, of those that are back, and others when one
// stays lost. What was told is stored with it: a new start of the server tells nothing twice, and nobody waits in vain
// for the end. Called by the planner inside database jobs.
#pragma once

#include <span>

#include "db/session.h"
#include "notify/rule/rule.h"

namespace openspc::notify::outage_watch {

/// The rule tells of lost connections.
bool is_wanted(const Rule& rule);

/// Whether watch() would change or tell something.
bool has_news(db::Session& session, std::span<const Rule> rules, base::Timestamp now);

/// A loss before a rule was saved counts from then. A connection that nobody wants any more ends without a word.
void watch(db::Session& session, std::span<const Rule> rules, base::Timestamp now);

}  // namespace openspc::notify::outage_watch
