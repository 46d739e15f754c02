#include "base/guarded.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace openspc::base {
namespace {

using namespace std::chrono_literals;

TEST(Guarded, LosesNothingThatManyThreadsChange) {
  Guarded<int> count(0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 1'000; ++n) count.with([](int& value) { ++value; });
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count.copy(), 4'000);
}

TEST(Guarded, GivesValuesAndNoReferences) {
  Guarded<std::string> text(std::string("abc"));
  const auto same = text.with([](std::string& value) -> std::string& { return value; });
  static_assert(std::is_same_v<decltype(text.with([](std::string& v) -> std::string& { return v; })), std::string>);
  EXPECT_EQ(same, "abc");
}

TEST(Guarded, IsLockedUntilTheEndOfTheScope) {
  Guarded<int> value(1);
  std::thread other;
  {
    const auto locked = value.lock();
    other = std::thread([&] { value.with([](int& v) { v *= 10; }); });
    std::this_thread::sleep_for(10ms);
    *locked += 1;
  }
  other.join();
  EXPECT_EQ(value.copy(), 20);
}

TEST(Guarded, IsReadWhereItIsConstant) {
  const Guarded<std::vector<int>> numbers(std::in_place, 1, 2, 3);
  EXPECT_EQ(numbers.lock()->size(), 3U);
  EXPECT_EQ(numbers.with([](const auto& all) { return all.back(); }), 3);
}

TEST(Guarded, GivesWayWhileItWaits) {
  Guarded<bool> is_ready(false);
  std::condition_variable changed;
  std::thread other([&] {
    is_ready.with([](bool& ready) { ready = true; });
    changed.notify_one();
  });
  auto locked = is_ready.lock();
  locked.wait(changed, [](bool ready) { return ready; });
  EXPECT_TRUE(*locked);
  EXPECT_FALSE(locked.wait_until(changed, std::chrono::steady_clock::now() + 1ms, [](bool ready) { return !ready; }));
  other.join();
}

}  // namespace
}  // namespace openspc::base
