#include "base/event_bus.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"

namespace openspc::base {
namespace {

struct Started {
  int number;
};
struct Stopped {};

TEST(EventBus, CallsEachHandlerOfTheTypeInOrder) {
  EventBus bus;
  std::string heard;
  const auto a = bus.subscribe<Started>([&](const Started& e) { heard += "a" + std::to_string(e.number); });
  const auto b = bus.subscribe<Started>([&](const Started&) { heard += "b"; });
  const auto c = bus.subscribe<Stopped>([&](const Stopped&) { heard += "c"; });
  bus.publish(Started{7});
  EXPECT_EQ(heard, "a7b");
}

TEST(EventBus, ForgetsAHandlerWithItsSubscription) {
  EventBus bus;
  int calls = 0;
  {
    const auto subscription = bus.subscribe<Stopped>([&](const Stopped&) { ++calls; });
    bus.publish(Stopped{});
  }
  bus.publish(Stopped{});
  EXPECT_EQ(calls, 1);
}

TEST(EventBus, IsolatesAHandlerThatThrows) {
  std::string logged;
  log::set_sink([&](std::string_view line) { logged += line; });
  EventBus bus;
  int calls = 0;
  const auto bad = bus.subscribe<Stopped>([](const Stopped&) { throw std::runtime_error("broken handler"); });
  const auto good = bus.subscribe<Stopped>([&](const Stopped&) { ++calls; });
  EXPECT_NO_THROW(bus.publish(Stopped{}));
  log::set_sink({});
  EXPECT_EQ(calls, 1);
  EXPECT_NE(logged.find("broken handler"), std::string::npos);
}

TEST(EventBus, LetsAHandlerEndItself) {
  EventBus bus;
  int calls = 0;
  Subscription subscription;
  subscription = bus.subscribe<Stopped>([&](const Stopped&) {
    ++calls;
    subscription.reset();
  });
  bus.publish(Stopped{});
  bus.publish(Stopped{});
  EXPECT_EQ(calls, 1);
}

TEST(EventBus, LetsAHandlerPublishAndSubscribe) {
  EventBus bus;
  int stopped = 0;
  std::optional<Subscription> inner;
  const auto outer = bus.subscribe<Started>([&](const Started&) {
    inner = bus.subscribe<Stopped>([&](const Stopped&) { ++stopped; });
    bus.publish(Stopped{});
  });
  bus.publish(Started{1});
  EXPECT_EQ(stopped, 1);
}

TEST(EventBus, MayEndBeforeItsSubscriptions) {
  Subscription subscription;
  {
    EventBus bus;
    subscription = bus.subscribe<Stopped>([](const Stopped&) {});
  }
  EXPECT_NO_THROW(subscription.reset());
}

TEST(EventBus, HasNoHandlerRunningAfterReset) {
  EventBus bus;
  for (int round = 0; round < 200; ++round) {
    std::atomic<bool> ended = false;
    std::atomic<bool> late = false;
    auto subscription = bus.subscribe<Stopped>([&](const Stopped&) {
      if (ended) late = true;
    });
    std::jthread publisher([&] {
      for (int i = 0; i < 20; ++i) bus.publish(Stopped{});
    });
    subscription.reset();
    ended = true;
    publisher.join();
    EXPECT_FALSE(late);
  }
}

}  // namespace
}  // namespace openspc::base
