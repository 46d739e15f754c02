#include "quality/sample/window.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/certain.h"
#include "base/error.h"
#include "quality/characteristic/store.h"
#include "quality/sample/reconcile.h"

namespace openspc::quality::sample {
namespace {

using Days = std::chrono::days;

// What changes whenever somebody else wrote samples or anything that they are judged by.
struct DatabaseState {
  std::int64_t version = 0;
  std::optional<judge::Position> newest_row;
};

// As text, since a time that cannot be read is nobody's reason to refuse what follows.
base::Timestamp time_of(const std::string& microseconds) {
  base::Timestamp::rep count = 0;
  const char* const end = microseconds.data() + microseconds.size();
  const auto [rest, error] = std::from_chars(microseconds.data(), end, count);
  return error == std::errc() && rest == end ? base::Timestamp(base::Timestamp::duration(count))
                                             : base::latest_timestamp();
}

std::optional<DatabaseState> state_of(db::Session& session, base::CharacteristicId id) {
  constexpr std::string_view sql =
      "SELECT c.sequence_version, (SELECT s.id FROM subgroup s WHERE s.plant_id = COALESCE(h.plant_id, 0) AND"
      " s.char_id = c.id ORDER BY s.time_us DESC, s.id DESC LIMIT 1), (SELECT s.time_us FROM subgroup s WHERE"
      " s.plant_id = COALESCE(h.plant_id, 0) AND s.char_id = c.id ORDER BY s.time_us DESC, s.id DESC LIMIT 1)"
      " FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE c.id = ?";
  const auto row =
      session.first<std::optional<std::int64_t>, std::optional<base::SampleId>, std::optional<std::string>>(sql, id);
  if (!row) return std::nullopt;
  const auto& [version, sample, time] = *row;
  DatabaseState state{.version = version.value_or(0), .newest_row = std::nullopt};
  if (sample && time) state.newest_row = judge::Position{time_of(*time), *sample};
  return state;
}

std::shared_ptr<Window> build(db::Session& session, base::CharacteristicId id, const DatabaseState& state) {
  judge::Characteristic characteristic = characteristic::load_characteristic(session, id);
  characteristic::Stage stage =
      characteristic::load_stages(session, characteristic, characteristic::load_rules(session, id)).newest();
  PreparedJudge prepared = judge_before(session, characteristic, stage, judge::Position::end());
  const base::PlantId plant = characteristic::plant_of_characteristic(session, characteristic);
  return std::make_shared<Window>(Window{.characteristic = std::move(characteristic),
                                         .plant = plant,
                                         .stage = std::move(stage),
                                         .version = state.version,
                                         .judge = std::move(prepared.judge),
                                         .newest = prepared.newest,
                                         .newest_row = state.newest_row,
                                         .numbering = {},
                                         .epoch = {}});
}

// The highest number given on that day so far. Rows of the reference have no stored number but count.
std::int64_t numbered_on(db::Session& session, judge::SeriesKey series, std::chrono::sys_days day) {
  const base::Timestamp begin = day;
  const base::Timestamp end = day + Days(1);
  const auto [rows, highest] = base::certain(session.first<std::int64_t, std::optional<std::int64_t>>(
      "SELECT COUNT(*), MAX(day_rank) FROM subgroup WHERE plant_id = ? AND char_id = ? AND time_us >= ?"
      " AND time_us < ?",
      series.plant, series.characteristic, db::Microseconds(begin), db::Microseconds(end)));
  return std::max(rows, highest.value_or(0));
}

}  // namespace

bool Window::knows_numbers_of(base::Timestamp timestamp) const {
  return numbering.last != 0 && numbering.day == std::chrono::floor<Days>(timestamp);
}

std::int64_t Window::next_day_rank(db::Session& session, base::Timestamp timestamp) {
  if (!knows_numbers_of(timestamp)) {
    const auto day = std::chrono::floor<Days>(timestamp);
    const bool is_new_day = !newest_row || day > std::chrono::floor<Days>(newest_row->timestamp);
    numbering = {.day = day, .last = is_new_day ? 0 : numbered_on(session, characteristic.series(), day)};
  }
  return ++numbering.last;
}

std::shared_ptr<Window> WindowCache::find(base::CharacteristicId id) {
  const std::lock_guard lock(mutex_);
  const auto found = windows_.find(id);
  if (found == windows_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return *found->second;
}

void WindowCache::store(std::shared_ptr<Window> window) {
  const std::lock_guard lock(mutex_);
  const base::CharacteristicId id = window->characteristic.id;
  if (const auto found = windows_.find(id); found != windows_.end()) {
    order_.erase(found->second);
    windows_.erase(found);
  }
  order_.push_front(std::move(window));
  windows_.emplace(id, order_.begin());
  if (order_.size() <= capacity_) return;
  windows_.erase(order_.back()->characteristic.id);
  order_.pop_back();
}

void WindowCache::drop(base::CharacteristicId id) {
  const std::lock_guard lock(mutex_);
  const auto found = windows_.find(id);
  if (found == windows_.end()) return;
  order_.erase(found->second);
  windows_.erase(found);
}

void WindowCache::clear() {
  const std::lock_guard lock(mutex_);
  windows_.clear();
  order_.clear();
}

std::shared_ptr<Window> open_window(db::Session& session, WindowCache& cache, base::CharacteristicId id) {
  auto window = cache.find(id);
  if (window && window->epoch == session.epoch()) return window;
  const auto state = state_of(session, id);
  if (!state) {
    cache.drop(id);
    throw base::not_found("Characteristic " + std::to_string(id.value) + " not found");
  }
  if (window && window->version == state->version && window->newest_row == state->newest_row) return window;
  window = build(session, id, *state);
  cache.store(window);
  return window;
}

}  // namespace openspc::quality::sample
