// Lists of samples over one characteristic and over all: the order of time, pages, and totals that are kept beside the
// rows.
#include <algorithm>
#include <limits>
#include <random>

#include "quality/sample/listing.h"
#include "quality/sample/service.h"
#include "unit/quality/sample/sample_fixture.h"

namespace openspc::quality::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

class SampleListingTest : public SampleTest {
 protected:
  sample::Service samples{*database, events, clock, *intake};

  std::vector<base::SampleId> page(const sample::SampleFilter& filter, sample::ListingOrder order, std::int64_t offset,
                                   std::int64_t limit) {
    return database->read_now([&](db::Session& s) {
      std::vector<base::SampleId> ids;
      for (const auto& row : sample::SampleListing(s, admin.principal, filter).page(order, offset, limit))
        ids.push_back(row.id);
      return ids;
    });
  }
  std::int64_t count(const sample::SampleFilter& filter) {
    return database->read_now(
        [&](db::Session& s) { return sample::SampleListing(s, admin.principal, filter).count(); });
  }
};

TEST_F(SampleListingTest, MergesCharacteristicsByTimeHoweverTheyWereStored) {
  std::vector<base::CharacteristicId> gauges;
  for (int i = 0; i < 5; ++i) gauges.push_back(individuals("Gauge " + std::to_string(i)));
  std::mt19937 random(7);
  std::vector<std::pair<base::Timestamp, base::SampleId>> stored;
  for (int i = 0; i < 60; ++i) {
    const base::Timestamp time = at("2026-02-12T08:00:00Z") + std::chrono::seconds(random() % 40);
    stored.emplace_back(time, submit_at(gauges[random() % 5], time, 0.5).sample.sample_id);
  }
  std::ranges::sort(stored);
  std::vector<base::SampleId> oldest;
  for (const auto& [time, id] : stored) oldest.push_back(id);
  std::vector<base::SampleId> newest(oldest.rbegin(), oldest.rend());
  for (const std::size_t offset : {0U, 7U, 55U, 70U}) {
    const std::size_t from = std::min<std::size_t>(offset, newest.size());
    const std::size_t to = std::min<std::size_t>(offset + 10, newest.size());
    EXPECT_THAT(page({}, sample::ListingOrder::newest_first, static_cast<std::int64_t>(offset), 10),
                ElementsAreArray(newest.begin() + static_cast<std::ptrdiff_t>(from),
                                 newest.begin() + static_cast<std::ptrdiff_t>(to)));
    EXPECT_THAT(page({}, sample::ListingOrder::oldest_first, static_cast<std::int64_t>(offset), 10),
                ElementsAreArray(oldest.begin() + static_cast<std::ptrdiff_t>(from),
                                 oldest.begin() + static_cast<std::ptrdiff_t>(to)));
  }
}

TEST_F(SampleListingTest, OfADeepPageIsEmptyOrWhatIsLeft) {
  const auto id = individuals();
  const auto last = submit(id, Readings{0.1}).sample.sample_id;
  EXPECT_TRUE(page({}, sample::ListingOrder::newest_first, 60'000, 10).empty());
  EXPECT_TRUE(page({}, sample::ListingOrder::newest_first, std::numeric_limits<std::int64_t>::max(), 10).empty());
  EXPECT_THAT(page({.characteristic = id}, sample::ListingOrder::newest_first, 0, 10), ElementsAre(last));
}

TEST_F(SampleListingTest, CountsWhatTheRowsSayAfterEveryKindOfChange) {
  const auto bore = individuals("Bore"), shaft = individuals("Shaft");
  std::mt19937 random(11);
  std::vector<base::SampleId> known;
  for (int i = 0; i < 80; ++i) {
    const auto id = random() % 2 == 0 ? bore : shaft;
    const auto chosen = known.empty() ? base::SampleId{} : known[random() % known.size()];
    switch (known.empty() ? 0 : random() % 4) {
      case 1:
        run(samples.set_excluded(supervisor, chosen, {.is_excluded = true}));
        break;
      case 2:
        run(samples.set_excluded(supervisor, chosen, {.is_excluded = false}));
        break;
      case 3:
        run(samples.remove(supervisor, chosen));
        std::erase(known, chosen);
        break;
      default:
        known.push_back(submit(id, Readings{0.1}).sample.sample_id);
    }
  }
  const auto rows = [this](const std::string& condition) {
    return scalar<std::int64_t>("SELECT COUNT(*) FROM subgroup WHERE deleted_at IS NULL" + condition);
  };
  EXPECT_EQ(count({}), rows(" AND is_excluded = ${false}"));
  EXPECT_EQ(count({.with_excluded = true}), rows(""));
  EXPECT_EQ(count({.characteristic = bore}),
            rows(" AND is_excluded = ${false} AND char_id = " + std::to_string(bore.value)));
  EXPECT_EQ(count({.from = at("2000-01-01")}), rows(" AND is_excluded = ${false}"));
}

}  // namespace
}  // namespace openspc::quality::testing
