// Questions to an OPC UA server beside ingestion: browsing, reading and writing in the session of its link, tests of
// settings and trials of mappings in sessions of their own. Blocking work on a few threads of its own; the awaiting
// coroutine does not block. Errors: bad_request (not connected), bad_gateway (what the OPC UA server said no to),
// invalid (a value that does not fit), unavailable (too many wait).
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/executors.h"
#include "connect/opcua/links.h"
#include "connect/opcua/mapping.h"
#include "connect/opcua/server_status.h"
#include "connect/opcua/writing.h"
#include "quality/judge/characteristic.h"

namespace openspc::connect::opcua {

class Visits {
 public:
  Visits(Links& links, base::SecretVault& vault, Pki& pki) : links_(links), vault_(vault), pki_(pki), workers_(4) {}
  Visits(const Visits&) = delete;
  Visits& operator=(const Visits&) = delete;
  ~Visits() { stop(); }

  /// Ends the visits under way within a moment.
  void stop() { stopping_ = true; }

  base::Task<OpcuaTestResult> test(OpcuaTestRequest request);
  base::Task<std::vector<BrowsedNode>> browse(opcua_server_store::Row row, std::string node_id);
  base::Task<NodeValue> read(opcua_server_store::Row row, std::string node_id);
  base::Task<void> write(opcua_server_store::Row row, WritableNode node, boost::json::value value);
  /// What the server calls its namespaces; empty while it is not connected here.
  std::vector<std::string> namespaces(base::OpcuaServerId server) const { return links_.namespaces(server); }
  base::Task<OpcuaTrial> trial(opcua_server_store::Row row, OpcuaTrialRequest request,
                               std::optional<quality::judge::Characteristic> characteristic);

 private:
  using Question = std::function<void(Session&)>;
  void ask(const opcua_server_store::Row& row, const Question& question);
  void visit(const opcua_server_store::Row& row, const Question& question);

  Links& links_;
  base::SecretVault& vault_;
  Pki& pki_;
  std::atomic<bool> stopping_ = false;
  base::WorkerPool workers_;
};

}  // namespace openspc::connect::opcua
