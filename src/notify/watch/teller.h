// Puts a message for each channel into the queue, or aside until the end of quiet hours. Called by the planner inside
// database jobs, and pure SQL but for the rule's hours.
#pragma once

#include <span>

#include "db/session.h"
#include "notify/notice/alert.h"
#include "notify/rule/rule.h"

namespace openspc::notify {

/// Channels that are gone or switched off are left out; e-mail channels get a message for each recipient.
void tell(db::Session& session, const Rule& rule, std::span<const ChannelId> channels, const Alert& alert,
          std::int64_t level, base::Timestamp now);

}  // namespace openspc::notify
