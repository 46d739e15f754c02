#include "admin/demo_simulator.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

#include "admin/demo_plan.h"
#include "base/log.h"
#include "net/http_client.h"

namespace openspc::admin {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Steady = std::chrono::steady_clock;

constexpr int unauthorized = 401;

base::Task<void> sleep_until(Steady::time_point when) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, when);
  co_await timer.async_wait(asio::use_awaitable);
}

struct Station {
  std::int64_t characteristic = 0;
  DemoProcess process;
  std::chrono::milliseconds interval;
  Steady::time_point due;
  Cause cause = Cause::none;
};

class Simulator {
 public:
  explicit Simulator(SimulatorOptions options) : options_(std::move(options)), api_(options_.host, options_.port) {}

  base::Task<void> run() {
    for (;;) {
      bool failed = false;
      try {
        co_await sign_in();
        if (stations_.empty()) co_await find_stations();
        for (;;) co_await serve_next_station();
      } catch (const std::exception& error) {
        base::log::warning("simulator_waits", {{"reason", error.what()}});
        failed = true;
      }
      if (failed) co_await sleep_until(Steady::now() + std::chrono::seconds(2));
    }
  }

 private:
  base::Task<json::value> call(net::Method method, std::string target, std::string body = {}) {
    const auto reply = co_await api_.request(method, target, std::move(body));
    if (reply.status >= 300) throw std::runtime_error(target + " answered " + std::to_string(reply.status));
    co_return json::parse(reply.body);
  }

  base::Task<void> sign_in() {
    api_.set_bearer_token({});
    std::string body = json::serialize(json::object{{"username", options_.username}, {"password", options_.password}});
    const auto reply = co_await call(net::Method::post, "/api/v1/auth/login", std::move(body));
    api_.set_bearer_token(std::string(reply.at("access_token").as_string()));
  }

  base::Task<void> find_stations() {
    const auto plants = co_await call(net::Method::get, "/api/v1/plants/");
    std::map<std::string, std::int64_t> ids;
    for (const auto& plant : plants.as_array()) {
      const auto page = co_await call(net::Method::get, "/api/v1/characteristics/?per_page=1000&plant_id=" +
                                                            std::to_string(plant.at("id").as_int64()));
      const std::string code(plant.at("code").as_string());
      for (const auto& item : page.at("items").as_array()) {
        ids.emplace(code + std::string(item.at("name").as_string()), item.at("id").as_int64());
      }
    }
    for (const auto& planned : demo_characteristics()) {
      if (const auto found = ids.find(planned.plant_code + planned.name); found != ids.end())
        add_station(planned, found->second);
    }
    if (stations_.empty()) throw std::runtime_error("this server has none of the demo's characteristics");
    base::log::info("simulator_started", {{"characteristics", stations_.size()}});
  }

  // Live episodes follow each other faster than in the history, so that a newcomer sees some within minutes. Stations
  // start apart.
  void add_station(const DemoCharacteristic& planned, std::int64_t id) {
    auto settings = planned.process;
    settings.calm = 25;
    const auto interval = std::chrono::milliseconds(static_cast<int>(1000 * planned.live_seconds / options_.speed));
    const auto offset = interval * static_cast<int>(stations_.size()) / static_cast<int>(demo_characteristics().size());
    stations_.push_back(
        {id, DemoProcess(std::move(settings), std::random_device{}()), interval, Steady::now() + offset, Cause::none});
  }

  base::Task<void> serve_next_station() {
    auto& station = *std::ranges::min_element(stations_, {}, &Station::due);
    co_await sleep_until(station.due);
    station.due = std::max(station.due + station.interval, Steady::now());
    const auto sample = station.process.next();
    tell_change_of_cause(station, sample.cause);
    std::string body = body_of(station, sample);
    const auto reply = co_await api_.request(net::Method::post, "/api/v1/samples/", std::move(body));
    if (reply.status == unauthorized) throw std::runtime_error("the token is no longer accepted");
    if (reply.status != 201)
      base::log::warning("simulator_refused", {{"status", reply.status}, {"answer", reply.body}});
  }

  static void tell_change_of_cause(Station& station, Cause cause) {
    if (cause != station.cause && cause != Cause::none) {
      base::log::info("simulator_cause", {{"characteristic_id", station.characteristic}, {"cause", name(cause)}});
    }
    station.cause = cause;
  }

  static std::string body_of(const Station& station, const SimulatedSample& sample) {
    json::object body{{"characteristic_id", station.characteristic}, {"operator_id", demo_operator}};
    if (sample.readings.empty()) {
      body["defect_count"] = sample.count;
      body["inspected_size"] = sample.size;
    } else {
      body["measurements"] = json::value_from(sample.readings);
    }
    return json::serialize(body);
  }

  SimulatorOptions options_;
  net::HttpClient api_;
  std::vector<Station> stations_;
};

}  // namespace

base::Task<void> simulate(SimulatorOptions options) {
  Simulator simulator(std::move(options));
  co_await simulator.run();
}

}  // namespace openspc::admin
