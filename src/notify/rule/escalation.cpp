#include "notify/rule/escalation.h"

namespace openspc::notify {
namespace {

Escalation at_level(std::span<const EscalationLevel> levels, std::int64_t level, base::Timestamp opened_at) {
  const auto next = static_cast<std::size_t>(level);
  if (next >= levels.size()) return {.level = level, .next_at = std::nullopt};
  return {.level = level, .next_at = opened_at + std::chrono::minutes(levels[next].after_minutes)};
}

}  // namespace

Escalation Escalation::begin(std::span<const EscalationLevel> levels, base::Timestamp opened_at) {
  return at_level(levels, 0, opened_at);
}

Escalation Escalation::advanced(std::span<const EscalationLevel> levels, base::Timestamp opened_at) const {
  return at_level(levels, level + 1, opened_at);
}

}  // namespace openspc::notify
