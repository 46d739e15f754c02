#include "connect/opcua/session/simulation.h"

#include <open62541/plugin/accesscontrol_default.h>
#include <open62541/plugin/pki_default.h>
#include <open62541/server.h>
#include <open62541/server_config_default.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "connect/opcua/session/impl.h"

namespace openspc::connect::opcua {
namespace {

constexpr UA_UInt16 kNamespace = 1;

void require(UA_StatusCode status, const char* what) {
  if (status != UA_STATUSCODE_GOOD) throw Error(Error::Kind::connection, std::string(what) + ": " + name_of(status));
}

UA_StatusCode status_of(Quality quality) {
  switch (quality) {
    case Quality::bad:
      return UA_STATUSCODE_BADSENSORFAILURE;
    case Quality::uncertain:
      return UA_STATUSCODE_UNCERTAINSENSORNOTACCURATE;
    case Quality::good:
      break;
  }
  return UA_STATUSCODE_GOOD;
}

UA_DateTime date_of(base::Timestamp time) {
  return UA_DATETIME_UNIX_EPOCH + time.time_since_epoch().count() * UA_DATETIME_USEC;
}

UA_Logger silent() {
  return {.log = [](void*, UA_LogLevel, UA_LogCategory, const char*, va_list) {}, .context = nullptr, .clear = nullptr};
}

}  // namespace

class Simulation::Impl {
 public:
  explicit Impl(const SimulationSettings& settings) : logger_(silent()) {
    UA_ServerConfig config{};
    config.logging = &logger_;
    configure(config, settings);
    server_.reset(UA_Server_newWithConfig(&config));
    if (!server_) throw Error(Error::Kind::connection, "open62541 cannot make a server");
    // Not before: the library browses itself while it is made.
    UA_Server_getConfig(get())->maxReferencesPerNode = settings.references_at_once;
    for (const std::string& uri : settings.namespaces) UA_Server_addNamespace(get(), uri.c_str());
    watch_sessions();
    require(UA_Server_run_startup(server_.get()), "the server does not start");
    thread_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) UA_Server_run_iterate(server_.get(), true);
    });
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (thread_.joinable()) {
      thread_.request_stop();
      thread_.join();
    }
    UA_Server_run_shutdown(server_.get());
  }

  UA_Server* get() { return server_.get(); }

  void forget_sessions() {
    std::vector<std::string> ids;
    {
      const std::lock_guard lock(mutex_);
      ids.assign(sessions_.begin(), sessions_.end());
    }
    for (const std::string& id : ids) UA_Server_closeSession(get(), &*parse_node_id(id));
  }

 private:
  static void configure(UA_ServerConfig& config, const SimulationSettings& settings) {
    if (settings.certificate) {
      const UA_ByteString certificate = view_of(settings.certificate->certificate);
      const UA_ByteString key = view_of(settings.certificate->key);
      std::vector<UA_ByteString> trusted;
      if (settings.trusted)
        for (const std::string& der : *settings.trusted) trusted.push_back(view_of(der));
      require(UA_ServerConfig_setDefaultWithSecurityPolicies(&config, settings.port, &certificate, &key, trusted.data(),
                                                             trusted.size(), nullptr, 0, nullptr, 0),
              "the server's settings");
      UA_String_clear(&config.applicationDescription.applicationUri);
      config.applicationDescription.applicationUri = UA_STRING_ALLOC(settings.certificate->application_uri.c_str());
      for (std::size_t i = 0; i < config.endpointsSize; ++i) {
        UA_String_clear(&config.endpoints[i].server.applicationUri);
        UA_String_copy(&config.applicationDescription.applicationUri, &config.endpoints[i].server.applicationUri);
      }
    } else {
      require(UA_ServerConfig_setMinimal(&config, settings.port, nullptr), "the server's settings");
    }
    if (!settings.trusted) believe_everybody(config);
    let_in(config, settings.users);
    if (!settings.policies.empty()) offer_only(config, settings.policies);
    config.maxSessions = settings.most_sessions;
    UA_LocalizedText_clear(&config.applicationDescription.applicationName);
    config.applicationDescription.applicationName = UA_LOCALIZEDTEXT_ALLOC("en", settings.name.c_str());
    if (settings.loopback_only && config.serverUrlsSize > 0) {
      UA_String_clear(&config.serverUrls[0]);
      config.serverUrls[0] = UA_STRING_ALLOC(("opc.tcp://127.0.0.1:" + std::to_string(settings.port)).c_str());
    }
    config.maxMonitoredItemsPerCall = settings.items_at_once;
    config.maxSessionTimeout = static_cast<double>(settings.longest_session.count());
    config.samplingIntervalLimits.min = 10;
    config.queueSizeLimits.max = 10'000;
    config.publishingIntervalLimits.min = 20;
  }

  static void believe_everybody(UA_ServerConfig& config) {
    for (UA_CertificateVerification* check : {&config.secureChannelPKI, &config.sessionPKI}) {
      if (check->clear != nullptr) check->clear(check);
      UA_CertificateVerification_AcceptAll(check);
    }
  }

  static void offer_only(UA_ServerConfig& config, const std::vector<std::string>& policies) {
    const auto is_offered = [&](const UA_EndpointDescription& endpoint) {
      const std::string uri = text_of(endpoint.securityPolicyUri);
      return std::ranges::find(policies, uri.substr(uri.rfind('#') + 1)) != policies.end();
    };
    UA_EndpointDescription* const end = config.endpoints + config.endpointsSize;
    UA_EndpointDescription* const kept = std::partition(config.endpoints, end, is_offered);
    for (UA_EndpointDescription* left_out = kept; left_out != end; ++left_out) UA_EndpointDescription_clear(left_out);
    config.endpointsSize = static_cast<std::size_t>(kept - config.endpoints);
  }

  static void let_in(UA_ServerConfig& config, const std::map<std::string, std::string>& users) {
    if (users.empty()) return;
    std::vector<UA_UsernamePasswordLogin> logins;
    logins.reserve(users.size());
    for (const auto& [name, password] : users) logins.push_back({view_of(name), view_of(password)});
    config.accessControl.clear(&config.accessControl);
    config.allowNonePolicyPassword = true;
    require(UA_AccessControl_default(&config, false, nullptr, logins.size(), logins.data()), "the server's users");
  }

  void watch_sessions() {
    UA_ServerConfig* config = UA_Server_getConfig(get());
    config->context = this;
    activate_ = config->accessControl.activateSession;
    close_ = config->accessControl.closeSession;
    config->accessControl.activateSession = [](UA_Server* server, UA_AccessControl* control,
                                               const UA_EndpointDescription* endpoint, const UA_ByteString* certificate,
                                               const UA_NodeId* session, const UA_ExtensionObject* token,
                                               void** context) -> UA_StatusCode {
      Impl& self = of(server);
      const UA_StatusCode status = self.activate_(server, control, endpoint, certificate, session, token, context);
      const std::lock_guard lock(self.mutex_);
      if (status == UA_STATUSCODE_GOOD) self.sessions_.insert(text_of(*session));
      return status;
    };
    config->accessControl.closeSession = [](UA_Server* server, UA_AccessControl* control, const UA_NodeId* session,
                                            void* context) {
      Impl& self = of(server);
      if (self.close_ != nullptr) self.close_(server, control, session, context);
      const std::lock_guard lock(self.mutex_);
      self.sessions_.erase(text_of(*session));
    };
  }
  static Impl& of(UA_Server* server) { return *static_cast<Impl*>(UA_Server_getConfig(server)->context); }

  struct Delete {
    void operator()(UA_Server* server) const { UA_Server_delete(server); }
  };

  UA_Logger logger_;
  std::mutex mutex_;
  std::set<std::string> sessions_;
  decltype(UA_AccessControl::activateSession) activate_ = nullptr;
  decltype(UA_AccessControl::closeSession) close_ = nullptr;
  std::unique_ptr<UA_Server, Delete> server_;
  std::jthread thread_;
};

