// The load driver: a few bytes-only HTTP clients on one thread, so that it takes as little of the machine as it can.
// Prints one JSON object. Usage: bench_load MODE PORT TOKEN CHARACTERISTICS CLIENTS AMOUNT [WATCHED_PORT]
// CHARACTERISTICS is one, "3"; two, "3,4"; or all from the first to the last, "3-10002", visited criss-cross.
//   single   posts of one sample of five readings, for AMOUNT seconds: {"requests_per_second", "failed"}
//   batch    AMOUNT posts of 500 samples of five: {"samples_per_second", "failed"}; the clients share the
//            characteristics
//   storm    the same of a process out of control
//   chart    AMOUNT times chart-data of 1,000 points, one after another: {"milliseconds"}
//   columns  the same in its lean form
//   hundred  the same in full, of 100 points
//   live     AMOUNT times post to WebSocket frame, one at a time: {"p50_ms", "p99_ms", "max_ms"}; the frame of another
//            server on the same database where WATCHED_PORT names it
//   paced    single posts, for AMOUNT seconds, 500 a second of all clients together
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using Clock = std::chrono::steady_clock;

namespace {

struct Plan {
  std::string mode;
  std::uint16_t port = 0;
  std::string token;
  std::vector<std::string> characteristics;
  int clients = 1;
  int amount = 1;
  std::uint16_t watched_port = 0;  // that of the server where live frames are awaited

  // A prime step, so that neighbours are not visited one after another.
  const std::string& characteristic(std::size_t i) const { return characteristics[i * 7919 % characteristics.size()]; }
};

std::vector<std::string> characteristics_of(const std::string& text) {
  if (const auto comma = text.find(','); comma != std::string::npos)
    return {text.substr(0, comma), text.substr(comma + 1)};
  const auto dash = text.find('-');
  if (dash == std::string::npos) return {text};
  std::vector<std::string> all;
  for (int id = std::stoi(text.substr(0, dash)); id <= std::stoi(text.substr(dash + 1)); ++id)
    all.push_back(std::to_string(id));
  return all;
}

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

std::string request_text(const Plan& plan, std::string_view method, std::string_view target, const std::string& body) {
  std::string text;
  text.append(method)
      .append(" ")
      .append(target)
      .append(" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ")
      .append(plan.token);
  if (!body.empty())
    text.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
  return text.append("\r\n\r\n").append(body);
}

// Subgroups of a process in control, as the characteristic of bench/figures.py has its limits: five readings each, the
// same in every run. Off its center, it measures how fast violations are written.
class Process {
 public:
  explicit Process(double mean = 10.08) : value_(mean, 0.2) {}

  std::string readings() {
    std::string text = "[";
    for (int i = 0; i < 5; ++i) {
      if (i > 0) text += ",";
      text += std::to_string(value_(engine_)).substr(0, 7);
    }
    return text + "]";
  }

 private:
  std::mt19937 engine_{20};
  std::normal_distribution<double> value_;
};

std::string single_body(const std::string& characteristic, Process& process) {
  return R"({"characteristic_id":)" + characteristic + R"(,"measurements":)" + process.readings() + "}";
}

std::string batch_body(const std::string& characteristic, Process process) {
  std::string text = R"({"characteristic_id":)" + characteristic + R"(,"samples":[)";
  for (int i = 0; i < 500; ++i)
    text.append(i > 0 ? "," : "").append(R"({"measurements":)").append(process.readings()).append("}");
  return text + "]}";
}

// One keep-alive connection. exchange() sends a whole request and reads a whole reply with a Content-Length.
class Client {
 public:
  Client(asio::io_context& io, std::uint16_t port) : socket_(io) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(tcp::no_delay(true));
  }

