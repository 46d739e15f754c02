// Moves the samples of step 0025 between the two tables of the reference (one row a sample and one a reading) and the
// one table of this program, up or down: in bounded transactions, each of which also says how far it came, so that a
// conversion that was killed goes on where it stood. The source is left as it is; `verify` compares both by counts and
// a checksum of every value. Private to db/; called by the Migrator. Blocks. Reading is done inside writes, too, whose
// lock keeps out another migrator that might finish the same conversion meanwhile.
#pragma once

#include <cstdint>
#include <optional>

#include "db/database.h"

namespace openspc::db::detail {

enum class Direction { up, down };

/// What was read on the one side and must be found on the other.
struct Tally {
  std::int64_t samples = 0, readings = 0;
  std::uint64_t checksum = 0;  // the sum over all samples, in whatever order

  bool operator==(const Tally&) const = default;
};

class SampleConversion {
 public:
  SampleConversion(Database& database, Direction direction) : database_(database), direction_(direction) {}

  /// Goes on until every sample is in the target. Throws what the database throws; may be called again.
  void run();
  /// Reads the target. Throws Error(conflict) when it does not hold what the source held.
  void verify();

 private:
  bool convert_some();
  bool count_some(Tally& tally, std::int64_t& after);

  Database& database_;
  const Direction direction_;
};

/// Writes down that a conversion has begun, in the transaction that makes its tables.
void begin_conversion(Session& session, Direction direction);
/// The conversion that has begun and is not finished.
std::optional<Direction> conversion_under_way(Session& session);
/// In the transaction that records the step.
void end_conversion(Session& session);
/// Behind it, since MariaDB commits when a table goes.
void forget_conversion(Session& session);

}  // namespace openspc::db::detail
