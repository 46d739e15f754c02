// Makes the summaries of long histories (series/summary_store.h) in the background, in steps: one read of some ten
// thousand samples, one short write of their blocks. A step whose samples changed in between is thrown away. Several
// servers on one database may do the same work twice; neither harms the other. Started by server/upkeep.
#pragma once

#include <cstdint>

#include "base/task.h"
#include "db/database.h"
#include "quality/judge/position.h"

namespace openspc::quality::chart {

class Summarizer {
 public:
  struct Options {
    std::int64_t block = 500;    // samples of a block; one made anew may have twice as many
    std::int64_t step = 50'000;  // samples of a read
  };

  explicit Summarizer(db::Database& database) : Summarizer(database, Options{}) {}
  Summarizer(db::Database& database, Options options) : database_(database), options_(options) {}

  /// Summarizes what there is to summarize of all characteristics; how many samples that were.
  base::Task<std::int64_t> run();

 private:
  base::Task<std::int64_t> run(judge::SeriesKey series);

  db::Database& database_;
  const Options options_;
};

}  // namespace openspc::quality::chart
