// The limits that storage is compared with: the raw SQLite C API on a database of the server's own schema, WAL and
// synchronous=FULL. Usage: bench_sqlite_limit bulk|single|reads DATABASE CHARACTERISTIC COUNT. Prints one JSON object.
//   bulk    COUNT samples of five readings, 1,000 to a transaction: {"samples_per_second": ...}
//   single  COUNT samples of five readings, each in a transaction of its own: {"samples_per_second": ...}
//   reads   the newest COUNT samples with their readings and violations, read fifty times: {"milliseconds": median}
#include <sqlite3.h>

#include <algorithm>
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

class Writer {
 public:
  Writer(sqlite3* db, std::int64_t characteristic)
      : db_(db),
        characteristic_(characteristic),
        sample_(prepare(db,
                        "INSERT INTO sample (char_id, timestamp, batch_number, operator_id, is_excluded, actual_n, "
                        "is_undersized, is_modified) "
                        "VALUES (?, ?, NULL, NULL, 0, 5, 0, 0)")),
        measurement_(prepare(db, "INSERT INTO measurement (sample_id, value) VALUES (?, ?)")) {}

  void insert(std::int64_t number) {
    char stamp[64];
    std::snprintf(stamp, sizeof stamp, "2025-01-%02d %02d:%02d:%02d.%06d", static_cast<int>(1 + number / 86400 % 28),
                  static_cast<int>(number / 3600 % 24), static_cast<int>(number / 60 % 60),
                  static_cast<int>(number % 60), static_cast<int>(number % 1000000));
    sqlite3_bind_int64(sample_.get(), 1, characteristic_);
    sqlite3_bind_text(sample_.get(), 2, stamp, -1, SQLITE_TRANSIENT);
    check(sqlite3_step(sample_.get()) == SQLITE_DONE, db_);
    sqlite3_reset(sample_.get());
    const auto id = sqlite3_last_insert_rowid(db_);
    for (int i = 0; i < kReadings; ++i) {
      sqlite3_bind_int64(measurement_.get(), 1, id);
      sqlite3_bind_double(measurement_.get(), 2, 10.0 + 0.01 * static_cast<double>((number * 7 + i * 3) % 17));
      check(sqlite3_step(measurement_.get()) == SQLITE_DONE, db_);
      sqlite3_reset(measurement_.get());
    }
  }

 private:
  sqlite3* db_;
  std::int64_t characteristic_;
  Statement sample_;
  Statement measurement_;
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
      "SELECT id, timestamp, is_excluded, actual_n, is_undersized, effective_ucl, effective_lcl, z_score FROM sample "
      "WHERE char_id = ? AND is_excluded = 0 ORDER BY timestamp DESC, id DESC LIMIT ?");
  const auto values =
      prepare(db,
              "SELECT m.sample_id, m.value FROM measurement m JOIN (SELECT id FROM sample WHERE char_id = ? AND "
              "is_excluded = 0 "
              "ORDER BY timestamp DESC, id DESC LIMIT ?) s ON s.id = m.sample_id ORDER BY m.sample_id, m.id");
  const auto violations = prepare(db,
                                  "SELECT v.id, v.sample_id, v.rule_id, v.acknowledged FROM violation v JOIN (SELECT "
                                  "id FROM sample WHERE char_id = ? "
                                  "AND is_excluded = 0 ORDER BY timestamp DESC, id DESC LIMIT ?) s ON s.id = "
                                  "v.sample_id ORDER BY v.sample_id, v.id");
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
      sink += static_cast<double>(sqlite3_column_int64(s, 0)) + sqlite3_column_text(s, 1)[18] +
              sqlite3_column_int(s, 2) + sqlite3_column_int(s, 3) + sqlite3_column_int(s, 4) +
              sqlite3_column_double(s, 5) + sqlite3_column_double(s, 6) + sqlite3_column_double(s, 7);
    });
    read_all(values.get(), [&](sqlite3_stmt* s) {
      sink += static_cast<double>(sqlite3_column_int64(s, 0)) + sqlite3_column_double(s, 1);
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
