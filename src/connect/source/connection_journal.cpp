#include "connect/source/connection_journal.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/text.h"

namespace openspc::connect::source {
namespace {

constexpr std::size_t kLongestReason = 400;  // bytes

std::string shortened(const std::string& text) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::size_t length = std::max<std::size_t>(base::utf8_length(std::string_view(text).substr(size)), 1);
    if (size + length > kLongestReason) break;
    size += length;
  }
  return text.substr(0, size);
}

// Why the connection is lost, empty when it stands; nothing while that is not known.
std::optional<std::string> loss_of(const ConnectionJournal::Finding& finding) {
  if (!finding.failure.empty()) return finding.failure;
  if (!finding.link) return std::nullopt;
  if (finding.link->connected) return std::string();
  if (finding.link->error.empty()) return std::nullopt;
  return finding.link->error;
}

}  // namespace

void ConnectionJournal::end(const std::set<std::int64_t>& sources) {
  for (const std::int64_t source : sources) leases_.erase(source);
  ended_.insert(sources.begin(), sources.end());
}

std::map<std::int64_t, bool> ConnectionJournal::written() const {
  return database_.read_now([&](db::Session& session) {
    std::map<std::int64_t, bool> lost;
    session.each<std::int64_t, bool>(
        "SELECT source_id, is_lost FROM connection_loss WHERE kind = ?",
        [&](std::int64_t source, bool is_lost) { lost.emplace(source, is_lost); }, kind_);
    return lost;
  });
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

void ConnectionJournal::note(const std::function<Finding(std::int64_t source)>& look) {
  const std::map<std::int64_t, bool> lost = written();
  std::vector<Change> changes;
  std::set<std::int64_t> unwanted;
  for (const auto& [source, lease] : leases_) {
    const Finding finding = look(source);
    const auto loss = loss_of(finding);
    const auto known = lost.find(source);
    if (!finding.is_wanted) {
      unwanted.insert(source);
    } else if (loss && loss->empty() == (known != lost.end() && known->second)) {
      changes.push_back({source, lease, loss->empty() ? std::nullopt : std::optional(shortened(*loss))});
    }
  }
  for (const std::int64_t source : ended_)
    if (!leases_.contains(source) && !look(source).is_wanted) unwanted.insert(source);
  std::erase_if(unwanted, [&](std::int64_t source) { return !lost.contains(source); });
  if (!changes.empty() || !unwanted.empty())
    database_.write_now([&](db::Session& session) {
      const base::Timestamp now = clock_.now();
      for (const Change& change : changes) write(session, change, now);
      for (const std::int64_t source : unwanted)
        session.execute("DELETE FROM connection_loss WHERE kind = ? AND source_id = ?", kind_, source);
    });
  ended_.clear();
}

Supervisor::Work journaled(ConnectionJournal journal, const Supervisor::Work& work,
                           std::function<ConnectionJournal::Finding(std::int64_t source)> look) {
  const auto shared = std::make_shared<ConnectionJournal>(std::move(journal));
  return {.signature = work.signature,
          .load = work.load,
          .open =
              [shared, open = work.open](std::int64_t id, db::LeaseToken lease) {
                shared->begin(id, lease);
                open(id, lease);
              },
          .renew = work.renew,
          .close =
              [shared, close = work.close](const std::set<std::int64_t>& ids) {
                shared->end(ids);
                close(ids);
              },
          .clean_up =
              [shared, look = std::move(look), clean_up = work.clean_up] {
                shared->note(look);
                clean_up();
              }};
}

}  // namespace openspc::connect::source