  asio::awaitable<int> exchange(const std::string& request) {
    co_await asio::async_write(socket_, asio::buffer(request), asio::use_awaitable);
    const std::size_t head = co_await asio::async_read_until(socket_, buffer_, "\r\n\r\n", asio::use_awaitable);
    const std::string_view text(static_cast<const char*>(buffer_.data().data()), head);
    const int status = std::atoi(text.substr(9, 3).data());
    const std::size_t length = content_length(text);
    const std::size_t missing = head + length > buffer_.size() ? head + length - buffer_.size() : 0;
    if (missing > 0) co_await asio::async_read(socket_, buffer_, asio::transfer_at_least(missing), asio::use_awaitable);
    buffer_.consume(head + length);
    co_return status;
  }

 private:
  static std::size_t content_length(std::string_view head) {
    for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
      if (const auto at = head.find(name); at != std::string_view::npos) {
        std::size_t length = 0;
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
        return length;
      }
    }
    throw std::runtime_error("a reply without Content-Length");
  }

  tcp::socket socket_;
  asio::streambuf buffer_;
};

struct Tally {
  long done = 0;
  long failed = 0;
};

asio::awaitable<void> post_until(Client& client, const std::vector<std::string>& requests, std::size_t& next,
                                 Clock::time_point end, Tally& tally) {
  while (Clock::now() < end) {
    const int status = co_await client.exchange(requests[next++ % requests.size()]);
    status == 201 ? ++tally.done : ++tally.failed;
  }
}

asio::awaitable<void> repeat(Client& client, std::string request, int times, Tally& tally) {
  for (int i = 0; i < times; ++i) {
    const int status = co_await client.exchange(request);
    status == 200 ? ++tally.done : ++tally.failed;
  }
}

