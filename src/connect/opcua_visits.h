// Questions to an OPC UA server beside ingestion: browsing, reading and writing in the session of its link, tests of
// settings and trials of mappings in sessions of their own. Blocking work on a few threads of its own; the awaiting
// coroutine does not block. Errors: bad_request (not connected), bad_gateway (what the OPC UA server said no to),
// invalid (a value that does not fit), unavailable (too many wait).
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/executors.h"
#include "connect/opcua_links.h"
#include "connect/opcua_mapping.h"
#include "connect/opcua_server.h"
#include "connect/opcua_writing.h"
#include "quality/characteristic.h"

namespace openspc::connect {

class OpcuaVisits {
 public:
  OpcuaVisits(OpcuaLinks& links, base::SecretVault& vault, OpcuaPki& pki)
      : links_(links), vault_(vault), pki_(pki), workers_(4) {}
  OpcuaVisits(const OpcuaVisits&) = delete;
  OpcuaVisits& operator=(const OpcuaVisits&) = delete;
  ~OpcuaVisits() { stop(); }

  /// Ends the visits under way within a moment.
  void stop() { stopping_ = true; }

  base::Task<OpcuaTestResult> test(OpcuaTestRequest request);
  base::Task<std::vector<BrowsedNode>> browse(opcua_server_store::Row row, std::string node_id);
  base::Task<NodeValue> read(opcua_server_store::Row row, std::string node_id);
  base::Task<void> write(opcua_server_store::Row row, WritableNode node, boost::json::value value);
  /// What the server calls its namespaces; empty while it is not connected here.
  std::vector<std::string> namespaces(base::OpcuaServerId server) const { return links_.namespaces(server); }
  base::Task<OpcuaTrial> trial(opcua_server_store::Row row, OpcuaTrialRequest request,
                               std::optional<quality::Characteristic> characteristic);

 private:
  using Question = std::function<void(OpcuaSession&)>;
  void ask(const opcua_server_store::Row& row, const Question& question);
  void visit(const opcua_server_store::Row& row, const Question& question);

  OpcuaLinks& links_;
  base::SecretVault& vault_;
  OpcuaPki& pki_;
  std::atomic<bool> stopping_ = false;
  base::WorkerPool workers_;
};

}  // namespace openspc::connect
