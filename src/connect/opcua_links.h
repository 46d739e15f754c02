// Keeps a link for each OPC UA server that is to be connected and whose lease this server holds, as Links does for
// brokers: looks every few seconds, at once when told that something changed. All functions from any thread.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/secret_vault.h"
#include "connect/opcua_link.h"
#include "connect/opcua_server_store.h"
#include "db/database.h"
#include "db/leases.h"
#include "quality/sample_intake.h"

namespace openspc::connect {

/// Settings of a session from a stored server. Throws Error(unavailable) when its credentials cannot be decrypted, and
/// Error(invalid) when they cannot be used.
OpcuaSettings opcua_settings(const opcua_server_store::Row& row, base::SecretVault& vault);

class OpcuaLinks {
 public:
  OpcuaLinks(db::Database& database, quality::SampleIntake& intake, const base::Clock& clock, base::SecretVault& vault,
             OpcuaPki& pki);
  OpcuaLinks(const OpcuaLinks&) = delete;
  OpcuaLinks& operator=(const OpcuaLinks&) = delete;
  ~OpcuaLinks();

  void start();
  /// Ends all links. What they have not made durable is not acknowledged. Idempotent.
  void stop();

  /// Servers or mappings changed: look now.
  void refresh();
  /// Connects now, active or not, until hold() or the next start of ours.
  void summon(base::OpcuaServerId server);
  /// Disconnects, active or not, until summon() or the next start of ours.
  void hold(base::OpcuaServerId server);
  /// What is stored counts again.
  void release(base::OpcuaServerId server);

  /// What keeps links from connecting may have gone: those that are not connected try now.
  void hurry();

  struct State {
    std::optional<OpcuaLinkStatus> link{};  // nothing when the server is not to be connected
    bool held = false;
    std::string failure{};   // why there can be no link
    bool elsewhere = false;  // another server of ours has it
  };
  State state(base::OpcuaServerId server) const;
  std::map<base::OpcuaServerId, OpcuaLinkStatus> statuses() const;
  std::map<base::DataSourceId, IntakeCounts> counts_by_source() const;
  /// True once a look that began after the last refresh() is over.
  bool is_up_to_date() const;

  /// As OpcuaLink::run_errand. Throws Error(bad_request) when there is no link.
  std::future<void> run_errand(base::OpcuaServerId server, OpcuaLink::Errand errand);

 private:
  struct Entry {
    std::string key;  // everything that a new link is made for
    std::unique_ptr<OpcuaLink> link;
  };

  void run(const std::stop_token& stop);
  void look();
  void reconcile(const db::Leases::Round& round);
  void open_link(const opcua_server_store::Row& row, db::LeaseToken lease);
  std::set<std::int64_t> wanted_ids() const;

  db::Database& database_;
  quality::SampleIntake& intake_;
  const base::Clock& clock_;
  base::SecretVault& vault_;
  OpcuaPki& pki_;
  db::Leases leases_;
  // The supervisor's own: what is in force.
  std::string signature_;
  std::vector<opcua_server_store::Row> servers_;
  std::map<std::int64_t, db::LeaseToken> leased_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any wanted_;
  std::uint64_t asked_ = 1, done_ = 0;
  std::set<base::OpcuaServerId> held_, summoned_;
  std::map<base::OpcuaServerId, std::string> failures_;
  std::set<base::OpcuaServerId> elsewhere_;
  std::map<base::OpcuaServerId, Entry> links_;

  std::jthread thread_;
};

}  // namespace openspc::connect
