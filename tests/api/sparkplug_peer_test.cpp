// An edge node of other people's making, npm's sparkplug-client, speaks to the server and is spoken to.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "sparkplug_fixture.h"

namespace openspc::test {
namespace {

/// tests/peers/sparkplug_edge.cjs as a child process.
class Peer {
 public:
  Peer(std::uint16_t port, const char* group, const char* node, const char* device) {
    std::array<int, 2> input{}, output{};
    if (::pipe(input.data()) != 0 || ::pipe(output.data()) != 0) throw std::runtime_error("there are no pipes left");
    const std::string script = std::string(OPENSPC_PEERS) + "/sparkplug_edge.cjs", port_text = std::to_string(port);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(input[0], STDIN_FILENO);
      ::dup2(output[1], STDOUT_FILENO);
      for (const int fd : {input[0], input[1], output[0], output[1]}) ::close(fd);
      ::execlp("node", "node", script.c_str(), port_text.c_str(), group, node, device, nullptr);
      ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    to_ = input[1];
    from_ = output[0];
    reading_ = std::thread([this] { read(); });
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    reading_.join();
    ::close(to_);
    ::close(from_);
  }

  void measure(double value) {
    const std::string line = std::to_string(value) + "\n";
    if (::write(to_, line.data(), line.size()) < 0) throw std::runtime_error("the peer is gone");
  }
  bool said(const std::string& line) const {
    const std::lock_guard lock(mutex_);
    return said_.find(line + "\n") != std::string::npos;
  }

 private:
  void read() {
    std::array<char, 1'024> buffer{};
    for (ssize_t size = 0; (size = ::read(from_, buffer.data(), buffer.size())) > 0;) {
      const std::lock_guard lock(mutex_);
      said_.append(buffer.data(), static_cast<std::size_t>(size));
    }
  }

  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
  mutable std::mutex mutex_;
  std::string said_;
  std::thread reading_;
};

class SparkplugClientOfNpm : public SparkplugFactory {};

TEST_F(SparkplugClientOfNpm, FeedsACharacteristicAndTakesCommands) {
  const auto characteristic = factory.new_characteristic();
  map(characteristic, "spBv1.0/plant/DDATA/oven/zone", "Force");
  Peer peer(factory.broker.port(), "plant", "oven", "zone");
  wait_peer(characteristic, "online");
  for (const double value : {1.5, -2.25, 3.}) peer.measure(value);
  factory.wait_samples(characteristic, 3);
  EXPECT_EQ(factory.samples(characteristic), (Samples{{1.5}, {-2.25}, {3}}));
  require(factory.admin.post(
              path("/api/v1/brokers/", broker, "/sparkplug/commands"),
              {{"group", "plant"}, {"node", "oven"}, {"device", "zone"}, {"metric", "Stop"}, {"value", true}}),
          202);
  wait_for([&] { return peer.said("dcmd zone Stop true"); }, "the peer has the command");
}

TEST_F(SparkplugClientOfNpm, IsBornAgainForAServerThatStartsLater) {
  Peer peer(factory.broker.port(), "plant", "oven", "zone");
  wait_for([&] { return peer.said("born"); }, "the peer is born");
  factory.server.stop();
  factory.server.start();
  const auto characteristic = factory.new_characteristic();
  map(characteristic, "spBv1.0/plant/DDATA/oven/zone", "Force");
  peer.measure(1);
  wait_for([&] { return peer.said("ncmd Node Control/Rebirth"); }, "births are asked for");
  wait_peer(characteristic, "online");
  peer.measure(2);
  wait_for([&] { return !factory.samples(characteristic).empty(); }, "values come in");
  EXPECT_EQ(factory.samples(characteristic), (Samples{{2}}));
}

class SimulatedEdgeNodes : public SparkplugFactory {};

TEST_F(SimulatedEdgeNodes, FeedCharacteristicsThroughAllTheirFaults) {
  const auto torque = factory.new_characteristic(), acidity = factory.new_characteristic();
  map(torque, "spBv1.0/Northfield/DDATA/Cell 4/Robot", "Axis 3/Torque");
  map(acidity, "spBv1.0/Northfield/DDATA/Washer/Bath", "pH");
  EXPECT_EQ(run_openspc({"simulate", "sparkplug", "--port", std::to_string(factory.broker.port()), "--speed", "60",
                         "--seconds", "10"})
                .status,
            0);
  wait_peer(torque, "offline");
  EXPECT_GT(factory.samples(torque).size(), 100U);
  EXPECT_GT(factory.samples(acidity).size(), 50U);
}

}  // namespace
}  // namespace openspc::test
