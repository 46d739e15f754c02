// Machines for the ingestion figures: speaks MQTT 3.1.1 in bytes of its own, many messages to a write, so that it takes
// as little of the measured machine as it can. Prints one JSON object.
// Usage: bench_machine flood PORT QOS TOPICS RATE SECONDS   publishes numbers to bench/0 .. bench/TOPICS-1, RATE a
//        second or as many as the broker takes: {"sent", "seconds"}
//        bench_machine listen PORT   subscribes to bench/# and counts until a second passes without a message:
//        {"received", "seconds"}
//        bench_machine live BROKER_PORT SERVER_PORT TOKEN CHARACTERISTIC COUNT   while others publish, times a message
//        to bench/live until its WebSocket frame: {"p50_ms", "p99_ms", "max_ms"}
#include <poll.h>

#include <algorithm>
#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kSlices = 100;  // writes a second

class Machine {
 public:
  Machine(std::uint16_t port, const std::string& client_id) : socket_(io_) {
    socket_.connect({asio::ip::address_v4::loopback(), port});
    socket_.set_option(tcp::no_delay(true));
    std::string body("\0\4MQTT\4\2\0\0", 10);  // 3.1.1, clean session, no keepalive
    append_text(body, client_id);
    send(packet('\x10', body));
    char answer[4];
    asio::read(socket_, asio::buffer(answer));
    if (answer[3] != 0) throw std::runtime_error("the broker refuses");
  }

  static void add_publish(std::string& out, const std::string& topic, std::string_view payload, int qos,
                          std::uint16_t id) {
    std::string body;
    append_text(body, topic);
    if (qos > 0) {
      body += static_cast<char>(id >> 8);
      body += static_cast<char>(id & 0xff);
    }
    body += payload;
    out += packet(static_cast<char>(0x30 | qos << 1), body);
  }

  void send(const std::string& bytes) { asio::write(socket_, asio::buffer(bytes)); }

  void subscribe(const std::string& filter) {
    std::string body("\0\1", 2);
    append_text(body, filter);
    body += '\0';
    send(packet('\x82', body));
    char answer[5];
    asio::read(socket_, asio::buffer(answer));
    if (answer[4] != 0) throw std::runtime_error("the broker refuses the subscription");
  }

