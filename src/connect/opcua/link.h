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

#include "connect/opcua/ingest.h"
#include "connect/opcua/session/session.h"
#include "connect/opcua/sources.h"
#include "connect/source/link_keeper.h"

namespace openspc::connect::opcua {

struct LinkSettings {
  base::OpcuaServerId server{};
  db::LeaseToken lease = 0;
  std::string name{};
  Settings session{};
  std::chrono::milliseconds longest_pause{30'000};

  db::HeldLease held_lease() const { return {.kind = "opcua", .source = server.value, .token = lease}; }
};

struct LinkStatus : source::ConnectionStatus {
  std::vector<std::string> nodes{};
  std::map<base::DataSourceId, std::string> refusals{};  // what the server does not monitor, and why
  source::IntakeCounts counts{};
  Ingest::Doubts doubts{};
  Session::Counts notifications{};
  std::optional<std::chrono::microseconds> lag{};
};

class Link {
 public:
  Link(LinkSettings settings, std::shared_ptr<const Sources> sources, Pki& pki, db::Database& database,
       quality::sample::Intake& intake, const base::Clock& clock);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  /// The mappings to serve from now on.
  void use(std::shared_ptr<const Sources> sources);

  /// As source::LinkKeeper::hurry().
  void hurry() { keeper_.hurry(); }

  using Errand = std::function<void(Session&)>;
  /// Runs on the link's thread while it is connected; what it throws is rethrown by the future. Throws
  /// Error(bad_request) when the server is not connected and Error(unavailable) when too many wait.
  std::future<void> run_errand(Errand errand);

  LinkStatus status() const;
  /// As the connected server tells them; empty without a connection.
  std::vector<std::string> namespaces() const;
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const { return ingest_.counts_by_source(); }

 private:
  void run(const std::stop_token& stop);
  void serve(Session& session, const std::stop_token& stop);
  void adopt_sources(Session& session);
  void bind_nodes(const Sources& sources, Namespaces namespaces);
  void learn_namespaces(const std::vector<std::string>& namespaces);
  void run_errands(Session& session);
  void drop_errands(const std::string& reason);
  std::chrono::milliseconds patience() const;
  void forget_nodes();

  LinkSettings settings_;
  Pki& pki_;
  db::Database& database_;
  const base::Clock& clock_;
  source::LinkKeeper keeper_;
  Ingest ingest_;
  std::shared_ptr<const Sources> sources_;  // served now, or when the connection was lost
  std::shared_ptr<const Sources> bound_;    // those that monitors_ were made of
  std::vector<Monitor> monitors_;           // with what their node ids meant when they were first looked up

  mutable std::mutex mutex_;  // guards what follows
  std::shared_ptr<const Sources> new_sources_;
  std::deque<std::packaged_task<void(Session*)>> errands_;
  Session* session_ = nullptr;  // while it is connected, for wake()
  std::vector<std::string> nodes_, namespaces_;
  std::map<base::DataSourceId, std::string> refusals_;
  Session::Counts notifications_;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace openspc::connect::opcua
