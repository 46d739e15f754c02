#include "quality/chart/overview_store.h"

#include <string_view>

namespace openspc::quality::chart {

void each_signal(db::Session& session, base::CharacteristicId characteristic, base::Timestamp from, base::Timestamp to,
                 const std::function<void(const SignalMark&)>& visit) {
  session.each<base::Timestamp, std::string_view, bool, bool>(
      "SELECT sampled_at, severity, requires_acknowledgement, acknowledged FROM violation WHERE char_id = ?"
      " AND sampled_at >= ? AND sampled_at <= ? AND superseded_at IS NULL ORDER BY sampled_at",
      [&visit](base::Timestamp at, std::string_view severity, bool requires_acknowledgement, bool acknowledged) {
        visit({.at = at,
               .is_critical = severity == "CRITICAL",
               .is_unacknowledged = requires_acknowledgement && !acknowledged});
      },
      characteristic, from, to);
}

}  // namespace openspc::quality::chart
