#include "db/schema/sample_conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "db/schema/sample_tables.h"

namespace openspc::db::detail {
namespace {

constexpr std::int64_t kSamplesOfStep = 5'000;
constexpr std::int64_t kSamplesBetweenReports = 500'000;

using Text = std::optional<std::string>;
using Number = std::optional<double>;
using Whole = std::optional<std::int64_t>;

/// A sample as both sides know it.
struct Record {
  std::int64_t id = 0, characteristic = 0, plant = 0;
  base::Timestamp time;
  std::vector<double> readings{};
  std::int64_t actual_n = 0;
  Whole day_rank{};
  bool is_excluded = false, is_undersized = false, is_uncertain = false, is_modified = false, rules_skipped = false;
  Whole defect_count{};
  Number inspected_size{}, ucl{}, lcl{}, z_score{};
  Text batch{}, operator_id{}, exclude_reason{};
  std::optional<base::Timestamp> deleted_at{};
  Text deleted_by{}, key{};
};

// FNV-1a over 64-bit words (Fowler, Noll, Vo; offset basis and prime as published by Noll), mixed at the end so that
// sums of it do not cancel (the finalizer of splitmix64: Steele, Lea, Flood 2014).
class Hash {
 public:
  void add(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001b3ULL; }
  void add(const Number& number) { add(number ? std::bit_cast<std::uint64_t>(*number) : kAbsent); }
  void add(const Whole& number) { add(number ? static_cast<std::uint64_t>(*number) : kAbsent); }
  void add(const Text& text) {
    if (!text) return add(kAbsent);
    for (const char c : *text) add(static_cast<unsigned char>(c));
    add(text->size());
  }
  void add(base::Timestamp time) { add(static_cast<std::uint64_t>(time.time_since_epoch().count())); }

  std::uint64_t result() const {
    std::uint64_t z = value_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

 private:
  static constexpr std::uint64_t kAbsent = 0x7ff8dead00000000ULL;  // as a double: not a number
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

std::uint64_t checksum_of(const Record& record) {
  Hash hash;
  for (const std::int64_t number : {record.id, record.characteristic, record.plant, record.actual_n})
    hash.add(static_cast<std::uint64_t>(number));
  hash.add(record.time);
  for (const double reading : record.readings) hash.add(Number(reading));
  hash.add(record.readings.size());
  for (const bool flag : {record.is_excluded, record.is_undersized, record.is_uncertain, record.is_modified,
                          record.rules_skipped, record.deleted_at.has_value()})
    hash.add(std::uint64_t{flag});
  hash.add(record.day_rank);
  hash.add(record.defect_count);
  for (const Number& number : {record.inspected_size, record.ucl, record.lcl, record.z_score}) hash.add(number);
  for (const Text* text : {&record.batch, &record.operator_id, &record.exclude_reason, &record.deleted_by, &record.key})
    hash.add(*text);
  if (record.deleted_at) hash.add(*record.deleted_at);
  return hash.result();
}

void count(Tally& tally, std::span<const Record> records) {
  for (const Record& record : records) {
    ++tally.samples;
    tally.readings += static_cast<std::int64_t>(record.readings.size());
    tally.checksum += checksum_of(record);
  }
}

struct IdRange {
  std::int64_t after = 0, last = 0;
};

// "260212-007" of that day: 7.
Whole rank_in(const Text& display_key) {
  if (!display_key || display_key->size() < 8) return std::nullopt;
  std::int64_t rank = 0;
  for (const char c : std::string_view(*display_key).substr(7)) {
    if (c < '0' || c > '9' || rank > 1'000'000'000) return std::nullopt;
    rank = 10 * rank + (c - '0');
  }
  return rank;
}

Text display_key_of(const Record& record) {
  if (!record.day_rank) return std::nullopt;
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(record.time));
  return fmt::format("{:02}{:02}{:02}-{:03}", static_cast<int>(day.year()) % 100, static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()), *record.day_rank);
}

// The side of the reference.
class TwoTables {
 public:
  static constexpr std::string_view kSamples = "sample_before";

