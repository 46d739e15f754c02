#include "connect/source/subgroup_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <tuple>
#include <utility>

#include "base/certain.h"
#include "connect/payload/fingerprint.h"

namespace openspc::connect::source {
namespace {

// A clock that runs ahead by more than this, or that never was set, says nothing.
constexpr std::chrono::minutes kAhead = ClockWatch::tolerance;
constexpr base::Timestamp kBeforeAnyMachine = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1);
constexpr std::size_t kShownOrigin = 200;

std::string amount(std::chrono::seconds time) {
  if (time < std::chrono::hours(2)) return fmt::format("{} min", time / std::chrono::minutes(1));
  if (time < std::chrono::hours(48)) return fmt::format("{} h", time / std::chrono::hours(1));
  return fmt::format("{} days", time / std::chrono::hours(24));
}

std::optional<std::string> implausible(base::Timestamp time, base::Timestamp now) {
  if (time < kBeforeAnyMachine) return base::to_iso8601(time) + " is before the year 2000";
  if (time <= now + kAhead) return std::nullopt;
  return base::to_iso8601(time) + " is " + amount(std::chrono::floor<std::chrono::seconds>(time - now)) +
         " ahead of this server";
}

/// Of a reading whose time is believed.
std::int64_t fingerprint_of(const payload::Reading& reading, std::string_view origin) {
  std::string text(sizeof(double) + sizeof(std::int64_t), '\0');
  const std::int64_t time = base::certain(reading.timestamp).time_since_epoch().count();
  std::memcpy(text.data(), &reading.value, sizeof reading.value);
  std::memcpy(text.data() + sizeof reading.value, &time, sizeof time);
  const std::size_t before = text.size(), size = reading.subgroup.size() * sizeof(double);
  text.resize(before + size);
  if (size > 0) std::memcpy(text.data() + before, reading.subgroup.data(), size);
  text += reading.serial_number.value_or("");
  // Serial numbers hold no SOH, so that none of them reads as another with a sequence number.
  if (reading.sequence) text.append(1, '\1').append(*reading.sequence);
  // Neither serial numbers nor topics hold NUL.
  if (!origin.empty()) text.append(1, '\0').append(origin);
  return payload::fingerprint(text);
}

bool is_of_whole_second(base::Timestamp time) {
  return time == std::chrono::floor<std::chrono::seconds>(time);
}

std::optional<std::string> doubted_time(payload::Reading& reading, std::string_view origin, base::Timestamp arrived) {
  std::optional<std::string> doubt = std::move(reading.time_problem);
  reading.time_problem.reset();
  if (reading.timestamp) {
    if (auto problem = implausible(*reading.timestamp, arrived)) {
      doubt = std::move(problem);
      reading.timestamp.reset();
    }
  }
  if (doubt && !origin.empty()) doubt = payload::printable_excerpt(origin, kShownOrigin) + ": " + *doubt;
  return doubt;
}

}  // namespace

std::string problem_of(const ClockOff& clock) {
  const auto minutes = std::chrono::round<std::chrono::minutes>(std::chrono::abs(clock.ahead)).count();
  std::string off = fmt::format("{} min", minutes);
  if (minutes >= 60)
    off =
        minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
  const std::string who =
      clock.origin.empty() ? "the" : payload::printable_excerpt(clock.origin, kShownOrigin) + ": its";
  return fmt::format("{} machine's clock is {} {} this server's: set it, or the time zone that it is read in", who, off,
                     clock.ahead.count() > 0 ? "ahead of" : "behind");
}

SubgroupCollector::SubgroupCollector(const ReadingSource& source) : source_(source) {}

void SubgroupCollector::configure(const ReadingSource& source) {
  source_ = source;
  for (auto& [origin, place] : places_) place.buffer.configure(source.buffer);
}

void SubgroupCollector::restore(const std::string& origin, const boost::json::object& state) {
  Place& restored = places_.insert_or_assign(origin, Place{.buffer = SubgroupBuffer(source_.buffer)}).first->second;
  restored.buffer.restore(state);
  restored.is_saved = true;
  restored.used = ++uses_;
}

void SubgroupCollector::keep(std::vector<Subgroup>& kept, const std::string& origin, std::optional<Subgroup> subgroup) {
  if (!subgroup) return;
  subgroup->origin = origin;
  kept.push_back(*std::move(subgroup));
}

Judgement SubgroupCollector::take(payload::Reading reading, std::string_view origin, base::Timestamp arrived,
                                  const IsNewReading& is_new) {
  Judgement judgement;
  const auto said = reading.timestamp;
  judgement.time_doubt = doubted_time(reading, origin, arrived);
  judgement.timestamp = reading.timestamp;
  if (source_.remembers_time && !source_.keeps_equal && reading.timestamp && !is_new(fingerprint_of(reading, origin))) {
    judgement.outcome = Judgement::Outcome::repeated;
    judgement.is_doubtful_repetition =
        is_of_whole_second(*reading.timestamp) && !reading.serial_number && !reading.sequence;
    return judgement;
  }
  if (said) watch_clock(origin, *said, arrived);
  if (!reading.subgroup.empty()) return take_whole(std::move(reading), origin, std::move(judgement));
  const std::string_view key = source_.mixes_origins ? std::string_view() : origin;
  Place& collecting = place(key, judgement);
  const std::size_t unchanged = collecting.buffer.unchanged();
  keep(judgement.completed, std::string(key), collecting.buffer.add(reading, arrived));
  if (collecting.buffer.unchanged() != unchanged) judgement.outcome = Judgement::Outcome::unchanged;
  collecting.is_changed = true;
  collecting.used = ++uses_;
  return judgement;
}

