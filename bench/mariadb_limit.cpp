// The limit that storage on MariaDB is compared with: bare libmariadb on a database of the server's own schema.
// Usage: bench_mariadb_limit HOST PORT USER DATABASE CHARACTERISTIC CONNECTIONS AMOUNT. Prints one JSON object.
//   AMOUNT samples of five readings, 1,000 to a transaction of one insert of many rows: {"samples_per_second"}
#include <mysql.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Close {
  void operator()(MYSQL* connection) const { mysql_close(connection); }
};
using Connection = std::unique_ptr<MYSQL, Close>;

struct Place {
  const char* host;
  unsigned port;
  const char* user;
  const char* database;
};

void run(MYSQL* connection, const std::string& sql) {
  if (mysql_real_query(connection, sql.data(), sql.size()) != 0) throw std::runtime_error(mysql_error(connection));
}

Connection connected(const Place& place) {
  Connection connection(mysql_init(nullptr));
  if (mysql_real_connect(connection.get(), place.host, place.user, "", place.database, place.port, nullptr, 0) ==
      nullptr)
    throw std::runtime_error(mysql_error(connection.get()));
  return connection;
}

std::string plant_of(MYSQL* connection, const std::string& characteristic) {
  run(connection, "SELECT h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id WHERE c.id = " +
                      characteristic);
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(mysql_store_result(connection),
                                                                        &mysql_free_result);
  MYSQL_ROW const row = mysql_fetch_row(result.get());
  if (row == nullptr) throw std::runtime_error("there is no such characteristic");
  return row[0];
}

// Numbers of samples are ids, far behind what the server draws from its blocks; times go on from now.
constexpr std::int64_t kFirstId = 1'000'000'000'000;

struct Work {
  Place place;
  std::string characteristic;
  int connections;
  std::int64_t amount;
};

double insert_in_bulk(const Work& work, std::atomic<std::int64_t>& numbers, std::int64_t began) {
  constexpr int kRows = 1000;
  const Connection connection = connected(work.place);
  const std::string series = plant_of(connection.get(), work.characteristic) + "," + work.characteristic + ",";
  std::mt19937 engine{20};
  std::normal_distribution<double> value{10.08, 0.2};
  std::int64_t done = 0;
  for (const std::int64_t mine = work.amount / work.connections; done < mine; done += kRows) {
    std::string sql =
        "INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded,"
        " is_undersized, is_uncertain, is_modified, rules_skipped) VALUES ";
    const std::int64_t first = numbers.fetch_add(kRows);
    for (std::int64_t number = first; number < first + kRows; ++number) {
      sql += number == first ? "(" : ",(";
      sql += series + std::to_string(began + number * 100) + "," + std::to_string(kFirstId + number) + ",'";
      for (int i = 0; i < 5; ++i) sql += (i > 0 ? "," : "") + std::to_string(value(engine)).substr(0, 7);
      sql += "',5," + std::to_string(1 + number % 86'400) + ",0,0,0,0,0)";
    }
    run(connection.get(), sql);
  }
  return static_cast<double>(done);
}

double rate(const Work& work) {
  std::atomic<std::int64_t> numbers{0};
  std::atomic<double> done{0};
  std::exception_ptr failure;
  std::mutex failing;
  std::vector<std::jthread> threads;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t began = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  const auto begin = Clock::now();
  for (int i = 0; i < work.connections; ++i)
    threads.emplace_back([&] {
      try {
        done += insert_in_bulk(work, numbers, began);
      } catch (...) {
        const std::lock_guard lock(failing);
        failure = std::current_exception();
      }
    });
  for (auto& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
  return done / std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8)
    return std::fputs("usage: bench_mariadb_limit HOST PORT USER DATABASE CHARACTERISTIC CONNECTIONS AMOUNT\n", stderr),
           EXIT_FAILURE;
  try {
    mysql_server_init(0, nullptr, nullptr);
    const Work work{.place = {argv[1], static_cast<unsigned>(std::atoi(argv[2])), argv[3], argv[4]},
                    .characteristic = argv[5],
                    .connections = std::atoi(argv[6]),
                    .amount = std::atoll(argv[7])};
    std::printf("{\"samples_per_second\": %.1f}\n", rate(work));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_mariadb_limit: %s\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
