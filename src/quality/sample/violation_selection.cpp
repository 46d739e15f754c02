#include "quality/sample/violation_selection.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <string_view>
#include <utility>

#include "plants/visibility.h"
#include "quality/sample/condition.h"

namespace openspc::quality::sample {
namespace {

// Pages that begin deeper than this are read in the order of ids, over all groups.
constexpr std::int64_t kDeep = 20'000;
// So many members of a group are counted without thinking, and so many of a time are sorted.
constexpr std::int64_t kFew = 2'000;
constexpr std::int64_t kManyInTime = 5'000;

// Written so that no database takes it for a range of an index.
constexpr const char* kFiled = "NOT (v.plant_id < 0)";

constexpr std::string_view kMembers =
    " FROM violation WHERE is_hidden = ? AND plant_id = ? AND rule_id = ? AND severity = ?"
    " AND requires_acknowledgement = ? AND acknowledged = ?";

std::string members(std::string_view what, std::string_view condition) {
  return "SELECT " + std::string(what) + std::string(kMembers) + std::string(condition);
}

std::int64_t count_members(db::Session& session, const ViolationGroup& group, const std::string& sql,
                           base::Timestamp time) {
  return session.scalar<std::int64_t>(sql, false, group.plant, group.rule_id, group.severity,
                                      group.requires_acknowledgement, group.acknowledged, time);
}

std::optional<base::Timestamp> time_of(db::Session& session, const ViolationGroup& group, const std::string& sql) {
  return session.scalar<std::optional<base::Timestamp>>(sql, false, group.plant, group.rule_id, group.severity,
                                                        group.requires_acknowledgement, group.acknowledged);
}

// What counters and rows are both asked for.
void require_group(Condition& condition, const net::Principal& caller, const ViolationFilter& filter) {
  condition.require(plants::visible_filter(caller, "v.plant_id"))
      .require("v.plant_id > 0 AND v.plant_id = ?", filter.plant)
      .require("v.char_id = ?", filter.characteristic)
      .require("v.acknowledged = ?", filter.acknowledged)
      .require("v.requires_acknowledgement = ?", filter.requires_acknowledgement)
      .require("v.severity = ?", filter.severity)
      .require("v.rule_id = ?", filter.rule);
}

void require_row(Condition& condition, const net::Principal& caller, const ViolationFilter& filter) {
  require_group(condition, caller, filter);
  condition.require("v.sample_id = ?", filter.sample)
      .require("v.sampled_at >= ?", filter.from)
      .require("v.sampled_at <= ?", filter.to);
}

std::vector<ViolationGroup> read_groups(db::Session& session, const std::string& amount_and_table,
                                        const Condition& condition) {
  std::vector<ViolationGroup> groups;
  session.each<std::int64_t, int, std::string, bool, bool, std::int64_t>(
      "SELECT v.plant_id, v.rule_id, v.severity, v.requires_acknowledgement, v.acknowledged, " + amount_and_table +
          " v WHERE " + condition.sql() +
          " GROUP BY v.plant_id, v.rule_id, v.severity, v.requires_acknowledgement, v.acknowledged",
      [&groups](std::int64_t plant, int rule, std::string severity, bool requires_acknowledgement, bool acknowledged,
                std::int64_t amount) {
        if (amount > 0)
          groups.push_back({plant, rule, std::move(severity), requires_acknowledgement, acknowledged, amount, amount});
      },
      db::Session::Values(condition.values()));
  return groups;
}

}  // namespace

// The highest ids of several groups.
class ViolationSelection::NewestIds {
 public:
  explicit NewestIds(std::size_t wanted) : wanted_(wanted) {}

  std::int64_t wanted() const { return static_cast<std::int64_t>(wanted_); }
  /// Lower ids are of no use any more.
  base::ViolationId floor() const { return ids_.size() < wanted_ ? base::ViolationId{0} : ids_.top(); }
  void add(base::ViolationId id) {
    if (ids_.size() == wanted_) {
      if (id <= ids_.top()) return;
      ids_.pop();
    }
    ids_.push(id);
  }
  /// The highest first.
  std::vector<base::ViolationId> take() {
    std::vector<base::ViolationId> sorted(ids_.size());
    for (std::size_t i = sorted.size(); i > 0; ids_.pop()) sorted[--i] = ids_.top();
    return sorted;
  }

