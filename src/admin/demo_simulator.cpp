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

#include "admin/demo_person.h"
#include "admin/demo_plan.h"
#include "base/log.h"
#include "base/time.h"

namespace openspc::admin {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Steady = std::chrono::steady_clock;

// Samples between two live episodes of one station, on average: far more often than in the history, so that a newcomer
// sees one every minute or so, and seldom enough for the others to be calm meanwhile.
constexpr double kLiveCalm = 200;
// A supervisor answers what is older than this, looking around this often.
constexpr std::chrono::seconds kAnswerAfter{120};
constexpr std::chrono::seconds kLookAround{20};

base::Task<void> sleep_until(Steady::time_point when) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, when);
  co_await timer.async_wait(asio::use_awaitable);
}

struct Station {
  std::int64_t characteristic = 0;
  DemoProcess process;
  Steady::duration interval;
  Steady::time_point due;
  Cause cause = Cause::none;
};

class Simulator {
 public:
  explicit Simulator(const SimulatorOptions& options)
      : speed_(options.speed),
        operator_(options.host, options.port, kDemoOperator, options.password),
        supervisor_(options.host, options.port, kDemoSupervisor, options.password) {}

  base::Task<void> run() {
    for (;;) {
      bool failed = false;
      try {
        co_await operator_.sign_in();
        co_await supervisor_.sign_in();
        if (stations_.empty()) co_await find_stations();
        for (;;) co_await take_next_turn();
      } catch (const std::exception& error) {
        base::log::warning("simulator_waits", {{"reason", error.what()}});
        failed = true;
      }
      if (failed) co_await sleep_until(Steady::now() + std::chrono::seconds(2));
    }
  }

 private:
  Steady::duration scaled(double seconds) const {
    return std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(seconds / speed_));
  }

  base::Task<void> find_stations() {
    const auto plants = co_await operator_.get("/api/v1/plants/");
    std::map<std::string, std::int64_t> ids;
    for (const auto& plant : plants.as_array()) {
      std::string target =
          "/api/v1/characteristics/?per_page=1000&plant_id=" + std::to_string(plant.at("id").as_int64());
      const auto page = co_await operator_.get(std::move(target));
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
    began_ = base::SystemClock().now();
    next_look_ = Steady::now() + scaled(kLookAround.count());
    base::log::info("simulator_started", {{"characteristics", stations_.size()}});
  }

  // Stations start apart, and so do their first episodes.
  void add_station(const DemoCharacteristic& planned, std::int64_t id) {
    auto settings = planned.process;
    settings.calm = kLiveCalm;
    const double part = static_cast<double>(stations_.size()) / static_cast<double>(demo_characteristics().size());
    DemoProcess process(std::move(settings), std::random_device{}());
    process.stay_calm_for(static_cast<int>(kLiveCalm * (part + 0.05)));
    const auto due = Steady::now() + scaled(planned.live_seconds * part);
    stations_.push_back({id, std::move(process), scaled(planned.live_seconds), due, Cause::none});
  }

  base::Task<void> take_next_turn() {
    auto& station = *std::ranges::min_element(stations_, {}, &Station::due);
    if (next_look_ < station.due) {
      co_await sleep_until(next_look_);
      next_look_ = Steady::now() + scaled(kLookAround.count());
      co_await answer_violations();
    } else {
      co_await serve(station);
    }
  }

  base::Task<void> serve(Station& station) {
    co_await sleep_until(station.due);
    station.due = std::max(station.due + station.interval, Steady::now());
    const auto sample = station.process.next();
    tell_change_of_cause(station, sample.cause);
    std::string body = body_of(station, sample);
    const auto reply = co_await operator_.send(net::Method::post, "/api/v1/samples/", std::move(body));
    if (reply.status != 201)
      base::log::warning("simulator_refused", {{"status", reply.status}, {"answer", reply.body}});
  }

  // Only what the simulator caused: what the history left open is there for the newcomer to answer.
  base::Task<void> answer_violations() {
    const auto until =
        base::SystemClock().now() - std::chrono::duration_cast<std::chrono::microseconds>(scaled(kAnswerAfter.count()));
    std::string target = "/api/v1/violations/?acknowledged=false&requires_acknowledgement=true&limit=1000&start_date=" +
                         base::to_iso8601(began_) + "&end_date=" + base::to_iso8601(until);
    const auto page = co_await supervisor_.get(std::move(target));
    std::map<std::string_view, json::array> by_reason;
    for (const auto& violation : page.at("items").as_array())
      by_reason[reason_for(violation.at("rule_id").as_int64())].push_back(violation.at("id"));
    for (auto& [reason, ids] : by_reason) {
      json::object body{{"violation_ids", std::move(ids)}, {"user", kDemoSupervisor}, {"reason", reason}};
      co_await supervisor_.post("/api/v1/violations/batch-acknowledge", std::move(body));
    }
  }

  static void tell_change_of_cause(Station& station, Cause cause) {
    if (cause != station.cause && cause != Cause::none) {
      base::log::info("simulator_cause", {{"characteristic_id", station.characteristic}, {"cause", name(cause)}});
    }
    station.cause = cause;
  }

  static std::string body_of(const Station& station, const SimulatedSample& sample) {
    json::object body{{"characteristic_id", station.characteristic}, {"operator_id", kDemoOperator}};
    if (sample.readings.empty()) {
      body["defect_count"] = sample.count;
      body["inspected_size"] = sample.size;
    } else {
      body["measurements"] = json::value_from(sample.readings);
    }
    return json::serialize(body);
  }

  double speed_;
  Person operator_;
  Person supervisor_;
  std::vector<Station> stations_;
  base::Timestamp began_;
  Steady::time_point next_look_;
};

}  // namespace

base::Task<void> simulate(SimulatorOptions options) {
  Simulator simulator(options);
  co_await simulator.run();
}

}  // namespace openspc::admin
