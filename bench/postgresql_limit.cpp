// The limits that storage on PostgreSQL is compared with: bare libpq on a database of the server's own schema.
// Usage: bench_postgresql_limit bulk|single URL CHARACTERISTIC CONNECTIONS AMOUNT. Prints one JSON object.
//   bulk    AMOUNT samples of five readings, 1,000 to a transaction of one statement with arrays:
//   {"samples_per_second"} single  samples of five readings, each a statement and transaction of its own, for AMOUNT
//   seconds:
//           {"samples_per_second"}
#include <libpq-fe.h>

#include <array>
#include <atomic>
#include <charconv>
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
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Result = std::unique_ptr<PGresult, Clear>;

Result checked(PGconn* connection, PGresult* raw) {
  Result result(raw);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection));
  return result;
}

Connection connected(const char* url) {
  Connection connection(PQconnectdb(url));
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

std::string plant_of(PGconn* connection, const char* characteristic) {
  const auto result =
      checked(connection, PQexecParams(connection,
                                       "SELECT h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = "
                                       "c.hierarchy_id WHERE c.id = $1",
                                       1, nullptr, &characteristic, nullptr, nullptr, 0));
  if (PQntuples(result.get()) == 0) throw std::runtime_error("there is no such characteristic");
  return PQgetvalue(result.get(), 0, 0);
}

// Numbers of samples are ids, far behind what the server draws from its blocks; times go on from now.
constexpr std::int64_t kFirstId = 1'000'000'000'000;

class Numbers {
 public:
  std::int64_t draw(std::int64_t count) { return next_.fetch_add(count); }
  std::int64_t time_of(std::int64_t number) const { return began_ + number * 100; }

 private:
  std::atomic<std::int64_t> next_{0};
  const std::int64_t began_ =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
};

class Readings {
 public:
  void append_to(std::string& text) {
    for (int i = 0; i < 5; ++i) {
      if (i > 0) text += ',';
      text += std::to_string(value_(engine_)).substr(0, 7);
    }
  }

 private:
  std::mt19937 engine_{20};
  std::normal_distribution<double> value_{10.08, 0.2};
};

struct Work {
  const char* url;
  const char* characteristic;
  int connections;
  std::int64_t amount;
};

double insert_in_bulk(const Work& work, Numbers& numbers) {
  constexpr int kRows = 1000;
  const Connection connection = connected(work.url);
  const std::string plant = plant_of(connection.get(), work.characteristic);
  checked(connection.get(),
          PQprepare(connection.get(), "bulk",
                    "INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded, "
                    "is_undersized, is_uncertain, is_modified, rules_skipped) SELECT $1, $2, t, i, CAST(r AS "
                    "DOUBLE PRECISION[]), 5, d, FALSE, FALSE, FALSE, FALSE, FALSE FROM unnest($3::BIGINT[], "
                    "$4::BIGINT[], $5::TEXT[], $6::INTEGER[]) AS x(t, i, r, d)",
                    6, nullptr));
  Readings readings;
  std::int64_t done = 0;
  for (const std::int64_t mine = work.amount / work.connections; done < mine; done += kRows) {
    const std::int64_t first = numbers.draw(kRows);
    std::array<std::string, 4> columns;
    for (std::int64_t number = first; number < first + kRows; ++number) {
      for (auto& column : columns) column += column.empty() ? '{' : ',';
      columns[0] += std::to_string(numbers.time_of(number));
      columns[1] += std::to_string(kFirstId + number);
      columns[2] += "\"{";
      readings.append_to(columns[2]);
      columns[2] += "}\"";
      columns[3] += std::to_string(1 + number % 86'400);
    }
    for (auto& column : columns) column += '}';
    const std::array<const char*, 6> values{plant.c_str(),      work.characteristic, columns[0].c_str(),
                                            columns[1].c_str(), columns[2].c_str(),  columns[3].c_str()};
    checked(connection.get(), PQexecPrepared(connection.get(), "bulk", 6, values.data(), nullptr, nullptr, 0));
  }
  return static_cast<double>(done);
}

double insert_singly(const Work& work, Numbers& numbers) {
  const Connection connection = connected(work.url);
  const std::string plant = plant_of(connection.get(), work.characteristic);
  checked(connection.get(),
          PQprepare(connection.get(), "single",
                    "INSERT INTO subgroup (plant_id, char_id, time_us, id, readings, actual_n, day_rank, is_excluded, "
                    "is_undersized, is_uncertain, is_modified, rules_skipped) VALUES ($1, $2, $3, $4, $5, 5, $6, "
                    "FALSE, FALSE, FALSE, FALSE, FALSE)",
                    6, nullptr));
  Readings readings;
  std::int64_t done = 0;
  for (const auto end = Clock::now() + std::chrono::seconds(work.amount); Clock::now() < end; ++done) {
    const std::int64_t number = numbers.draw(1);
    std::string list = "{";
    readings.append_to(list);
    list += '}';
    const std::string time = std::to_string(numbers.time_of(number)), id = std::to_string(kFirstId + number),
                      rank = std::to_string(1 + number % 86'400);
    const std::array<const char*, 6> values{plant.c_str(), work.characteristic, time.c_str(),
                                            id.c_str(),    list.c_str(),        rank.c_str()};
    checked(connection.get(), PQexecPrepared(connection.get(), "single", 6, values.data(), nullptr, nullptr, 0));
  }
  return static_cast<double>(done);
}

double rate(const Work& work, double (*insert)(const Work&, Numbers&)) {
  Numbers numbers;
  std::atomic<double> done{0};
  std::exception_ptr failure;
  std::mutex failing;
  std::vector<std::jthread> threads;
  const auto begin = Clock::now();
  for (int i = 0; i < work.connections; ++i)
    threads.emplace_back([&] {
      try {
        done += insert(work, numbers);
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
  const std::string_view mode = argc == 6 ? argv[1] : "";
  if (mode != "bulk" && mode != "single")
    return std::fputs("usage: bench_postgresql_limit bulk|single URL CHARACTERISTIC CONNECTIONS AMOUNT\n", stderr),
           EXIT_FAILURE;
  try {
    const Work work{
        .url = argv[2], .characteristic = argv[3], .connections = std::atoi(argv[4]), .amount = std::atoll(argv[5])};
    std::printf("{\"samples_per_second\": %.1f}\n", rate(work, mode == "bulk" ? insert_in_bulk : insert_singly));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_postgresql_limit: %s\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