asio::awaitable<void> post_paced(asio::io_context& io, Client& client, const Plan& plan, Process& process,
                                 Clock::time_point end, Tally& tally) {
  const auto pause = std::chrono::microseconds(1'000'000) * plan.clients / 500;
  asio::steady_timer timer(io, Clock::now());
  while (Clock::now() < end) {
    const int status = co_await client.exchange(
        request_text(plan, "POST", "/api/v1/samples/", single_body(plan.characteristic(0), process)));
    status == 201 ? ++tally.done : ++tally.failed;
    timer.expires_at(timer.expiry() + pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

void single(const Plan& plan) {
  asio::io_context io(1);
  std::deque<Client> clients;
  for (int i = 0; i < plan.clients; ++i) clients.emplace_back(io, plan.port);
  Tally tally;
  Process process;
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < std::max<std::size_t>(1'000, plan.characteristics.size()); ++i)
    requests.push_back(request_text(plan, "POST", "/api/v1/samples/", single_body(plan.characteristic(i), process)));
  std::size_t next = 0;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::seconds(plan.amount);
  for (Client& client : clients) {
    asio::co_spawn(io,
                   plan.mode == "paced" ? post_paced(io, client, plan, process, end, tally)
                                        : post_until(client, requests, next, end, tally),
                   asio::detached);
  }
  io.run();
  std::printf("{\"requests_per_second\": %.1f, \"failed\": %ld}\n",
              static_cast<double>(tally.done) / milliseconds_since(begin) * 1000, tally.failed);
}

void batch(const Plan& plan, const Process& process) {
  asio::io_context io(1);
  std::deque<Client> clients;
  for (int i = 0; i < plan.clients; ++i) clients.emplace_back(io, plan.port);
  Tally tally;
  std::vector<std::string> requests;
  for (const auto& characteristic : plan.characteristics)
    requests.push_back(request_text(plan, "POST", "/api/v1/samples/batch", batch_body(characteristic, process)));
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < clients.size(); ++i)
    asio::co_spawn(io, repeat(clients[i], requests[i % requests.size()], plan.amount / plan.clients, tally),
                   asio::detached);
  io.run();
  std::printf("{\"samples_per_second\": %.1f, \"failed\": %ld}\n",
              500.0 * static_cast<double>(tally.done) / milliseconds_since(begin) * 1000, tally.failed);
}

void chart(const Plan& plan, std::string_view form) {
  asio::io_context io(1);
  Client client(io, plan.port);
  std::vector<double> times;
  for (int i = 0; i < plan.amount; ++i) {
    const auto& characteristic = plan.characteristic(static_cast<std::size_t>(i));
    const auto request = request_text(plan, "GET", "/api/v1/characteristics/" + characteristic + std::string(form), {});
    Tally tally;
    const auto begin = Clock::now();
    asio::co_spawn(io, repeat(client, request, 1, tally), asio::detached);
    io.restart();
    io.run();
    if (tally.failed > 0) throw std::runtime_error("chart-data did not answer 200");
    times.push_back(milliseconds_since(begin));
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  std::printf("{\"milliseconds\": %.4f}\n", times[times.size() / 2]);
}

asio::awaitable<void> pause_briefly(asio::io_context& io) {
  asio::steady_timer timer(io, std::chrono::milliseconds(5));
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> measure_live(asio::io_context& io, const Plan& plan, std::vector<double>& times) {
  Client client(io, plan.port);
  beast::websocket::stream<tcp::socket> live(io);
  live.next_layer().connect({asio::ip::address_v4::loopback(), plan.watched_port});
  live.next_layer().set_option(tcp::no_delay(true));
  co_await live.async_handshake("localhost", "/ws/samples?token=" + plan.token, asio::use_awaitable);
  const std::string subscribe = R"({"type":"subscribe","characteristic_ids":[)" + plan.characteristic(0) + "]}";
  co_await live.async_write(asio::buffer(subscribe), asio::use_awaitable);
  beast::flat_buffer frame;
  const auto next_frame = [&](std::string_view type) -> asio::awaitable<void> {
    for (;;) {
      frame.clear();
      co_await live.async_read(frame, asio::use_awaitable);
      const std::string_view text(static_cast<const char*>(frame.data().data()), frame.size());
      if (text.find(type) != std::string_view::npos) co_return;
    }
  };
  co_await next_frame("\"subscribed\"");
  const auto timed_frame = [&](Clock::time_point begin) -> asio::awaitable<void> {
    co_await next_frame("\"sample\"");
    times.push_back(milliseconds_since(begin));
  };
  Process process;
  for (int i = 0; i < plan.amount; ++i) {
    const auto request = request_text(plan, "POST", "/api/v1/samples/", single_body(plan.characteristic(0), process));
    co_await (client.exchange(request) && timed_frame(Clock::now()));
    co_await pause_briefly(io);
  }
}

void live(const Plan& plan) {
  asio::io_context io(1);
  std::vector<double> times;
  asio::co_spawn(io, measure_live(io, plan, times), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  io.run();
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  std::printf("{\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}\n", at(0.5), at(0.99), times.back());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7 && argc != 8)
    return std::fputs("usage: bench_load MODE PORT TOKEN CHARACTERISTICS CLIENTS AMOUNT [WATCHED_PORT]\n", stderr),
           EXIT_FAILURE;
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[2]));
  try {
    const Plan plan{.mode = argv[1],
                    .port = port,
                    .token = argv[3],
                    .characteristics = characteristics_of(argv[4]),
                    .clients = std::atoi(argv[5]),
                    .amount = std::atoi(argv[6]),
                    .watched_port = argc == 8 ? static_cast<std::uint16_t>(std::atoi(argv[7])) : port};
    if (plan.mode == "single" || plan.mode == "paced") single(plan);
    if (plan.mode == "batch") batch(plan, Process());
    if (plan.mode == "storm") batch(plan, Process(10.28));
    if (plan.mode == "chart") chart(plan, "/chart-data?limit=1000");
    if (plan.mode == "columns") chart(plan, "/chart-data/columns?limit=1000");
    if (plan.mode == "hundred") chart(plan, "/chart-data?limit=100");
    if (plan.mode == "live") live(plan);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_load: %s\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