  static std::vector<Record> read(Session& session, IdRange range) {
    std::vector<Record> records;
    session.each<std::int64_t, std::int64_t, std::int64_t, base::Timestamp, std::int64_t, Text, bool, bool, bool, bool,
                 bool, Whole, Number, Number, Number, Number, Text, Text, Text, std::optional<base::Timestamp>, Text,
                 Text>(
        "SELECT s.id, s.char_id, COALESCE(h.plant_id, 0), s.\"timestamp\", s.actual_n, s.display_key, s.is_excluded,"
        " s.is_undersized, s.is_uncertain, s.is_modified, s.rules_skipped, s.defect_count, s.inspected_size,"
        " s.effective_ucl, s.effective_lcl, s.z_score, s.batch_number, s.operator_id, s.exclude_reason, s.deleted_at,"
        " s.deleted_by, s.idempotency_key FROM sample_before s LEFT JOIN characteristic c ON c.id = s.char_id"
        " LEFT JOIN hierarchy h ON h.id = c.hierarchy_id WHERE s.id > ? AND s.id <= ? ORDER BY s.id",
        [&records](std::int64_t id, std::int64_t characteristic, std::int64_t plant, base::Timestamp time,
                   std::int64_t n, const Text& display_key, bool excluded, bool undersized, bool uncertain,
                   bool modified, bool skipped, Whole defects, Number inspected, Number ucl, Number lcl, Number z,
                   Text batch, Text operator_id, Text reason, std::optional<base::Timestamp> deleted_at,
                   Text deleted_by, Text key) {
          records.push_back({.id = id,
                             .characteristic = characteristic,
                             .plant = plant,
                             .time = time,
                             .actual_n = n,
                             .day_rank = rank_in(display_key),
                             .is_excluded = excluded,
                             .is_undersized = undersized,
                             .is_uncertain = uncertain,
                             .is_modified = modified,
                             .rules_skipped = skipped,
                             .defect_count = defects,
                             .inspected_size = inspected,
                             .ucl = ucl,
                             .lcl = lcl,
                             .z_score = z,
                             .batch = std::move(batch),
                             .operator_id = std::move(operator_id),
                             .exclude_reason = std::move(reason),
                             .deleted_at = deleted_at,
                             .deleted_by = std::move(deleted_by),
                             .key = std::move(key)});
        },
        range.after, range.last);
    add_readings(session, range, records);
    return records;
  }

  static void write(Session& session, std::span<const Record> records) {
    using Row =
        std::tuple<std::int64_t, std::int64_t, base::Timestamp, std::int64_t, Text, bool, bool, bool, bool, bool, Whole,
                   Number, Number, Number, Number, Text, Text, Text, std::optional<base::Timestamp>, Text, Text>;
    std::vector<Row> rows;
    std::vector<std::tuple<std::int64_t, double>> readings;
    for (const Record& r : records) {
      rows.emplace_back(r.id, r.characteristic, r.time, r.actual_n, display_key_of(r), r.is_excluded, r.is_undersized,
                        r.is_uncertain, r.is_modified, r.rules_skipped, r.defect_count, r.inspected_size, r.ucl, r.lcl,
                        r.z_score, r.batch, r.operator_id, r.exclude_reason, r.deleted_at, r.deleted_by, r.key);
      for (const double reading : r.readings) readings.emplace_back(r.id, reading);
    }
    session.insert_many(
        "sample_before (id, char_id, \"timestamp\", actual_n, display_key, is_excluded, is_undersized,"
        " is_uncertain, is_modified, rules_skipped, defect_count, inspected_size, effective_ucl, effective_lcl,"
        " z_score, batch_number, operator_id, exclude_reason, deleted_at, deleted_by, idempotency_key)",
        std::span<const Row>(rows));
    session.insert_many("measurement_before (sample_id, value)", std::span(std::as_const(readings)));
  }

