// The links to the OPC UA servers that this server is connected to, as its supervisor says; what brokers::Links is for
// brokers. All functions from any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "base/secret_vault.h"
#include "connect/opcua/link.h"
#include "connect/opcua/server_store.h"
#include "connect/source/supervisor.h"
#include "db/database.h"
#include "db/leases.h"
#include "quality/sample/intake.h"

namespace openspc::connect::opcua {

/// Settings of a session from a stored server. Throws Error(unavailable) when its credentials cannot be decrypted, and
/// Error(invalid) when they cannot be used.
Settings opcua_settings(const opcua_server_store::Row& row, base::SecretVault& vault);

class Links {
 public:
  Links(db::Database& database, quality::sample::Intake& intake, const base::Clock& clock, base::SecretVault& vault,
        Pki& pki);

  void start() { supervisor_.start(); }
  /// Ends all links. What they have not made durable is not acknowledged. Idempotent.
  void stop() { supervisor_.stop(); }

  /// Servers or mappings changed: look now.
  void refresh() { supervisor_.refresh(); }
  /// Connects now, active or not, until hold() or the next start of ours.
  void summon(base::OpcuaServerId server);
  /// Disconnects, active or not, until summon() or the next start of ours.
  void hold(base::OpcuaServerId server) { supervisor_.hold(server.value); }
  /// What is stored counts again.
  void release(base::OpcuaServerId server) { supervisor_.release(server.value); }

  /// What keeps links from connecting may have gone: those that are not connected try now.
  void hurry();

  struct State {
    std::optional<LinkStatus> link{};  // nothing when the server is not to be connected
    source::Supervisor::Standing standing{};
  };
  State state(base::OpcuaServerId server) const;
  /// What the server calls its namespaces now; empty while it is not connected here.
  std::vector<std::string> namespaces(base::OpcuaServerId server) const;
  std::map<base::OpcuaServerId, LinkStatus> statuses() const;
  std::map<base::DataSourceId, source::IntakeCounts> counts_by_source() const;
  /// True once a look that began after the last refresh() is over.
  bool is_up_to_date() const { return supervisor_.is_up_to_date(); }

  /// As Link::run_errand. Throws Error(bad_request) when there is no link.
  std::future<void> run_errand(base::OpcuaServerId server, Link::Errand errand);

 private:
  // The supervisor's, on its thread.
  std::vector<source::Supervisor::Stored> load(db::Session& session);
  void open(const opcua_server_store::Row& row, db::LeaseToken lease);
  void renew(const opcua_server_store::Row& row);
  void close(const std::set<std::int64_t>& servers);
  std::shared_ptr<const Sources> sources_of(const OpcuaServer& server) const;

  db::Database& database_;
  quality::sample::Intake& intake_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  Pki& pki_;
  std::map<std::int64_t, opcua_server_store::Row> rows_;  // of the supervisor's thread alone

  mutable std::mutex mutex_;  // guards the links
  std::map<base::OpcuaServerId, std::unique_ptr<Link>> links_;

  source::Supervisor supervisor_;  // last: it uses all of the above
};

}  // namespace openspc::connect::opcua
