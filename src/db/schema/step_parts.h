// A step of the schema on MariaDB, which commits with every change of a table: how far a step has come is written down
// with each of its statements, so that one that failed or was killed goes on where it stood. In the history, as a row
// that is gone when the step has ended. Private to db/; called by the Migrator inside a write.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "db/session.h"

namespace openspc::db::detail {

/// A step that was begun and has not come to its end.
struct PartOfStep {
  int version = 0;
  std::string checksum{};  // of its text, as this database is told it
  std::size_t statements = 0;
};

/// The action of such a row in the history begins with it.
inline constexpr std::string_view kPartAction = "part:";

std::optional<PartOfStep> part_of_step(Session& session);

/// Runs the statements of `sql` that have not been run yet. Throws Error(conflict) when another text was begun.
void run_in_parts(Session& session, int version, std::string_view name, const std::string& sql);

/// In the transaction that records the step.
void forget_parts(Session& session);

}  // namespace openspc::db::detail