 private:
  // A sample one of whose readings cannot be read is left out as a whole.
  static void add_readings(Session& session, IdRange range, std::vector<Record>& records) {
    std::unordered_map<std::int64_t, Record*> by_id;
    for (Record& record : records) by_id.emplace(record.id, &record);
    std::int64_t read = 0;
    session.each<std::int64_t, double>(
        "SELECT sample_id, value FROM measurement_before WHERE sample_id > ? AND sample_id <= ? ORDER BY sample_id, id",
        [&](std::int64_t sample, double value) {
          ++read;
          if (const auto found = by_id.find(sample); found != by_id.end()) found->second->readings.push_back(value);
        },
        range.after, range.last);
    std::unordered_set<std::int64_t> damaged;
    const auto stored = session.scalar<std::int64_t>(
        "SELECT COUNT(*) FROM measurement_before WHERE sample_id > ? AND sample_id <= ?", range.after, range.last);
    if (stored != read) damaged = with_lost_readings(session, range, by_id);
    std::erase_if(records,
                  [&](const Record& record) { return damaged.contains(record.id) || !has_finite_numbers(record); });
  }

  static std::unordered_set<std::int64_t> with_lost_readings(Session& session, IdRange range,
                                                             const std::unordered_map<std::int64_t, Record*>& by_id) {
    std::unordered_set<std::int64_t> damaged;
    session.each<std::int64_t, std::int64_t>(
        "SELECT sample_id, COUNT(*) FROM measurement_before WHERE sample_id > ? AND sample_id <= ? GROUP BY sample_id",
        [&](std::int64_t sample, std::int64_t stored) {
          const auto found = by_id.find(sample);
          if (found != by_id.end() && std::ssize(found->second->readings) != stored) damaged.insert(sample);
        },
        range.after, range.last);
    return damaged;
  }

  static bool has_finite_numbers(const Record& record) {
    const auto is_finite = [](const Number& number) { return !number || std::isfinite(*number); };
    return is_finite(record.inspected_size) && is_finite(record.ucl) && is_finite(record.lcl) &&
           is_finite(record.z_score) &&
           std::ranges::all_of(record.readings, [](double reading) { return std::isfinite(reading); });
  }
};

// This program's side.
class OneTable {
 public:
  static constexpr std::string_view kSamples = "subgroup";

  static std::vector<Record> read(Session& session, IdRange range) {
    std::vector<Record> records;
    std::unordered_map<std::int64_t, std::string> keys;
    session.each<std::int64_t, std::string>(
        "SELECT sample_id, idempotency_key FROM sample_key WHERE sample_id > ? AND sample_id <= ?",
        [&keys](std::int64_t sample, std::string key) { keys.emplace(sample, std::move(key)); }, range.after,
        range.last);
    session.each<std::int64_t, std::int64_t, std::int64_t, Microseconds, std::optional<std::vector<double>>,
                 std::int64_t, Whole, bool, bool, bool, bool, bool, Whole, Number, Number, Number, Number, Text, Text,
                 Text, std::optional<base::Timestamp>, Text>(
        "SELECT id, char_id, plant_id, time_us, readings, actual_n, day_rank, is_excluded, is_undersized, is_uncertain,"
        " is_modified, rules_skipped, defect_count, inspected_size, effective_ucl, effective_lcl, z_score,"
        " batch_number, operator_id, exclude_reason, deleted_at, deleted_by FROM subgroup WHERE id > ? AND id <= ?"
        " ORDER BY id",
        [&](std::int64_t id, std::int64_t characteristic, std::int64_t plant, base::Timestamp time,
            std::optional<std::vector<double>> readings, std::int64_t n, Whole rank, bool excluded, bool undersized,
            bool uncertain, bool modified, bool skipped, Whole defects, Number inspected, Number ucl, Number lcl,
            Number z, Text batch, Text operator_id, Text reason, std::optional<base::Timestamp> deleted_at,
            Text deleted_by) {
          const auto key = keys.find(id);
          records.push_back({.id = id,
                             .characteristic = characteristic,
                             .plant = plant,
                             .time = time,
                             .readings = std::move(readings).value_or(std::vector<double>()),
                             .actual_n = n,
                             .day_rank = rank,
                             .is_excluded = excluded,
                             .is_undersized = undersized,
                             .is_uncertain = uncertain,
                             .is_modified = modified,
                             .rules_skipped = skipped,
                             .defect_count = defects,
                             .inspected_size = inspected,
                             .ucl = ucl,
                             .lcl = lcl,
                             .z_score = z,
                             .batch = std::move(batch),
                             .operator_id = std::move(operator_id),
                             .exclude_reason = std::move(reason),
                             .deleted_at = deleted_at,
                             .deleted_by = std::move(deleted_by),
                             .key = key == keys.end() ? Text() : Text(std::move(key->second))});
        },
        range.after, range.last);
    return records;
  }

