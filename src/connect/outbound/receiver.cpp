#include "connect/outbound/receiver.h"

#include <algorithm>

#include "db/stored_enum.h"

namespace openspc::connect::outbound {

std::vector<OutboundEvent> outbound_events_of(const std::optional<std::string>& column) {
  if (!column) return all_outbound_events();
  std::vector<OutboundEvent> events;
  for (const OutboundEvent event : all_outbound_events())
    if (("," + *column + ",").find("," + std::string(db::word_of(event)) + ",") != std::string::npos)
      events.push_back(event);
  return events;
}

std::string column_of(const std::vector<OutboundEvent>& events) {
  std::string column;
  for (const OutboundEvent event : all_outbound_events()) {
    if (std::ranges::find(events, event) == events.end()) continue;
    if (!column.empty()) column += ',';
    column += db::word_of(event);
  }
  return column;
}

}  // namespace openspc::connect::outbound