Simulation::Simulation(const SimulationSettings& settings) : impl_(std::make_unique<Impl>(settings)) {}
Simulation::~Simulation() = default;

std::string Simulation::add_folder(const std::string& name, const std::string& parent_id) {
  const UaNodeId parent = parse_node_id(parent_id.empty() ? "i=85" : parent_id);
  const std::string id = "ns=1;s=" + name;
  UA_ObjectAttributes attributes = UA_ObjectAttributes_default;
  std::string shown = name.substr(name.rfind('.') + 1);
  attributes.displayName = {UA_STRING_NULL, view_of(shown)};
  const UA_QualifiedName browse_name{kNamespace, view_of(shown)};
  require(UA_Server_addObjectNode(impl_->get(), *parse_node_id(id), *parent, UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES),
                                  browse_name, UA_NODEID_NUMERIC(0, UA_NS0ID_FOLDERTYPE), attributes, nullptr, nullptr),
          "the folder cannot be added");
  return id;
}

std::string Simulation::add_variable(const std::string& name, const boost::json::value& value,
                                     const std::string& folder_id) {
  const UaNodeId folder = parse_node_id(folder_id.empty() ? "i=85" : folder_id);
  const std::string id = name.starts_with("ns=") ? name : "ns=1;s=" + name;
  const UaNodeId node = parse_node_id(id);
  UA_VariableAttributes attributes = UA_VariableAttributes_default;
  const std::string text = value.is_string() ? std::string(value.get_string()) : std::string();
  double number = value.is_number() ? value.to_number<double>() : 0;
  bool flag = value.is_bool() && value.get_bool();
  UA_String words = view_of(text);
  const UA_DataType* type = &UA_TYPES[value.is_bool()     ? UA_TYPES_BOOLEAN
                                      : value.is_string() ? UA_TYPES_STRING
                                                          : UA_TYPES_DOUBLE];
  void* data = value.is_bool() ? static_cast<void*>(&flag) : value.is_string() ? static_cast<void*>(&words) : &number;
  std::vector<double> numbers;
  if (value.is_array())
    for (const boost::json::value& element : value.get_array()) numbers.push_back(element.to_number<double>());
  if (value.is_array())
    UA_Variant_setArray(&attributes.value, numbers.data(), numbers.size(), type);
  else
    UA_Variant_setScalar(&attributes.value, data, type);
  attributes.dataType = type->typeId;
  attributes.valueRank = value.is_array() ? UA_VALUERANK_ONE_DIMENSION : UA_VALUERANK_SCALAR;
  // Of any length; a rank without its dimensions is refused.
  UA_UInt32 any_length = 0;
  if (value.is_array()) {
    attributes.arrayDimensions = &any_length;
    attributes.arrayDimensionsSize = 1;
  }
  attributes.accessLevel = UA_ACCESSLEVELMASK_READ | UA_ACCESSLEVELMASK_WRITE;
  const std::string shown = name.substr(name.find_last_of(".=") + 1);
  attributes.displayName = {UA_STRING_NULL, view_of(shown)};
  const UA_QualifiedName browse_name{node->namespaceIndex, view_of(shown)};
  require(
      UA_Server_addVariableNode(impl_->get(), *node, *folder, UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT), browse_name,
                                UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attributes, nullptr, nullptr),
      "the variable cannot be added");
  return id;
}

