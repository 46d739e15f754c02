// Ten thousand characteristics written at once: each gets its sample, once, in its own place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

constexpr int kCharacteristics = 10'000;
constexpr int kClients = 48;

TEST(TenThousandCharacteristics, WrittenAtOnceGetOneSampleEach) {
  Workshop shop;
  const std::string line = std::to_string(shop.line);
  {
    StoredData stored = shop.server.stored();
    stored.execute("BEGIN");
    for (int i = 1; i <= kCharacteristics; ++i)
      stored.execute(
          "INSERT INTO characteristic (id, hierarchy_id, name, subgroup_size, subgroup_mode, min_measurements,"
          " decimal_precision, ucl, lcl, stored_center_line, stored_sigma) VALUES (" +
          std::to_string(i) + ", " + line + ", 'C" + std::to_string(i) +
          "', 1, 'NOMINAL_TOLERANCE', 1, 3, 13, 7, 10, 1)");
    stored.execute("COMMIT");
  }
  std::atomic<int> next = 1, refused = 0;
  std::atomic<bool> told = false;
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c)
    clients.emplace_back([&] {
      HttpClient client(shop.server.port());
      client.token = shop.admin.token;
      for (int id = next++; id <= kCharacteristics; id = next++) {
        // Every tenth is out of control.
        const double value = id % 10 == 0 ? 99 : 10 + id / 1e6;
        const Reply reply = client.post("/api/v1/samples/", sample_of(id, {value}));
        if (reply.status == 201) continue;
        ++refused;
        if (!told.exchange(true)) ADD_FAILURE() << reply.status << " " << reply.body;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(refused, 0);

  StoredData stored = shop.server.stored();
  EXPECT_EQ(stored.number("SELECT COUNT(*) FROM sample"), kCharacteristics);
  EXPECT_EQ(stored.number("SELECT COUNT(DISTINCT char_id) FROM sample"), kCharacteristics);
  EXPECT_EQ(stored.number("SELECT COUNT(*) FROM violation"), kCharacteristics / 10);
  EXPECT_EQ(stored.number("SELECT SUM(samples) FROM sample_count"), kCharacteristics);
  EXPECT_EQ(stored.number("SELECT COUNT(*) FROM sample s JOIN measurement m ON m.sample_id = s.id WHERE ABS(m.value -"
                          " CASE WHEN s.char_id % 10 = 0 THEN 99 ELSE 10 + s.char_id / 1e6 END) > 1e-9"),
            0);
}

}  // namespace
}  // namespace openspc::test
