// Lists of samples that people page through, over one characteristic or all that they may see, in the order of time.
// The samples of a characteristic stand together, so a page is merged from their newest (or oldest) ends: it costs by
// its own depth, not by what is stored. SQL only; called inside database jobs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"
#include "net/access.h"
#include "quality/sample/store.h"

namespace openspc::quality::sample {

/// Deleted samples are never listed.
struct SampleFilter {
  std::optional<base::CharacteristicId> characteristic{};
  std::optional<base::PlantId> plant{};
  std::optional<base::Timestamp> from{}, to{};  // both inclusive
  bool with_excluded = false;
};

enum class ListingOrder { newest_first, oldest_first };

class SampleListing {
 public:
  /// What the caller may see of the filter.
  SampleListing(db::Session& session, const net::Principal& caller, const SampleFilter& filter);

  std::int64_t count() const;
  std::vector<SampleRow> page(ListingOrder order, std::int64_t offset, std::int64_t limit) const;

 private:
  struct Series {
    judge::SeriesKey key;
    base::Timestamp edge;  // of its newest sample, or of its oldest
  };
  /// A condition on the columns of subgroup and its arguments.
  struct Condition {
    std::string sql;
    std::vector<db::Value> values;
  };

  std::vector<Series> series_by_edge(ListingOrder order) const;
  std::vector<base::SampleId> merged(ListingOrder order, std::int64_t offset, std::int64_t limit) const;
  std::vector<base::SampleId> sorted_by_database(ListingOrder order, std::int64_t offset, std::int64_t limit) const;

  db::Session& session_;
  const bool has_times_, with_excluded_;
  Condition place_;  // plants and the characteristic
  Condition times_;  // what `place_` leaves open
};

}  // namespace openspc::quality::sample