  /// The packets that have come in since, at least one within a second; 0 when there is none.
  std::size_t count_packets() {
    pollfd ready{socket_.native_handle(), POLLIN, 0};
    if (::poll(&ready, 1, 1'000) == 0) return 0;
    std::array<char, 65'536> bytes;
    const std::size_t got = socket_.read_some(asio::buffer(bytes));
    std::size_t packets = 0;
    for (std::size_t i = 0; i < got; ++i) packets += take(static_cast<unsigned char>(bytes[i])) ? 1 : 0;
    return packets;
  }

  /// Reads `count` acknowledgements, four bytes each.
  void read_acknowledgements(std::size_t count) {
    acknowledgements_.resize(count * 4);
    asio::read(socket_, asio::buffer(acknowledgements_));
  }

 private:
  enum class Part { type, length, body };

  // True at the last byte of a packet.
  bool take(unsigned char byte) {
    switch (part_) {
      case Part::type:
        part_ = Part::length;
        left_ = shift_ = 0;
        return false;
      case Part::length:
        left_ |= static_cast<std::size_t>(byte & 0x7fU) << shift_;
        shift_ += 7;
        if ((byte & 0x80U) == 0) part_ = Part::body;
        return false;
      default:
        if (--left_ > 0) return false;
        part_ = Part::type;
        return true;
    }
  }

  static void append_text(std::string& out, const std::string& text) {
    out += static_cast<char>(text.size() >> 8);
    out += static_cast<char>(text.size() & 0xff);
    out += text;
  }
  static std::string packet(char type, const std::string& body) {
    std::string out(1, type);
    std::size_t length = body.size();
    do {
      const auto digit = static_cast<unsigned char>(length % 128);
      length /= 128;
      out += static_cast<char>(length > 0 ? digit | 0x80U : digit);
    } while (length > 0);
    return out + body;
  }

  asio::io_context io_{1};
  tcp::socket socket_;
  std::string acknowledgements_;
  Part part_ = Part::type;
  std::size_t left_ = 0, shift_ = 0;  // of the packet under way
};

/// Readings of a process in control, as the characteristics of bench/figures.py have their limits; the same in every
/// run, in another order on each topic.
class Process {
 public:
  Process() {
    std::mt19937 engine{20};
    std::normal_distribution<double> value{10.08, 0.2};
    for (auto& text : values_) text = std::to_string(value(engine)).substr(0, 7);
  }
  const std::string& value(std::size_t i) const { return values_[i * 7'919 % values_.size()]; }

 private:
  std::array<std::string, 4'096> values_;
};

void listen(std::uint16_t port) {
  Machine machine(port, "bench-listener");
  machine.subscribe("bench/#");
  std::size_t received = 0;
  while (received == 0) received = machine.count_packets();
  const auto begin = Clock::now();
  auto last = begin;
  while (const std::size_t more = machine.count_packets()) {
    received += more;
    last = Clock::now();
  }
  std::printf("{\"received\": %zu, \"seconds\": %.3f}\n", received,
              std::chrono::duration<double>(last - begin).count());
}

void flood(std::uint16_t port, int qos, std::size_t topics, std::size_t rate, std::size_t seconds) {
  Machine machine(port, "bench-machine");
  std::vector<std::string> names;
  for (std::size_t i = 0; i < topics; ++i) names.push_back("bench/" + std::to_string(i));
  const std::size_t slice = rate / kSlices, slices = seconds * kSlices;
  const Process process;
  const auto begin = Clock::now();
  std::size_t sent = 0;
  std::uint16_t id = 0;
  for (std::size_t s = 0; s < slices; ++s) {
    std::string bytes;
    for (std::size_t i = 0; i < slice; ++i, ++sent)
      Machine::add_publish(bytes, names[sent % topics], process.value(sent), qos, ++id == 0 ? ++id : id);
    machine.send(bytes);
    if (qos > 0) machine.read_acknowledgements(slice);
    std::this_thread::sleep_until(begin + std::chrono::milliseconds(1'000 / kSlices) * (s + 1));
  }
  const double took = std::chrono::duration<double>(Clock::now() - begin).count();
  std::printf("{\"sent\": %zu, \"seconds\": %.3f}\n", sent, took);
}

void live(std::uint16_t broker, std::uint16_t server, const std::string& token, const std::string& characteristic,
          std::size_t count) {
  asio::io_context io(1);
  beast::websocket::stream<tcp::socket> frames(io);
  frames.next_layer().connect({asio::ip::address_v4::loopback(), server});
  frames.next_layer().set_option(tcp::no_delay(true));
  frames.handshake("localhost", "/ws/samples?token=" + token);
  const std::string subscribe = R"({"type":"subscribe","characteristic_ids":[)" + characteristic + "]}";
  frames.write(asio::buffer(subscribe));
  beast::flat_buffer buffer;
  const auto wait_for = [&](std::string_view type) {
    for (;;) {
      buffer.clear();
      frames.read(buffer);
      const std::string_view text(static_cast<const char*>(buffer.data().data()), buffer.size());
      if (text.find(type) != std::string_view::npos) return;
    }
  };
  wait_for("\"subscribed\"");
  Machine machine(broker, "bench-live");
  const Process process;
  std::vector<double> times;
  for (std::size_t i = 0; i < count; ++i) {
    std::string bytes;
    Machine::add_publish(bytes, "bench/live", process.value(i), 0, 0);
    const auto begin = Clock::now();
    machine.send(bytes);
    wait_for("\"sample\"");
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    std::this_thread::sleep_for(std::chrono::milliseconds(7));
  }
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  std::printf("{\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}\n", at(0.5), at(0.99), times.back());
}

std::size_t number(const char* text) {
  return static_cast<std::size_t>(std::strtoull(text, nullptr, 10));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<const char*> a(argv, argv + argc);
  try {
    if (argc == 7 && std::string_view(a[1]) == "flood") {
      flood(static_cast<std::uint16_t>(number(a[2])), static_cast<int>(number(a[3])), number(a[4]), number(a[5]),
            number(a[6]));
    } else if (argc == 7 && std::string_view(a[1]) == "live") {
      live(static_cast<std::uint16_t>(number(a[2])), static_cast<std::uint16_t>(number(a[3])), a[4], a[5],
           number(a[6]));
    } else if (argc == 3 && std::string_view(a[1]) == "listen") {
      listen(static_cast<std::uint16_t>(number(a[2])));
    } else {
      return std::fputs("usage: bench_machine flood|listen|live ...\n", stderr), EXIT_FAILURE;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_machine: %s\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
