// The life of one OPC UA server's connection: connects, subscribes, takes values in, acknowledges them once they are
// durable, and does it again after every failure with growing pauses. Has a thread of its own, and runs the errands of
// others (a browser's question, a write) on it: a server allows few sessions. All functions from any thread.
#pragma once

#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "connect/link_keeper.h"
#include "connect/opcua_ingest.h"
#include "connect/opcua_session.h"
#include "connect/opcua_sources.h"

namespace openspc::connect {

struct OpcuaLinkSettings {
  base::OpcuaServerId server{};
  db::LeaseToken lease = 0;
  std::string name{};
  OpcuaSettings session{};
  std::chrono::milliseconds longest_pause{30'000};

  db::HeldLease held_lease() const { return {.kind = "opcua", .source = server.value, .token = lease}; }
};

struct OpcuaLinkStatus : ConnectionStatus {
  std::vector<std::string> nodes{};
  std::map<base::DataSourceId, std::string> refusals{};  // what the server does not monitor, and why
  IntakeCounts counts{};
  OpcuaIngest::Doubts doubts{};
  OpcuaSession::Counts notifications{};
  std::optional<std::chrono::microseconds> lag{};
};

class OpcuaLink {
 public:
  OpcuaLink(OpcuaLinkSettings settings, std::shared_ptr<const OpcuaSources> sources, OpcuaPki& pki,
            db::Database& database, quality::SampleIntake& intake, const base::Clock& clock);
  OpcuaLink(const OpcuaLink&) = delete;
  OpcuaLink& operator=(const OpcuaLink&) = delete;
  ~OpcuaLink();

  /// The mappings to serve from now on.
  void use(std::shared_ptr<const OpcuaSources> sources);

  /// As LinkKeeper::hurry().
  void hurry() { keeper_.hurry(); }

  using Errand = std::function<void(OpcuaSession&)>;
  /// Runs on the link's thread while it is connected; what it throws is rethrown by the future. Throws
  /// Error(bad_request) when the server is not connected and Error(unavailable) when too many wait.
  std::future<void> run_errand(Errand errand);

  OpcuaLinkStatus status() const;
  /// As the connected server tells them; empty without a connection.
  std::vector<std::string> namespaces() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const { return ingest_.counts_by_source(); }

 private:
  void run(const std::stop_token& stop);
  void serve(OpcuaSession& session, const std::stop_token& stop);
  void adopt_sources(OpcuaSession& session);
  void bind_nodes(const OpcuaSources& sources, OpcuaNamespaces namespaces);
  void learn_namespaces(const std::vector<std::string>& namespaces);
  void run_errands(OpcuaSession& session);
  void drop_errands(const std::string& reason);
  std::chrono::milliseconds patience() const;
  void forget_nodes();

  OpcuaLinkSettings settings_;
  OpcuaPki& pki_;
  db::Database& database_;
  const base::Clock& clock_;
  LinkKeeper keeper_;
  OpcuaIngest ingest_;
  std::shared_ptr<const OpcuaSources> sources_;  // served now, or when the connection was lost
  std::shared_ptr<const OpcuaSources> bound_;    // those that monitors_ were made of
  std::vector<OpcuaMonitor> monitors_;           // with what their node ids meant when they were first looked up

  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const OpcuaSources> new_sources_;
  std::deque<std::packaged_task<void(OpcuaSession*)>> errands_;
  OpcuaSession* session_ = nullptr;  // while it is connected, for wake()
  std::vector<std::string> nodes_, namespaces_;
  std::map<base::DataSourceId, std::string> refusals_;
  OpcuaSession::Counts notifications_;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace openspc::connect
