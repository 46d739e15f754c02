// Telling others when nobody acknowledges: levels that fall due one after another from the time of the event, until it
// is acknowledged. A state machine without a clock of its own. Called by the planner.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.h"
#include "net/schema.h"
#include "notify/notice/ids.h"

namespace openspc::notify {

struct EscalationLevel {
  std::int64_t after_minutes = 0;
  std::vector<ChannelId> channel_ids{};
};
BOOST_DESCRIBE_STRUCT(EscalationLevel, (), (after_minutes, channel_ids))

inline void describe(net::Fields<EscalationLevel>& f) {
  f["after_minutes"].range(1, 10'080).doc("From the event, when nobody has acknowledged until then");
  f["channel_ids"].items(1, 20);
}

/// How far an incident has been escalated.
struct Escalation {
  std::int64_t level = 0;                    // levels that were told
  std::optional<base::Timestamp> next_at{};  // nothing: no level follows

  static Escalation begin(std::span<const EscalationLevel> levels, base::Timestamp opened_at);
  bool is_due(base::Timestamp now) const { return next_at && *next_at <= now; }
  /// After the next level was told. Levels that a rule has lost since are not waited for.
  Escalation advanced(std::span<const EscalationLevel> levels, base::Timestamp opened_at) const;

  friend bool operator==(const Escalation&, const Escalation&) = default;
};

}  // namespace openspc::notify
