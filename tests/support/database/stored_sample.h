// A sample in the database without intake: for tests of what reads samples. Unjudged, neither excluded nor deleted.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"

namespace openspc::test {

struct StoredSample {
  base::CharacteristicId characteristic;
  base::Timestamp time;
  std::optional<std::vector<double>> readings{};
  std::int64_t actual_n = 1;
  std::optional<std::int64_t> day_rank{};
};

/// After samples were changed by hand.
inline void recount_samples(db::Session& session) {
  session.execute("DELETE FROM sample_count");
  session.execute(
      "INSERT INTO sample_count (plant_id, char_id, samples, excluded) SELECT plant_id, char_id, COUNT(*), SUM(CASE"
      " WHEN is_excluded = ? THEN 1 ELSE 0 END) FROM subgroup WHERE deleted_at IS NULL GROUP BY plant_id, char_id",
      true);
}

inline base::SampleId store_sample(db::Session& session, const StoredSample& sample) {
  const base::SampleId id{session.next_id("subgroup_id")};
  session.execute(
      "INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded, is_undersized,"
      " is_uncertain, is_modified, rules_skipped) VALUES ((SELECT COALESCE(h.plant_id, 0) FROM characteristic c JOIN"
      " hierarchy h ON h.id = c.hierarchy_id WHERE c.id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      sample.characteristic, sample.characteristic, db::Microseconds(sample.time), id, sample.readings, sample.actual_n,
      sample.day_rank, false, false, false, false, false);
  recount_samples(session);
  return id;
}

}  // namespace openspc::test