void Simulation::set(const std::string& node_id, double value, Quality quality,
                     std::optional<base::Timestamp> source_time) {
  UA_DataValue data{};
  data.hasValue = true;
  UA_Variant_setScalar(&data.value, &value, &UA_TYPES[UA_TYPES_DOUBLE]);
  data.hasStatus = true;
  data.status = status_of(quality);
  data.hasSourceTimestamp = true;
  data.sourceTimestamp = source_time ? date_of(*source_time) : UA_DateTime_now();
  require(UA_Server_writeDataValue(impl_->get(), *parse_node_id(node_id), data), "the value cannot be set");
}

Value Simulation::get(const std::string& node_id) {
  UA_ReadValueId what{};
  const UaNodeId id = parse_node_id(node_id);
  what.nodeId = *id;
  what.attributeId = UA_ATTRIBUTEID_VALUE;
  Ua<UA_DataValue, UA_TYPES_DATAVALUE> value;
  *value = UA_Server_read(impl_->get(), &what, UA_TIMESTAMPSTORETURN_BOTH);
  return value_of(*value);
}

std::size_t Simulation::sessions() {
  return UA_Server_getStatistics(impl_->get()).ss.currentSessionCount;
}

void Simulation::forget_sessions() {
  impl_->forget_sessions();
}

}  // namespace openspc::connect::opcua
