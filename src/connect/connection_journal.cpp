#include "connect/connection_journal.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace openspc::connect {
namespace {

constexpr std::size_t longest_reason = 400;  // bytes

std::string shortened(const std::string& text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::size_t length = std::max<std::size_t>(base::utf8_length(std::string_view(text).substr(size)), 1);
    if (size + length > longest_reason) break;
    size += length;
  }
  return text.substr(0, size);
}

// Why the connection is lost, empty when it stands; nothing while that is not known.
std::optional<std::string> finding(const SourceSupervisor::Duty& duty, const ConnectionStatus* status) {
  if (!duty.failure.empty()) return duty.failure;
  if (status == nullptr) return std::nullopt;
  if (status->connected) return std::string();
  if (status->error.empty()) return std::nullopt;
  return status->error;
}

}  // namespace

std::vector<ConnectionJournal::Change> ConnectionJournal::changes(
    const SourceSupervisor::Duties& duties, const std::map<std::int64_t, ConnectionStatus>& statuses) const {
  std::map<std::int64_t, bool> written;
  database_.read_now([&](db::Session& session) {
    written.clear();
    session.each<std::int64_t, bool>(
        "SELECT source_id, is_lost FROM connection_loss WHERE kind = ?",
        [&](std::int64_t source, bool is_lost) { written.emplace(source, is_lost); }, kind_);
  });
  std::vector<Change> changes;
  for (const auto& [source, duty] : duties.mine) {
    const auto status = statuses.find(source);
    const auto found = finding(duty, status == statuses.end() ? nullptr : &status->second);
    if (!found) continue;
    const auto known = written.find(source);
    const bool was_lost = known != written.end() && known->second;
    if (was_lost == !found->empty()) continue;
    changes.push_back({source, duty.lease, found->empty() ? std::nullopt : std::optional(shortened(*found))});
  }
  return changes;
}

void ConnectionJournal::write(db::Session& session, const Change& change, base::Timestamp now) const {
  try {
    db::Leases::require(session, {.kind = kind_, .source = change.source, .token = change.lease});
  } catch (const db::LeaseLost&) {
    return;  // the server that has it now sees for itself
  }
  // That it is back needs no reason, and leaves the one of the loss.
  if (!change.loss) {
    session.execute("UPDATE connection_loss SET is_lost = ?, changed_at = ? WHERE kind = ? AND source_id = ?", false,
                    now, kind_, change.source);
    return;
  }
  const std::int64_t updated = session.execute(
      "UPDATE connection_loss SET is_lost = ?, reason = ?, changed_at = ? WHERE kind = ? AND source_id = ?", true,
      *change.loss, now, kind_, change.source);
  if (updated == 0)
    session.execute("INSERT INTO connection_loss (kind, source_id, is_lost, reason, changed_at) VALUES (?, ?, ?, ?, ?)",
                    kind_, change.source, true, *change.loss, now);
}

void ConnectionJournal::note(const SourceSupervisor::Duties& duties,
                             const std::map<std::int64_t, ConnectionStatus>& statuses) {
  std::vector<std::int64_t> unwanted;
  for (const std::int64_t source : noted_)
    if (!duties.wanted.contains(source)) unwanted.push_back(source);
  const std::vector<Change> all = changes(duties, statuses);
  if (!all.empty() || !unwanted.empty())
    database_.write_now([&](db::Session& session) {
      const base::Timestamp now = clock_.now();
      for (const Change& change : all) write(session, change, now);
      for (const std::int64_t source : unwanted)
        session.execute("DELETE FROM connection_loss WHERE kind = ? AND source_id = ?", kind_, source);
    });
  noted_.clear();
  for (const auto& [source, duty] : duties.mine) noted_.insert(source);
}

}  // namespace openspc::connect
