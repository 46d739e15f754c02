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

inline base::SampleId store_sample(db::Session& session, const StoredSample& sample) {
  const base::SampleId id{session.next_id("subgroup_id")};
  session.execute(
      "INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded, is_undersized,"
      " is_uncertain, is_modified, rules_skipped) VALUES ((SELECT COALESCE(h.plant_id, 0) FROM characteristic c JOIN"
      " hierarchy h ON h.id = c.hierarchy_id WHERE c.id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      sample.characteristic, sample.characteristic, db::Microseconds(sample.time), id, sample.readings, sample.actual_n,
      sample.day_rank, false, false, false, false, false);
  return id;
}

}  // namespace openspc::test
