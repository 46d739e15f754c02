// The limits that storage is compared with: the raw SQLite C API on a database of the server's own schema, WAL and
// synchronous=FULL. Usage: bench_sqlite_limit bulk|single|reads DATABASE CHARACTERISTIC COUNT. Prints one JSON object.
//   bulk    COUNT samples of five readings, 1,000 to a transaction: {"samples_per_second": ...}
//   single  COUNT samples of five readings, each in a transaction of its own: {"samples_per_second": ...}
//   reads   the newest COUNT samples with their readings and violations, read fifty times: {"milliseconds": median}
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kReadings = 5;

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

void check(bool good, sqlite3* db) {
  if (!good) throw std::runtime_error(sqlite3_errmsg(db));
}

void run(sqlite3* db, const char* sql) {
  check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, db);
}

Statement prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  check(sqlite3_prepare_v2(db, sql, -1, &raw, nullptr) == SQLITE_OK, db);
  return Statement(raw);
}

// Far behind what the server draws from its blocks.
constexpr std::int64_t kFirstId = 1'000'000'000'000;
constexpr std::int64_t kFirstTime = 1'735'689'600'000'000;  // 2025-01-01, in microseconds

class Writer {
 public:
  Writer(sqlite3* db, std::int64_t characteristic)
      : db_(db),
        sample_(
            prepare(db, ("INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, "
                         "is_excluded, is_undersized, is_uncertain, is_modified, rules_skipped) VALUES ((SELECT "
                         "h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE c.id = " +
                         std::to_string(characteristic) + "), " + std::to_string(characteristic) +
                         ", ?, ?, ?, 5, ?, 0, 0, 0, 0, 0)")
                            .c_str())) {}

  void insert(std::int64_t number) {
    char readings[kReadings * 32];
    char* end = readings;
    for (int i = 0; i < kReadings; ++i) {
      if (i > 0) *end++ = ',';
      end = std::to_chars(end, readings + sizeof readings, 10.0 + 0.01 * static_cast<double>((number * 7 + i * 3) % 17))
                .ptr;
    }
    sqlite3_bind_int64(sample_.get(), 1, kFirstTime + number * 1'000'000);
    sqlite3_bind_int64(sample_.get(), 2, kFirstId + number);
    sqlite3_bind_text(sample_.get(), 3, readings, static_cast<int>(end - readings), SQLITE_STATIC);
    sqlite3_bind_int64(sample_.get(), 4, 1 + number % 86'400);
    check(sqlite3_step(sample_.get()) == SQLITE_DONE, db_);
    sqlite3_reset(sample_.get());
  }

 private:
  sqlite3* db_;
  Statement sample_;
};

double insert_rate(sqlite3* db, std::int64_t characteristic, int count, int per_transaction) {
  Writer writer(db, characteristic);
  const auto begin = Clock::now();
  for (int i = 0; i < count; i += per_transaction) {
    run(db, "BEGIN IMMEDIATE");
    for (int j = i; j < std::min(count, i + per_transaction); ++j) writer.insert(j);
    run(db, "COMMIT");
  }
  return count / std::chrono::duration<double>(Clock::now() - begin).count();
}

// The columns that a chart needs, nothing more, each fetched into a plain variable.
double read_milliseconds(sqlite3* db, std::int64_t characteristic, int count) {
  const auto samples = prepare(
      db,
      "SELECT id, time_us, readings, is_excluded, actual_n, is_undersized, day_rank FROM subgroup WHERE plant_id "
      "= (SELECT h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE c.id = ?1) AND "
      "char_id = ?1 AND is_excluded = 0 AND deleted_at IS NULL ORDER BY time_us DESC, id DESC LIMIT ?2");
  const auto violations =
      prepare(db,
              "SELECT id, sample_id, rule_id, acknowledged FROM violation WHERE char_id = ?1 AND superseded_at IS NULL "
              "ORDER BY sampled_at DESC, sample_id DESC LIMIT ?2");
  double sink = 0;
  const auto read_all = [&](sqlite3_stmt* statement, auto&& on_row) {
    sqlite3_bind_int64(statement, 1, characteristic);
    sqlite3_bind_int(statement, 2, count);
    while (sqlite3_step(statement) == SQLITE_ROW) on_row(statement);
    sqlite3_reset(statement);
  };
  std::vector<double> times;
  for (int round = 0; round < 50; ++round) {
    const auto begin = Clock::now();
    run(db, "BEGIN");
    read_all(samples.get(), [&](sqlite3_stmt* s) {
      sink += static_cast<double>(sqlite3_column_int64(s, 0) + sqlite3_column_int64(s, 1)) + sqlite3_column_int(s, 3) +
              sqlite3_column_int(s, 4) + sqlite3_column_int(s, 5) + sqlite3_column_int(s, 6);
      const auto* at = reinterpret_cast<const char*>(sqlite3_column_text(s, 2));
      const char* const end = at + sqlite3_column_bytes(s, 2);
      for (double value = 0; at < end; sink += value) at = std::from_chars(at, end, value).ptr + 1;
    });
    read_all(violations.get(), [&](sqlite3_stmt* s) {
      sink += static_cast<double>(sqlite3_column_int64(s, 0) + sqlite3_column_int64(s, 1)) + sqlite3_column_int(s, 2);
    });
    run(db, "COMMIT");
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  if (sink == 0) std::fputs("nothing was read\n", stderr);
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5)
    return std::fputs("usage: bench_sqlite_limit bulk|single|reads DATABASE CHARACTERISTIC COUNT\n", stderr),
           EXIT_FAILURE;
  try {
    sqlite3* raw = nullptr;
    if (sqlite3_open(argv[2], &raw) != SQLITE_OK) throw std::runtime_error("cannot open the database");
    const DatabaseHandle db(raw);
    run(raw, "PRAGMA journal_mode=WAL");
    run(raw, "PRAGMA synchronous=FULL");
    run(raw, "PRAGMA foreign_keys=ON");
    const std::string_view mode = argv[1];
    const auto characteristic = std::strtoll(argv[3], nullptr, 10);
    const int count = std::atoi(argv[4]);
    if (mode == "reads") {
      std::printf("{\"milliseconds\": %.4f}\n", read_milliseconds(raw, characteristic, count));
    } else {
      std::printf("{\"samples_per_second\": %.1f}\n",
                  insert_rate(raw, characteristic, count, mode == "bulk" ? 1000 : 1));
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_sqlite_limit: %s\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
