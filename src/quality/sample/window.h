// What intake remembers of one characteristic between two samples, so that judging the next one touches neither rules,
// limits nor past samples in the database. A cache: `open_window` notices inside the caller's transaction when the
// database has moved on without it (another replica, an edit, new limits) and builds it anew. Called by intake
// alone; a window is used by one write job at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "db/session.h"
#include "quality/characteristic/stages.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/position.h"
#include "quality/judge/series_judge.h"

namespace openspc::quality::sample {

/// Numbers of the day's samples, for display keys.
struct DayCounter {
  std::chrono::sys_days day{};
  std::int64_t last = 0;
};

struct Window {
  judge::Characteristic characteristic;
  base::PlantId plant;
  characteristic::Stage stage;                // the newest
  std::int64_t version = 0;                   // characteristic.sequence_version that this was built from
  judge::SeriesJudge judge;                   // has seen every sample of that stage that counts
  std::optional<judge::Position> newest;      // of the samples that count on the chart
  std::optional<judge::Position> newest_row;  // of all, excluded and deleted ones included
  DayCounter numbering;
  db::Epoch epoch{};  // in which it was compared with the database and nothing else has changed since

  /// The sample's number in its day (UTC), in the order of arrival, which its display key shows. Kept with the sample,
  /// so that it never changes afterwards. Reads the day's samples unless the window `knows_numbers_of` it.
  std::int64_t next_day_rank(db::Session& session, base::Timestamp timestamp);
  bool knows_numbers_of(base::Timestamp timestamp) const;
};

/// Least recently used windows make room for new ones. Any thread.
class WindowCache {
 public:
  explicit WindowCache(std::size_t capacity) : capacity_(capacity) {}

  std::shared_ptr<Window> find(base::CharacteristicId id);
  void store(std::shared_ptr<Window> window);
  void drop(base::CharacteristicId id);
  void clear();

 private:
  using Order = std::list<std::shared_ptr<Window>>;

  const std::size_t capacity_;
  std::mutex mutex_;
  Order order_;  // most recently used first
  std::unordered_map<base::CharacteristicId, Order::iterator> windows_;
};

/// The cached window if it still says what the database says, else a new one, cached. Throws not_found.
std::shared_ptr<Window> open_window(db::Session& session, WindowCache& cache, base::CharacteristicId id);

}  // namespace openspc::quality::sample
