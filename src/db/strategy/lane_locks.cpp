#include "db/strategy/lane_locks.h"

#include <fmt/format.h>

#include <exception>
#include <random>

#include "base/error.h"
#include "base/log.h"
#include "db/session_impl.h"

namespace openspc::db::detail {
namespace {

// The house's own number among advisory locks, so that others on the same server are not met by chance.
constexpr int kWholeDatabase = 20'563;
constexpr int kKeys = 20'564;

// More than lanes of keys write at once on one database.
constexpr int kGates = 16;
constexpr std::int64_t kForEver = 31'536'000;

// Names of locks are the whole server's, and may have 64 characters.
constexpr std::string_view kName = "CONCAT('openspc.', LEFT(SHA2(DATABASE(), 256), 24), '.";

std::string lock_of_gate(int gate, std::string_view seconds) {
  return fmt::format("GET_LOCK({}gate.{}'), {})", kName, gate, seconds);
}

/// The first gate that is open; when none is, the own one is waited for. By chance, so that lanes do not meet.
std::string pass_a_gate(std::string_view seconds) {
  std::random_device chance;
  const int own = std::uniform_int_distribution<int>(0, kGates - 1)(chance);
  std::string sql;
  for (int i = 0; i < kGates; ++i) sql += lock_of_gate((own + i) % kGates, "0") + " OR ";
  return sql + lock_of_gate(own, seconds);
}

std::string list_of(const std::set<std::int64_t>& keys) {
  std::string list;
  for (const std::int64_t key : keys) list.append(list.empty() ? "" : ",").append(std::to_string(key));
  return list;
}

}  // namespace

LaneLocks::LaneLocks(DialectKind kind, std::chrono::milliseconds patience)
    : is_mariadb_(kind == DialectKind::mysql),
      seconds_(patience.count() == 0 ? std::to_string(kForEver)
                                     : fmt::format("{:.3f}", std::chrono::duration<double>(patience).count())),
      pass_a_gate_(pass_a_gate(seconds_)) {}

void LaneLocks::take_whole_database(Session& session) {
  if (!is_mariadb_) {
    session.post("SELECT pg_advisory_xact_lock(?, 0)", kWholeDatabase);
    return;
  }
  std::string all;
  for (int gate = 0; gate < kGates; ++gate) all += (gate == 0 ? "" : " AND ") + lock_of_gate(gate, seconds_);
  has_any_ = true;
  if (!session.scalar<std::optional<bool>>("SELECT " + all).value_or(false))
    throw base::unavailable("The database is busy; try again");
}

void LaneLocks::take_keys(Session& session, const std::set<std::int64_t>& keys) {
  if (!is_mariadb_) {
    session.post("SELECT pg_advisory_xact_lock_shared(?, 0)", kWholeDatabase);
    session.post(
        "SELECT pg_advisory_xact_lock(?, CAST(key % 2147483647 AS INTEGER)) FROM unnest(CAST(? AS BIGINT[])) AS key",
        kKeys, "{" + list_of(keys) + "}");
    return;
  }
  has_any_ = true;
  // The gate before the keys: the conditions of an AND are looked at from the left.
  const std::string sql = fmt::format(
      "SELECT ({}) AND (SELECT SUM(GET_LOCK({}', k.id), {})) FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT"
      " PATH '$')) k) = ?",
      pass_a_gate_, kName, seconds_);
  if (!session.scalar<std::optional<bool>>(sql, "[" + list_of(keys) + "]", static_cast<std::int64_t>(keys.size()))
           .value_or(false))
    throw base::unavailable("The database is busy; try again");
}

void LaneLocks::give_back(Session& session) noexcept {
  if (!has_any_) return;
  has_any_ = false;
  try {
    if (session.impl().is_open()) session.execute("DO RELEASE_ALL_LOCKS()");
  } catch (const std::exception& error) {
    base::log::warning("locks_not_given_back", {{"error", error.what()}});
  }
}

}  // namespace openspc::db::detail