// Of attribute data each value is a sample of its own.
Judgement SubgroupCollector::take_whole(payload::Reading reading, std::string_view origin, Judgement judgement) const {
  const auto subgroup_of = [&](std::vector<double> values) {
    return Subgroup{.values = std::move(values),
                    .timestamp = reading.timestamp,
                    .batch_number = reading.batch_number,
                    .operator_id = reading.operator_id,
                    .serial_number = reading.serial_number,
                    .is_uncertain = reading.is_uncertain,
                    .origin = source_.mixes_origins ? std::string() : std::string(origin)};
  };
  if (!source_.counts) {
    judgement.completed.push_back(subgroup_of(std::move(reading.subgroup)));
    return judgement;
  }
  for (const double value : reading.subgroup) judgement.completed.push_back(subgroup_of({value}));
  return judgement;
}

SubgroupCollector::Place& SubgroupCollector::place(std::string_view origin, Judgement& judgement) {
  const auto known = places_.find(origin);
  if (known != places_.end()) return known->second;
  if (places_.size() >= most_origins) make_room(judgement);
  return places_.emplace(std::string(origin), Place{.buffer = SubgroupBuffer(source_.buffer)}).first->second;
}

// First what holds no readings, then what has waited for longest.
void SubgroupCollector::make_room(Judgement& judgement) {
  const auto rank = [](const auto& entry) {
    return std::tuple(entry.second.buffer.size() > 0, entry.second.buffer.deadline(), entry.second.used);
  };
  const auto first = std::ranges::min_element(places_, {}, rank);
  if (auto subgroup = first->second.buffer.close()) {
    keep(judgement.completed, first->first, std::move(subgroup));
    ++judgement.closed_early;
  }
  forget(first);
}

void SubgroupCollector::watch_clock(std::string_view origin, base::Timestamp said, base::Timestamp arrived) {
  auto watch = clocks_.find(origin);
  if (watch == clocks_.end()) {
    if (clocks_.size() >= most_origins) {
      clocks_.clear();
      off_.clear();
    }
    watch = clocks_.emplace(std::string(origin), ClockWatch()).first;
  }
  watch->second.note(said, arrived);
  if (const auto offset = watch->second.offset()) {
    off_.insert_or_assign(std::string(origin), *offset);
  } else if (const auto known = off_.find(origin); known != off_.end()) {
    off_.erase(known);
  }
}

std::optional<ClockOff> SubgroupCollector::clock_off() const {
  if (off_.empty()) return std::nullopt;
  return ClockOff{.origin = off_.begin()->first, .ahead = off_.begin()->second};
}

void SubgroupCollector::forget(Places::iterator place) {
  if (place->second.is_saved) gone_.push_back(place->first);
  places_.erase(place);
}

void SubgroupCollector::begin_from(double value) {
  Judgement nothing;
  Place& collecting = place({}, nothing);
  collecting.buffer.begin_from(value);
  collecting.is_changed = true;
  collecting.used = ++uses_;
}

std::vector<Subgroup> SubgroupCollector::trigger(const IsMeant& is_meant) {
  std::vector<Subgroup> completed;
  for (auto& [origin, place] : places_) {
    if (!origin.empty() && !is_meant(origin)) continue;
    keep(completed, origin, place.buffer.trigger());
    place.is_changed = true;
  }
  return completed;
}

std::vector<Subgroup> SubgroupCollector::expire(base::Timestamp now) {
  std::vector<Subgroup> completed;
  for (auto& [origin, place] : places_) {
    const auto due = place.buffer.deadline();
    if (!due || *due > now) continue;
    keep(completed, origin, place.buffer.expire(now));
    place.is_changed = true;
  }
  return completed;
}

std::optional<base::Timestamp> SubgroupCollector::deadline() const {
  std::optional<base::Timestamp> first;
  for (const auto& [origin, place] : places_) {
    const auto due = place.buffer.deadline();
    if (due && (!first || *due < *first)) first = due;
  }
  return first;
}

std::size_t SubgroupCollector::pending() const {
  std::size_t count = 0;
  for (const auto& [origin, place] : places_) count += place.buffer.size();
  return count;
}

std::size_t SubgroupCollector::open_subgroups() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(places_, [](const auto& entry) { return entry.second.buffer.size() > 0; }));
}

void SubgroupCollector::save_changes(const Save& save) {
  for (auto at = places_.begin(); at != places_.end();) {
    auto& [origin, place] = *at;
    const auto next = std::next(at);
    if (std::exchange(place.is_changed, false)) {
      if (place.buffer.is_blank()) {
        forget(at);
      } else {
        const boost::json::object state = place.buffer.state();
        save(origin, &state);
        place.is_saved = true;
      }
    }
    at = next;
  }
  // Whoever was forgotten may have come again since.
  for (const std::string& origin : std::exchange(gone_, {}))
    if (!places_.contains(origin)) save(origin, nullptr);
}

}  // namespace openspc::connect::source