 private:
  std::size_t wanted_;
  std::priority_queue<base::ViolationId, std::vector<base::ViolationId>, std::greater<>> ids_;
};

ViolationSelection::ViolationSelection(db::Session& session, const net::Principal& caller,
                                       const ViolationFilter& filter)
    : session_(session), caller_(caller), filter_(filter) {
  if (filter_.sample || (filter_.characteristic && has_times())) {
    count_by_rows();
  } else {
    count_by_counters();
    if (has_times()) count_by_times();
  }
  for (const ViolationGroup& group : groups_) total_ += group.amount;
}

void ViolationSelection::count_by_counters() {
  Condition condition("1 = 1");
  require_group(condition, caller_, filter_);
  groups_ = read_groups(session_, "SUM(v.amount) FROM violation_count", condition);
}

void ViolationSelection::count_by_rows() {
  Condition condition(kFiled);
  condition.require("v.is_hidden = ?", std::optional(false));
  require_row(condition, caller_, filter_);
  groups_ = read_groups(session_, "COUNT(*) FROM violation", condition);
}

std::pair<base::Timestamp, base::Timestamp> ViolationSelection::times() const {
  return {filter_.from.value_or(base::earliest_timestamp()), filter_.to.value_or(base::latest_timestamp())};
}

void ViolationSelection::count_by_times() {
  for (ViolationGroup& group : groups_) group.amount = count_between(group);
  std::erase_if(groups_, [](const ViolationGroup& group) { return group.amount == 0; });
}

// Counting costs by the member, and the whole is known: what lies outside is counted where that is likely to be less.
std::int64_t ViolationSelection::count_between(const ViolationGroup& group) const {
  static const std::string before = members("COUNT(*)", " AND sampled_at < ?");
  static const std::string after = members("COUNT(*)", " AND sampled_at > ?");
  static const std::string between = members("COUNT(*)", " AND sampled_at >= ? AND sampled_at <= ?");
  static const std::string first = members("MIN(sampled_at)", "");
  static const std::string last = members("MAX(sampled_at)", "");
  const auto [from, to] = times();
  if (from > to) return 0;
  if (group.amount > kFew) {
    const auto begin = time_of(session_, group, first);
    const auto end = time_of(session_, group, last);
    if (begin && end) {
      const base::Timestamp inner_begin = std::max(from, *begin);
      const base::Timestamp inner_end = std::min(to, *end);
      if (inner_begin > inner_end) return 0;
      if ((inner_end - inner_begin) > (*end - *begin) / 2) {
        std::int64_t amount = group.amount;
        if (from > *begin) amount -= count_members(session_, group, before, from);
        if (to < *end) amount -= count_members(session_, group, after, to);
        return amount;
      }
    }
  }
  return session_.scalar<std::int64_t>(between, false, group.plant, group.rule_id, group.severity,
                                       group.requires_acknowledgement, group.acknowledged, from, to);
}

std::vector<base::ViolationId> ViolationSelection::page(std::int64_t offset, std::int64_t limit) const {
  const std::int64_t rows = std::min(limit, total_ - offset);
  if (rows <= 0) return {};
  return names_few() || offset > kDeep ? page_by_rows(offset, rows) : page_by_groups(offset, rows);
}

// From whichever end is nearer.
std::vector<base::ViolationId> ViolationSelection::page_by_rows(std::int64_t offset, std::int64_t limit) const {
  Condition condition(kFiled);
  if (names_few()) {
    condition.require("v.is_hidden = ?", std::optional(false));
  } else {
    // Not as an equality, for which SQLite would take the index of groups and sort all that it finds.
    condition.require("v.is_hidden <> ?", std::optional(true));
  }
  require_row(condition, caller_, filter_);
  const std::int64_t behind = total_ - offset - limit;
  const bool from_end = behind < offset;
  std::vector<db::Value> values = condition.values();
  values.emplace_back(limit);
  values.emplace_back(from_end ? behind : offset);
  std::vector<base::ViolationId> ids;
  session_.each<base::ViolationId>(
      "SELECT v.id FROM violation v WHERE " + condition.sql() + " ORDER BY v.id " + (from_end ? "ASC" : "DESC") +
          " LIMIT ? OFFSET ?",
      [&ids](base::ViolationId id) { ids.push_back(id); }, db::Session::Values(values));
  if (from_end) std::reverse(ids.begin(), ids.end());
  return ids;
}

// Each group is read in the order of ids from its own index, no further than to what other groups have better.
std::vector<base::ViolationId> ViolationSelection::page_by_groups(std::int64_t offset, std::int64_t limit) const {
  std::vector<ViolationGroup> largest_first = groups_;
  std::sort(largest_first.begin(), largest_first.end(),
            [](const ViolationGroup& a, const ViolationGroup& b) { return a.amount > b.amount; });
  NewestIds newest(static_cast<std::size_t>(offset + limit));
  for (const ViolationGroup& group : largest_first) {
    if (has_times())
      read_times(group, newest);
    else
      read_newest(group, newest);
  }
  std::vector<base::ViolationId> ids = newest.take();
  ids.erase(ids.begin(), ids.begin() + std::min(offset, static_cast<std::int64_t>(ids.size())));
  return ids;
}

void ViolationSelection::read_newest(const ViolationGroup& group, NewestIds& newest) const {
  static const std::string sql = members("id", " AND id > ? ORDER BY id DESC LIMIT ?");
  session_.each<base::ViolationId>(
      sql, [&newest](base::ViolationId id) { newest.add(id); }, false, group.plant, group.rule_id, group.severity,
      group.requires_acknowledgement, group.acknowledged, newest.floor(), newest.wanted());
}

// A few of a time are found by time. Of many, the search in the order of ids begins where the newest of that time is,
// unless that costs more than to pass what is newer.
void ViolationSelection::read_times(const ViolationGroup& group, NewestIds& newest) const {
  static const std::string by_time = members("id", " AND sampled_at >= ? AND sampled_at <= ?");
  // The sum keeps SQLite from taking the order of ids.
  static const std::string top = members("MAX(id + 0)", " AND sampled_at >= ? AND sampled_at <= ?");
  const auto [from, to] = times();
  const auto keep = [&newest](base::ViolationId id) { newest.add(id); };
  if (total_ <= kManyInTime) {
    session_.each<base::ViolationId>(by_time, keep, false, group.plant, group.rule_id, group.severity,
                                     group.requires_acknowledgement, group.acknowledged, from, to);
    return;
  }
  std::int64_t highest = std::numeric_limits<std::int64_t>::max();
  if (group.amount <= group.of_all_times / 2)
    highest = session_
                  .scalar<std::optional<std::int64_t>>(top, false, group.plant, group.rule_id, group.severity,
                                                       group.requires_acknowledgement, group.acknowledged, from, to)
                  .value_or(0);
  // NOT keeps SQLite from taking the index of times, whose order is another. Each bound is looked at in every row that
  // is passed, so one that nobody asked for is left out.
  Condition condition("1 = 1");
  condition.require("is_hidden = ?", std::optional(false))
      .require("plant_id = ?", std::optional(group.plant))
      .require("rule_id = ?", std::optional(group.rule_id))
      .require("severity = ?", std::optional(group.severity))
      .require("requires_acknowledgement = ?", std::optional(group.requires_acknowledgement))
      .require("acknowledged = ?", std::optional(group.acknowledged))
      .require("id > ?", std::optional(newest.floor()))
      .require("id <= ?", std::optional(highest))
      .require("NOT (sampled_at < ?)", filter_.from)
      .require("NOT (sampled_at > ?)", filter_.to);
  std::vector<db::Value> values = condition.values();
  values.push_back(db::to_value(std::min(newest.wanted(), group.amount)));
  session_.each<base::ViolationId>("SELECT id FROM violation WHERE " + condition.sql() + " ORDER BY id DESC LIMIT ?",
                                   keep, db::Session::Values(values));
}

}  // namespace openspc::quality::sample
