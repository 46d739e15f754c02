#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <mutex>
#include <thread>

#include "base/time.h"

namespace openspc::base {
namespace {

class Log : public testing::Test {
 protected:
  void SetUp() override {
    log::set_sink([this](std::string_view line) { lines_.emplace_back(line); });
  }
  void TearDown() override {
    log::set_sink({});
    log::init(LogFormat::console, LogLevel::info);
  }

  boost::json::object json() { return boost::json::parse(lines_.back()).as_object(); }

  std::vector<std::string> lines_;
};

TEST_F(Log, WritesFieldsFirstThenTheFourFixedMembers) {
  log::init(LogFormat::json, LogLevel::info);
  log::Logger("openspc.mqtt.client").warning("initial_connection_failed", {{"host", "h"}, {"port", 1883}});
  const auto line = json();
  std::vector<std::string> keys;
  for (const auto& member : line) keys.emplace_back(member.key());
  EXPECT_THAT(keys, testing::ElementsAre("host", "port", "event", "logger", "level", "timestamp"));
  EXPECT_EQ(line.at("port"), 1883);
  EXPECT_EQ(line.at("event"), "initial_connection_failed");
  EXPECT_EQ(line.at("logger"), "openspc.mqtt.client");
  EXPECT_EQ(line.at("level"), "warning");
  EXPECT_EQ(line.at("timestamp").as_string().size(), 27u);
  EXPECT_TRUE(parse_timestamp(std::string(line.at("timestamp").as_string())));
}

TEST_F(Log, KeepsTheTypesOfValues) {
  log::init(LogFormat::json, LogLevel::info);
  log::info("e", {{"i", -1},
                  {"u", 18446744073709551615u},
                  {"d", 0.5},
                  {"b", true},
                  {"n", nullptr},
                  {"s", std::string("x")},
                  {"id", PlantId{3}},
                  {"nan", std::nan("")}});
  EXPECT_EQ(boost::json::serialize(json().at("i")), "-1");
  EXPECT_EQ(json().at("u"), 18446744073709551615u);
  EXPECT_EQ(json().at("d"), 0.5);
  EXPECT_EQ(json().at("b"), true);
  EXPECT_TRUE(json().at("n").is_null());
  EXPECT_EQ(json().at("s"), "x");
  EXPECT_EQ(json().at("id"), 3);
  EXPECT_TRUE(json().at("nan").is_null());
}

TEST_F(Log, CannotBeMadeToForgeALine) {
  const std::string hostile = "x\n{\"event\": \"forged\"}\x1b[2J";
  log::init(LogFormat::json, LogLevel::info);
  log::info("e", {{"name", hostile}});
  EXPECT_EQ(json().at("name"), boost::json::string(hostile));
  EXPECT_EQ(lines_.back().find('\n'), std::string::npos);
  log::init(LogFormat::console, LogLevel::info);
  log::info("e\nforged", {{"name", hostile}});
  EXPECT_EQ(lines_.back().find_first_of("\n\x1b"), std::string::npos);
}

TEST_F(Log, WritesConsoleLinesForPeople) {
  log::info("started", {{"port", 8000}, {"path", "/srv"}, {"note", "two words"}});
  EXPECT_THAT(lines_.back(),
              testing::ContainsRegex("^[0-9T:.-]+Z \\[info    \\] started +\\[openspc\\] port=8000 path=/srv "
                                     "note=\"two words\"$"));
}

TEST_F(Log, AddsTheBoundFieldsOfALogger) {
  log::init(LogFormat::json, LogLevel::info);
  const auto logger = log::Logger("openspc.net").with("correlation_id", "abc");
  logger.info("request", {{"status", 200}});
  EXPECT_EQ(json().at("correlation_id"), "abc");
  EXPECT_EQ(json().at("status"), 200);
}

TEST_F(Log, DropsLinesBelowTheLevel) {
  log::init(LogFormat::console, LogLevel::warning);
  log::info("quiet");
  EXPECT_TRUE(lines_.empty());
  EXPECT_FALSE(log::enabled(LogLevel::info));
  EXPECT_TRUE(log::enabled(LogLevel::error));
  log::critical("loud");
  EXPECT_EQ(lines_.size(), 1u);
}

TEST_F(Log, WritesWholeLinesFromManyThreads) {
  log::init(LogFormat::json, LogLevel::info);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([] {
        for (int i = 0; i < 100; ++i) log::info("e", {{"i", i}});
      });
    }
  }
  ASSERT_EQ(lines_.size(), 400u);
  for (const auto& line : lines_) EXPECT_NO_THROW(boost::json::parse(line));
}

TEST(LogToStandardError, WritesOneLineEach) {
  testing::internal::CaptureStderr();
  log::info("to_stderr");
  EXPECT_THAT(testing::internal::GetCapturedStderr(), testing::EndsWith("[openspc]\n"));
}

}  // namespace
}  // namespace openspc::base