  static void write(Session& session, std::span<const Record> records) {
    using Row = std::tuple<std::int64_t, std::int64_t, Microseconds, std::int64_t, std::optional<std::vector<double>>,
                           std::int64_t, Whole, bool, bool, bool, bool, bool, Whole, Number, Number, Number, Number,
                           Text, Text, Text, std::optional<base::Timestamp>, Text>;
    using KeyRow = std::tuple<std::int64_t, std::int64_t, std::string, Microseconds, std::int64_t>;
    std::vector<Row> rows;
    std::vector<KeyRow> keys;
    for (const Record& r : records) {
      rows.emplace_back(r.plant, r.characteristic, r.time, r.id,
                        r.readings.empty() ? std::nullopt : std::optional(r.readings), r.actual_n, r.day_rank,
                        r.is_excluded, r.is_undersized, r.is_uncertain, r.is_modified, r.rules_skipped, r.defect_count,
                        r.inspected_size, r.ucl, r.lcl, r.z_score, r.batch, r.operator_id, r.exclude_reason,
                        r.deleted_at, r.deleted_by);
      if (r.key) keys.emplace_back(r.plant, r.characteristic, *r.key, r.time, r.id);
    }
    session.insert_many(
        "subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded,"
        " is_undersized, is_uncertain, is_modified, rules_skipped, defect_count, inspected_size, effective_ucl,"
        " effective_lcl, z_score, batch_number, operator_id, exclude_reason, deleted_at, deleted_by)",
        std::span<const Row>(rows));
    session.insert_many("sample_key (plant_id, char_id, idempotency_key, time_us, sample_id)",
                        std::span<const KeyRow>(keys));
  }
};

// Where the next step ends; nothing behind the last sample.
std::optional<IdRange> next_range(Session& session, std::string_view table, std::int64_t after) {
  const auto last = session.scalar<std::optional<std::int64_t>>(
      "SELECT MAX(id) FROM (SELECT id FROM " + std::string(table) + " WHERE id > ? ORDER BY id LIMIT ?) part", after,
      kSamplesOfStep);
  return last ? std::optional(IdRange{after, *last}) : std::nullopt;
}

struct Progress {
  std::int64_t last_id = 0;
  Tally tally{};
};

Progress progress_of(Session& session) {
  const auto row = session.first<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
      "SELECT last_id, samples, readings, checksum FROM openspc_conversion");
  if (!row) throw base::conflict("The table openspc_conversion is empty; restore the database from its backup");
  const auto [last, samples, readings, checksum] = *row;
  return {last, {samples, readings, static_cast<std::uint64_t>(checksum)}};
}

template <class Source, class Target>
bool convert(Session& session) {
  if (!conversion_under_way(session)) return false;  // another migrator has finished it
  Progress progress = progress_of(session);
  const auto range = next_range(session, Source::kSamples, progress.last_id);
  if (!range) return false;
  const std::vector<Record> records = Source::read(session, *range);
  Target::write(session, records);
  const std::int64_t reports = progress.tally.samples / kSamplesBetweenReports;
  count(progress.tally, records);
  session.execute("UPDATE openspc_conversion SET last_id = ?, samples = ?, readings = ?, checksum = ?", range->last,
                  progress.tally.samples, progress.tally.readings, static_cast<std::int64_t>(progress.tally.checksum));
  if (progress.tally.samples / kSamplesBetweenReports != reports)
    base::log::info("samples_converted", {{"samples", progress.tally.samples}});
  return true;
}

std::string text_of(const Tally& tally) {
  return fmt::format("{} samples with {} readings, checksum {:016x}", tally.samples, tally.readings, tally.checksum);
}

}  // namespace

void SampleConversion::run() {
  if (direction_ == Direction::up)
    database_.write_now([](Session& session) {
      if (conversion_under_way(session)) create_months_of_samples(session);
    });
  while (database_.write_now([this](Session& session) {
    return direction_ == Direction::up ? convert<TwoTables, OneTable>(session) : convert<OneTable, TwoTables>(session);
  })) {
  }
}

void SampleConversion::verify() {
  Tally target;
  std::int64_t last = -1;
  while (count_some(target, last)) {
  }
  const auto source = database_.write_now([](Session& session) {
    return conversion_under_way(session) ? std::optional(progress_of(session).tally) : std::nullopt;
  });
  if (!source) return;  // another migrator has finished it
  if (*source != target)
    throw base::conflict("The conversion of the samples was not exact: read " + text_of(*source) + ", found " +
                         text_of(target) + ". The tables it read are as they were; please report this");
  base::log::info("samples_verified", {{"samples", target.samples},
                                       {"readings", target.readings},
                                       {"checksum", fmt::format("{:016x}", target.checksum)}});
}

bool SampleConversion::count_some(Tally& tally, std::int64_t& after) {
  return database_.write_now([&](Session& session) {
    if (!conversion_under_way(session)) return false;
    const auto target = direction_ == Direction::up ? OneTable::kSamples : TwoTables::kSamples;
    const auto range = next_range(session, target, after);
    if (!range) return false;
    count(tally, direction_ == Direction::up ? OneTable::read(session, *range) : TwoTables::read(session, *range));
    after = range->last;
    return true;
  });
}

void begin_conversion(Session& session, Direction direction) {
  session.execute_script(session.dialect().expand(
      "CREATE TABLE IF NOT EXISTS openspc_conversion (direction VARCHAR(10) NOT NULL, last_id ${ref} NOT "
      "NULL, samples ${ref} NOT NULL, readings ${ref} NOT NULL, checksum ${ref} NOT NULL)"));
  session.execute("DELETE FROM openspc_conversion");
  session.execute(
      "INSERT INTO openspc_conversion (direction, last_id, samples, readings, checksum) VALUES (?, ?, ?, ?, ?)",
      direction == Direction::up ? "up" : "down", std::int64_t{-1}, std::int64_t{0}, std::int64_t{0}, std::int64_t{0});
}

std::optional<Direction> conversion_under_way(Session& session) {
  const auto tables = session.query<std::string>(session.dialect().tables_query());
  if (std::ranges::find(tables, std::tuple<std::string>("openspc_conversion")) == tables.end()) return std::nullopt;
  const auto word = session.scalar<std::optional<std::string>>("SELECT direction FROM openspc_conversion");
  if (!word) return std::nullopt;
  return *word == "up" ? Direction::up : Direction::down;
}

void end_conversion(Session& session) {
  session.execute("DELETE FROM openspc_conversion");
}

void forget_conversion(Session& session) {
  session.execute_script("DROP TABLE openspc_conversion");
}

}  // namespace openspc::db::detail
