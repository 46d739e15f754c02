#include "connect/opcua/visits.h"

#include <cmath>
#include <utility>

#include "base/error.h"
#include "connect/opcua/trial.h"

namespace openspc::connect::opcua {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kVisitPatience{5'000};
constexpr milliseconds kVisitWait{200};
constexpr std::size_t kChildren = 1'000;
constexpr const char* kObjects = "i=85";

// 502: the server behind this one said no.
base::Error refusal(const Error& error) {
  if (error.connection_lost())
    return base::bad_request(std::string("The OPC UA server cannot be reached: ") + error.what());
  return base::bad_gateway(std::string("The OPC UA server refuses: ") + error.what());
}

opcua_server_store::Row row_of(const OpcuaTestRequest& request) {
  opcua_server_store::Row row;
  row.endpoint_url = request.endpoint_url;
  row.auth_mode = request.auth_mode;
  row.security_policy = request.security_policy;
  row.security_mode = request.security_mode;
  row.client_certificate = request.client_certificate;
  return row;
}

}  // namespace

void Visits::visit(const opcua_server_store::Row& row, const Question& question) {
  try {
    Session session(opcua_settings(row, vault_), pki_);
    session.connect(kVisitPatience, [this] { return stopping_.load(); });
    question(session);
  } catch (const Error& error) {
    throw refusal(error);
  }
}

void Visits::ask(const opcua_server_store::Row& row, const Question& question) {
  const Links::State state = links_.state(row.id);
  // Another server of ours holds the session: this question has one of its own.
  if (state.standing.elsewhere) return visit(row, question);
  if (!state.link || !state.link->connected)
    throw base::bad_request("OPC UA server '" + row.name + "' is not connected");
  try {
    links_.run_errand(row.id, question).get();
  } catch (const Error& error) {
    throw refusal(error);
  }
}

base::Task<OpcuaTestResult> Visits::test(OpcuaTestRequest request) {
  const auto attempt = [&]() -> OpcuaTestResult {
    try {
      opcua_server_store::Row row = row_of(request);
      Settings settings = opcua_settings(row, vault_);
      if (request.auth_mode == OpcuaAuthMode::username_password)
        settings.identity = User{request.username.value_or(""), request.password.value_or("")};
      if (request.auth_mode == OpcuaAuthMode::certificate) {
        ApplicationCertificate user =
            read_user_certificate(request.client_certificate.value_or(""), request.client_key.value_or(""));
        settings.identity = UserCertificate{std::move(user.certificate), std::move(user.key)};
      }
      const auto began = steady_clock::now();
      Session session(settings, pki_);
      session.connect(milliseconds(static_cast<std::int64_t>(request.timeout * 1'000)),
                      [this] { return stopping_.load(); });
      const std::chrono::duration<double, std::milli> taken = steady_clock::now() - began;
      return {.success = true,
              .message = "Connected",
              .latency_ms = std::round(taken.count() * 100) / 100,
              .server_name = session.server_name()};
    } catch (const Error& error) {
      return {.success = false, .message = error.what(), .is_untrusted = error.kind() == Error::Kind::untrusted};
    }
  };
  co_return co_await workers_.run(attempt);
}

base::Task<std::vector<BrowsedNode>> Visits::browse(opcua_server_store::Row row, std::string node_id) {
  const auto question = [&] {
    std::vector<Node> nodes;
    std::vector<std::string> namespaces;
    ask(row, [&](Session& session) {
      nodes = session.browse(node_id.empty() ? kObjects : node_id, kChildren);
      namespaces = session.namespaces();
    });
    std::vector<BrowsedNode> browsed;
    for (Node& node : nodes) {
      const bool variable = node.node_class == "Variable";
      const bool folder = node.node_class == "Object";
      const std::string uri = namespace_uri_of(node.node_id, namespaces);
      auto node_uri = node_uri_of(node.node_id, uri);
      browsed.push_back({.node_id = std::move(node.node_id),
                         .node_uri = std::move(node_uri),
                         .browse_name = std::move(node.browse_name),
                         .display_name = std::move(node.display_name),
                         .node_class = std::move(node.node_class),
                         .data_type = std::move(node.data_type),
                         .is_readable = variable,
                         .children_count = node.children_count,
                         .is_folder = folder});
    }
    return browsed;
  };
  co_return co_await workers_.run(question);
}

base::Task<NodeValue> Visits::read(opcua_server_store::Row row, std::string node_id) {
  const auto question = [&] {
    Value value;
    std::vector<std::string> namespaces;
    ask(row, [&](Session& session) {
      value = session.read(node_id);
      namespaces = session.namespaces();
    });
    const NodePlace place = place_of_node(node_id, namespaces);
    NodeValue answer{.node_id = place.node_id,
                     .node_uri = node_uri_of(place.node_id, place.namespace_uri),
                     .value = std::move(value.shown),
                     .source_timestamp = value.source_time,
                     .server_timestamp = value.server_time,
                     .status_code = std::move(value.status)};
    if (!value.type.empty()) answer.data_type = std::move(value.type);
    return answer;
  };
  co_return co_await workers_.run(question);
}

base::Task<void> Visits::write(opcua_server_store::Row row, WritableNode node, boost::json::value value) {
  const auto question = [&] {
    ask(row, [&](Session& session) { session.write(node.node_id, node.namespace_uri.value_or(""), value); });
  };
  co_await workers_.run(question);
}

base::Task<OpcuaTrial> Visits::trial(opcua_server_store::Row row, OpcuaTrialRequest request,
                                     std::optional<quality::judge::Characteristic> characteristic) {
  const auto listen = [&] {
    TrialRun run(request, row, std::move(characteristic));
    visit(row, [&](Session& session) {
      for (const Session::Refusal& refusal : session.monitor(run.monitors())) {
        const bool is_trigger = refusal.handle != run.monitors().front().handle;
        throw base::invalid_field(
            {"body", is_trigger ? "trigger_node_id" : "node_id"}, "value_error", "Value error, " + refusal.reason,
            boost::json::string(is_trigger ? request.trigger_node_id.value_or("") : request.node_id));
      }
      const auto end = steady_clock::now() + std::chrono::duration<double>(request.duration_seconds);
      std::vector<Change> changes;
      while (steady_clock::now() < end && !stopping_) {
        changes.clear();
        session.receive(changes, kVisitWait);
        session.acknowledge();
        const base::Timestamp now = base::SystemClock().now();
        for (const Change& change : changes) run.hear(change, now);
        run.pass(now);
      }
    });
    return run.result();
  };
  co_return co_await workers_.run(listen);
}

}  // namespace openspc::connect::opcua
