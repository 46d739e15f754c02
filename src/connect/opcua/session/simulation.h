// A small OPC UA server: what `openspc simulate opcua` plays machines with, and what tests talk to. Its variables stand
// in folders below Objects; every write is a value with a quality and a time of its own. Runs on a thread of its own;
// all functions from any thread. Throws Error when the port cannot be listened on.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/opcua/session/pki.h"
#include "connect/opcua/session/value.h"

namespace openspc::connect::opcua {

struct SimulationSettings {
  std::uint16_t port = 4'840;
  std::string name = "OpenSPC machines";
  bool loopback_only = true;
  /// With a certificate the server offers all policies beside None, and believes every client unless `trusted` names
  /// the certificates (DER) that it believes.
  std::optional<ApplicationCertificate> certificate{};
  std::optional<std::vector<std::string>> trusted{};
  /// With users, nobody else is let in.
  std::map<std::string, std::string> users{};
  /// Names of the policies (what follows # in their URI) that are offered; none: all that there are.
  std::vector<std::string> policies{};
  /// Sessions at a time, at most.
  std::uint16_t most_sessions = 100;
  /// Namespaces beside the server's own, in this order: the first has the index 2.
  std::vector<std::string> namespaces{};
  /// References in one answer to a browser, at most; 0: all.
  std::uint32_t references_at_once = 0;
  /// Monitored items that one request may ask for; 0: any number.
  std::uint32_t items_at_once = 0;
  /// Subscriptions that nobody fetches from are kept for this long.
  std::chrono::milliseconds longest_session{3'600'000};
};

class Simulation {
 public:
  explicit Simulation(const SimulationSettings& settings);
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  ~Simulation();

  /// In namespace 1. A folder of an empty name is Objects itself.
  std::string add_folder(const std::string& name, const std::string& parent_id = {});
  /// Writable variables of type Double, Boolean or String, or arrays of Doubles, in namespace 1 unless `id` is a whole
  /// node id; the node id.
  std::string add_variable(const std::string& id, const boost::json::value& value, const std::string& folder_id = {});

  void set(const std::string& node_id, double value, Quality quality = Quality::good,
           std::optional<base::Timestamp> source_time = std::nullopt);
  Value get(const std::string& node_id);

  std::size_t sessions();
  /// Ends all sessions, as a server does that forgets them.
  void forget_sessions();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::connect::opcua
