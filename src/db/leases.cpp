#include "db/leases.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <optional>
#include <utility>

#include "base/crypto.h"

namespace openspc::db {
namespace {

constexpr std::string_view kSeparator = "/";

// Processes see each other only within one boot of one machine and one namespace of process ids.
std::string process_space() {
  std::string boot;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  std::array<char, 64> space{};
  const auto length = ::readlink("/proc/self/ns/pid", space.data(), space.size());
  if (boot.empty() || length <= 0) return {};
  return boot + ':' + std::string(space.data(), static_cast<std::size_t>(length));
}

}  // namespace

std::string instance_name() {
  // The random end tells a process from an earlier one with the same id. All leases of a process are its own: one that
  // were counted twice would halve everybody's share.
  static const std::string ending = base::random_token(6);
  return process_space() + std::string(kSeparator) + std::to_string(::getpid()) + std::string(kSeparator) + ending;
}

bool is_known_dead(std::string_view instance) {
  const std::string here = process_space();
  if (here.empty() || !instance.starts_with(here + std::string(kSeparator))) return false;
  const std::string_view rest = instance.substr(here.size() + kSeparator.size());
  pid_t process = 0;
  const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), process);
  if (parsed.ec != std::errc{} || process <= 0) return false;
  return ::kill(process, 0) != 0 && errno == ESRCH;
}

Leases::Leases(Database& database, std::string kind, std::string instance)
    : database_(database), kind_(std::move(kind)), instance_(std::move(instance)) {}

std::set<std::string> Leases::living(Session& session) {
  const auto now = Clock::now();
  std::set<std::string> alive{instance_}, gone;
  std::map<std::string, Seen> seen;
  session.each<std::string, std::int64_t>("SELECT holder, beat FROM server_instance",
                                          [&](const std::string& holder, std::int64_t beat) {
                                            const auto known = seen_.find(holder);
                                            Seen last{beat, now};
                                            if (known != seen_.end() && known->second.beat == beat)
                                              last.since = known->second.since;
                                            seen[holder] = last;
                                            const bool silent = now - last.since >= patience || is_known_dead(holder);
                                            (silent && holder != instance_ ? gone : alive).insert(holder);
                                          });
  for (const std::string& holder : gone) session.execute("DELETE FROM server_instance WHERE holder = ?", holder);
  seen_ = std::move(seen);
  return alive;
}

std::map<std::int64_t, Leases::Lease> Leases::read(Session& session) const {
  std::map<std::int64_t, Lease> leases;
  session.each<std::int64_t, std::string, std::int64_t>(
      "SELECT source_id, holder, token FROM source_lease WHERE kind = ?",
      [&](std::int64_t source, const std::string& holder, LeaseToken token) { leases[source] = {holder, token}; },
      kind_);
  return leases;
}

// What was read may be another server's by now: who changes the row that has the token read has it.
std::optional<LeaseToken> Leases::take(Session& session, std::int64_t source, const Lease* former) const {
  constexpr LeaseToken never_held = 0;
  if (former == nullptr) {
    const std::string unless_there = session.dialect().upsert({"kind", "source_id"}, {"kind"});
    session.execute("INSERT INTO source_lease (kind, source_id, holder, token) VALUES (?, ?, '', ?) " + unless_there,
                    kind_, source, never_held);
  }
  const LeaseToken token = former == nullptr ? never_held : former->token;
  const auto taken =
      session.execute("UPDATE source_lease SET holder = ?, token = ? WHERE kind = ? AND source_id = ? AND token = ?",
                      instance_, token + 1, kind_, source, token);
  if (taken == 0) return std::nullopt;
  return token + 1;
}

Leases::Round Leases::keep(const std::set<std::int64_t>& wanted) {
  return database_.write_now([&](Session& session) {
    if (session.execute("UPDATE server_instance SET beat = beat + 1 WHERE holder = ?", instance_) == 0)
      session.execute("INSERT INTO server_instance (holder, beat) VALUES (?, 0)", instance_);
    const std::set<std::string> alive = living(session);
    const std::map<std::int64_t, Lease> leases = read(session);
    const std::size_t share = (wanted.size() + alive.size() - 1) / alive.size();
    Round round;
    for (const std::int64_t source : wanted) {
      const auto lease = leases.find(source);
      if (lease == leases.end()) continue;
      if (lease->second.holder == instance_) {
        round.held[source] = lease->second.token;
      } else if (alive.contains(lease->second.holder)) {
        round.elsewhere[source] = lease->second.holder;
      }
    }
    for (const std::int64_t source : wanted) {
      if (round.held.contains(source) || round.elsewhere.contains(source) || round.held.size() >= share) continue;
      const auto lease = leases.find(source);
      if (const auto token = take(session, source, lease == leases.end() ? nullptr : &lease->second))
        round.held[source] = *token;
    }
    auto last = round.held.rbegin();
    for (std::size_t i = share; i < round.held.size(); ++i) round.surplus.insert((last++)->first);
    return round;
  });
}

void Leases::release(const std::set<std::int64_t>& sources) {
  if (sources.empty()) return;
  database_.write_now([&](Session& session) {
    // The row stays: its token must go on rising. An empty holder lives nowhere.
    for (const std::int64_t source : sources)
      session.execute("UPDATE source_lease SET holder = '' WHERE kind = ? AND source_id = ? AND holder = ?", kind_,
                      source, instance_);
  });
}

void Leases::release_all() {
  database_.write_now([&](Session& session) {
    session.execute("UPDATE source_lease SET holder = '' WHERE holder = ?", instance_);
    session.execute("DELETE FROM server_instance WHERE holder = ?", instance_);
  });
}

void Leases::require(Session& session, const HeldLease& lease) {
  // Whoever takes it meanwhile waits until this write has ended.
  const auto current = session.scalar<std::optional<LeaseToken>>(
      "SELECT token FROM source_lease WHERE kind = ? AND source_id = ?" + std::string(session.dialect().hold_rows()),
      lease.kind, lease.source);
  if (current != lease.token) throw LeaseLost();
}

}  // namespace openspc::db
