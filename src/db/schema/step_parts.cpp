#include "db/schema/step_parts.h"

#include <charconv>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "db/error.h"
#include "db/sql/sql_text.h"

namespace openspc::db::detail {
namespace {

void begin(Session& session, int version, std::string_view name, const std::string& checksum) {
  session.execute("INSERT INTO openspc_migration (version, name, checksum, action, applied_at) VALUES (?, ?, ?, ?, ?)",
                  version, name, checksum, std::string(kPartAction) + "0", session.now());
}

void note(Session& session, std::size_t statements) {
  session.execute("UPDATE openspc_migration SET action = ? WHERE action LIKE 'part:%'",
                  std::string(kPartAction) + std::to_string(statements));
}

}  // namespace

std::optional<PartOfStep> part_of_step(Session& session) {
  const auto row = session.first<int, std::string, std::string>(
      "SELECT version, checksum, action FROM openspc_migration WHERE action LIKE 'part:%'");
  if (!row) return std::nullopt;
  const auto& [version, checksum, action] = *row;
  std::size_t statements = 0;
  std::from_chars(action.data() + kPartAction.size(), action.data() + action.size(), statements);
  return PartOfStep{version, checksum, statements};
}

void run_in_parts(Session& session, int version, std::string_view name, const std::string& sql) {
  const std::string checksum = base::sha256_hex(sql);
  const auto begun = part_of_step(session);
  if (begun && begun->checksum != checksum)
    throw base::conflict("migration " + std::to_string(begun->version) +
                         " was begun by another version of the program, or in the other direction, and has not come to"
                         " its end: go on with that one first");
  if (!begun) begin(session, version, name, checksum);
  const std::vector<std::string> statements = split_statements(sql);
  const std::size_t first = begun ? begun->statements : 0;
  for (std::size_t i = first; i < statements.size(); ++i) {
    try {
      session.execute_script(statements[i]);
    } catch (const SchemaMismatch& mismatch) {
      // What was done and not written down any more.
      if (!begun || i != first) throw;
      base::log::info("migration_went_on", {{"version", version}, {"found", mismatch.what()}});
    }
    note(session, i + 1);
  }
}

void forget_parts(Session& session) {
  session.execute("DELETE FROM openspc_migration WHERE action LIKE 'part:%'");
}

}  // namespace openspc::db::detail
