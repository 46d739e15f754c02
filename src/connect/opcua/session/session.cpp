#include "connect/opcua/session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "connect/opcua/session/impl.h"
#include "connect/source/tcp_probe.h"

namespace openspc::connect::opcua {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How long the library may hold the thread: wake() and cancellation are noticed this fast.
constexpr milliseconds kStep{20};
constexpr milliseconds kGoodbye{1'000};
// A connection that is secured begins with an open one that asks for endpoints, and may begin again under the name that
// the server gives itself. Whoever hangs up more often than that will go on doing so.
constexpr int kOpeningsAllowed = 4;
UA_ByteString bytes_of(const std::string& text) {
  return view_of(text);
}

Error lost(const std::string& reason) {
  return {Error::Kind::connection, reason};
}

}  // namespace

const char* uri_of(OpcuaSecurityPolicy policy) {
  switch (policy) {
    case OpcuaSecurityPolicy::Basic256Sha256:
      return "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256";
    case OpcuaSecurityPolicy::Aes128Sha256RsaOaep:
      return "http://opcfoundation.org/UA/SecurityPolicy#Aes128_Sha256_RsaOaep";
    case OpcuaSecurityPolicy::Aes256Sha256RsaPss:
      return "http://opcfoundation.org/UA/SecurityPolicy#Aes256_Sha256_RsaPss";
    case OpcuaSecurityPolicy::None:
      break;
  }
  return "http://opcfoundation.org/UA/SecurityPolicy#None";
}

UA_MessageSecurityMode mode_of(OpcuaSecurityMode mode) {
  switch (mode) {
    case OpcuaSecurityMode::Sign:
      return UA_MESSAGESECURITYMODE_SIGN;
    case OpcuaSecurityMode::SignAndEncrypt:
      return UA_MESSAGESECURITYMODE_SIGNANDENCRYPT;
    case OpcuaSecurityMode::None:
      break;
  }
  return UA_MESSAGESECURITYMODE_NONE;
}

std::optional<Address> parse_opcua_url(const std::string& url) {
  const UA_String text = view_of(url);
  UA_String host{};
  UA_String path{};
  UA_UInt16 port = 0;
  if (!url.starts_with("opc.tcp://") || UA_parseEndpointUrl(&text, &host, &port, &path) != UA_STATUSCODE_GOOD ||
      host.length == 0)
    return std::nullopt;
  return Address{.host = text_of(host), .port = port == 0 ? Address{}.port : port};
}

Session::Impl::Impl(const Settings& settings, Pki& pki) : settings_(settings), pki_(pki) {
  const auto address = parse_opcua_url(settings.endpoint_url);
  if (!address) throw lost("'" + settings.endpoint_url + "' is no address of an OPC UA server");
  address_ = *address;
  logger_.context = this;
  logger_.log = [](void* self, UA_LogLevel level, UA_LogCategory, const char* format, va_list arguments) {
    static_cast<Impl*>(self)->log(level, format, arguments);
  };
  configure();
}

Session::Impl::~Impl() {
  UA_ClientConfig* config = UA_Client_getConfig(client_.get());
  config->timeout = static_cast<UA_UInt32>(kGoodbye.count());
  config->noReconnect = true;
  cancelled_ = nullptr;
  client_.reset();
}

void Session::Impl::configure() {
  const ApplicationCertificate own = pki_.own();
  UA_ClientConfig config{};
  config.logging = &logger_;
  config.clientContext = this;
  config.timeout = static_cast<UA_UInt32>(settings_.request_timeout.count());
  config.clientDescription.applicationType = UA_APPLICATIONTYPE_CLIENT;
  config.clientDescription.applicationUri = UA_STRING_ALLOC(own.application_uri.c_str());
  config.clientDescription.applicationName = UA_LOCALIZEDTEXT_ALLOC("en", "OpenSPC");
  config.sessionName = UA_STRING_ALLOC("OpenSPC");
  UA_StatusCode status = UA_ClientConfig_setDefaultEncryption(&config, bytes_of(own.certificate), bytes_of(own.key),
                                                              nullptr, 0, nullptr, 0);
  if (status == UA_STATUSCODE_GOOD) set_identity(config);
  config.securityMode = mode_of(settings_.mode);
  config.securityPolicyUri = UA_STRING_ALLOC(uri_of(settings_.policy));
  config.requestedSessionTimeout = static_cast<UA_UInt32>(settings_.session_timeout.count());
  config.connectivityCheckInterval = static_cast<UA_UInt32>(
      std::clamp(settings_.session_timeout / 3, milliseconds(300), milliseconds(10'000)).count());
  config.localConnectionConfig.localMaxMessageSize = kLargestMessage;
  config.localConnectionConfig.localMaxChunkCount = kMostChunks;
  if (config.certificateVerification.clear != nullptr)
    config.certificateVerification.clear(&config.certificateVerification);
  config.certificateVerification.context = this;
  config.certificateVerification.clear = nullptr;
  config.certificateVerification.verifyCertificate = [](const UA_CertificateVerification* self,
                                                        const UA_ByteString* certificate) {
    return static_cast<Impl*>(self->context)->verify(*certificate);
  };
  config.certificateVerification.verifyApplicationURI = [](const UA_CertificateVerification*, const UA_ByteString*,
                                                           const UA_String*) -> UA_StatusCode {
    return UA_STATUSCODE_GOOD;  // asked about our own certificate only
  };
  config.stateCallback = [](UA_Client* client, UA_SecureChannelState channel, UA_SessionState, UA_StatusCode) {
    if (channel == UA_SECURECHANNELSTATE_CONNECTING) ++static_cast<Impl*>(UA_Client_getContext(client))->openings_;
  };
  config.inactivityCallback = [](UA_Client* client) {
    auto* self = static_cast<Impl*>(UA_Client_getContext(client));
    self->silent_ = true;
  };
  guard_connections(config);
  client_.reset(UA_Client_newWithConfig(&config));
  if (!client_ || status != UA_STATUSCODE_GOOD) throw lost("open62541 cannot make a client: " + name_of(status));
}

void Session::Impl::set_identity(UA_ClientConfig& config) const {
  if (const auto* user = std::get_if<User>(&settings_.identity))
    UA_ClientConfig_setAuthenticationUsername(&config, user->name.c_str(), user->password.c_str());
  if (const auto* user = std::get_if<UserCertificate>(&settings_.identity))
    UA_ClientConfig_setAuthenticationCert(&config, bytes_of(user->certificate), bytes_of(user->key));
}

// The last complaint of the library often says more than its status code.
void Session::Impl::log(UA_LogLevel level, const char* format, va_list arguments) {
  if (level < UA_LOGLEVEL_WARNING) return;
  std::array<char, 300> text{};
  std::vsnprintf(text.data(), text.size(), format, arguments);
  last_problem_ = text.data();
}

UA_StatusCode Session::Impl::verify(const UA_ByteString& certificate) {
  // Without security a certificate protects nothing, so that none is asked for.
  if (settings_.policy == OpcuaSecurityPolicy::None) return UA_STATUSCODE_GOOD;
  try {
    const auto problem = pki_.problem_with(text_of(certificate), address_.host);
    if (!problem) return UA_STATUSCODE_GOOD;
    trust_problem_ = *problem;
  } catch (const std::exception& error) {
    trust_problem_ = error.what();
  }
  return UA_STATUSCODE_BADCERTIFICATEUNTRUSTED;
}

Arrival Session::Impl::connect(milliseconds patience, const std::function<bool()>& cancelled) {
  cancelled_ = cancelled;
  const auto deadline = steady_clock::now() + patience;
  // The library's own attempt cannot be interrupted: it is made once somebody listens.
  const source::TcpProbe probe = source::probe_tcp(address_.host, address_.port, patience, cancelled);
  if (probe.failure) throw lost(*probe.failure);
  numeric_address_ = probe.address;
  close_channel();
  last_problem_.clear();
  trust_problem_.clear();
  openings_ = 0;
  silent_ = false;
  publish_problem_.clear();
  UA_ClientConfig* config = UA_Client_getConfig(client_.get());
  config->noReconnect = false;
  try {
    const UA_StatusCode status = UA_Client_connectAsync(client_.get(), settings_.endpoint_url.c_str());
    if (status != UA_STATUSCODE_GOOD) throw connection_problem(status);
    wait_until_connected(deadline);
  } catch (const Error& failure) {
    throw explained(failure);
  }
  // From here on a lost connection is reported, and taken up again when the owner says so.
  config->noReconnect = true;
  const std::string token = session_token();
  const bool same_session = token == token_;
  token_ = token;
  std::vector<std::string> before = std::exchange(namespaces_, read_namespaces());
  // What is monitored was looked up in another order.
  if (!subscriptions_.empty() && before != namespaces_) {
    if (same_session)
      for (const auto& [id, subscription] : subscriptions_) remove(subscription);
    forget_subscriptions();
    return Arrival::fresh;
  }
  return take_up_subscriptions(same_session);
}

void Session::Impl::wait_until_connected(steady_clock::time_point deadline) {
  for (;;) {
    const UA_StatusCode status = UA_Client_run_iterate(client_.get(), static_cast<UA_UInt32>(kStep.count()));
    UA_SecureChannelState channel{};
    UA_SessionState session{};
    UA_Client_getState(client_.get(), &channel, &session, nullptr);
    if (status != UA_STATUSCODE_GOOD) throw connection_problem(status);
    if (channel == UA_SECURECHANNELSTATE_OPEN && session == UA_SESSIONSTATE_ACTIVATED) return;
    if (!trust_problem_.empty()) throw connection_problem(status);
    if (is_cancelled()) throw lost("interrupted");
    if (openings_ > kOpeningsAllowed) throw hung_up();
    if (steady_clock::now() >= deadline) throw lost("the server does not answer");
  }
}

Error Session::Impl::connection_problem(UA_StatusCode status) const {
  if (!trust_problem_.empty()) return {Error::Kind::untrusted, trust_problem_};
  switch (status) {
    case UA_STATUSCODE_BADIDENTITYTOKENREJECTED:
    case UA_STATUSCODE_BADIDENTITYTOKENINVALID:
    case UA_STATUSCODE_BADUSERACCESSDENIED:
      return lost("the server refuses the user: " + name_of(status));
    case UA_STATUSCODE_BADTOOMANYSESSIONS:
      return lost(
          "the server has no session left for us (BadTooManySessions): close clients that are not needed, or raise its "
          "limit of sessions. Sessions of clients that vanished end by themselves after their timeout");
    case UA_STATUSCODE_BADCERTIFICATEUNTRUSTED:
    case UA_STATUSCODE_BADCERTIFICATEINVALID:
    case UA_STATUSCODE_BADCERTIFICATEURIINVALID:
    case UA_STATUSCODE_BADCERTIFICATEUSENOTALLOWED:
    case UA_STATUSCODE_BADCERTIFICATECHAININCOMPLETE:
    case UA_STATUSCODE_BADSECURITYCHECKSFAILED:
      return {Error::Kind::untrusted, "the server does not trust our certificate, or its own is wrong (" +
                                          name_of(status) + "): " + how_to_be_believed()};
    default:
      break;
  }
  if (last_problem_.empty()) return lost(name_of(status));
  return lost(name_of(status) + ": " + last_problem_);
}

Error Session::Impl::hung_up() const {
  if (settings_.policy == OpcuaSecurityPolicy::None) return lost("the server hangs up");
  return lost("the server hangs up on the secured connection, as most do that do not trust our certificate: " +
              how_to_be_believed());
}

void Session::Impl::close_channel() {
  UA_SecureChannelState channel{};
  UA_Client_getState(client_.get(), &channel, nullptr, nullptr);
  if (channel == UA_SECURECHANNELSTATE_CLOSED) return;
  UA_Client_getConfig(client_.get())->noReconnect = true;
  UA_Client_disconnectSecureChannelAsync(client_.get());
  const auto deadline = steady_clock::now() + kGoodbye;
  while (channel != UA_SECURECHANNELSTATE_CLOSED) {
    if (steady_clock::now() >= deadline) throw lost("the old connection does not end");
    UA_Client_run_iterate(client_.get(), static_cast<UA_UInt32>(kStep.count()));
    UA_Client_getState(client_.get(), &channel, nullptr, nullptr);
  }
}

std::string Session::Impl::session_token() const {
  UaNodeId token;
  Ua<UA_ByteString, UA_TYPES_BYTESTRING> nonce;
  UA_Client_getSessionAuthenticationToken(client_.get(), &*token, &*nonce);
  return text_of(*token);
}

void Session::Impl::check_alive() const {
  UA_SecureChannelState channel{};
  UA_SessionState session{};
  UA_StatusCode status = UA_STATUSCODE_GOOD;
  UA_Client_getState(client_.get(), &channel, &session, &status);
  if (channel != UA_SECURECHANNELSTATE_OPEN || session != UA_SESSIONSTATE_ACTIVATED || status != UA_STATUSCODE_GOOD)
    throw status == UA_STATUSCODE_GOOD || status == UA_STATUSCODE_BADNOTCONNECTED ? lost("the connection is lost")
                                                                                  : connection_problem(status);
  if (silent_) throw lost("the server does not answer any more");
  if (!publish_problem_.empty()) throw lost(publish_problem_);
}

void Session::Impl::iterate(milliseconds patience) {
  UA_Client_run_iterate(client_.get(), static_cast<UA_UInt32>(std::clamp(patience, milliseconds(0), kStep).count()));
}

void Session::Impl::send_and_wait(const void* request, const UA_DataType* request_type, void* response,
                                  const UA_DataType* response_type) {
  check_alive();
  Pending& pending = calls_.emplace_back(Pending{.response = response, .type = response_type});
  const auto answered = [](UA_Client* client, void* data, UA_UInt32, void* answer) {
    auto* self = static_cast<Impl*>(UA_Client_getContext(client));
    const auto waiting =
        std::find_if(self->calls_.begin(), self->calls_.end(), [&](const Pending& call) { return &call == data; });
    if (waiting == self->calls_.end()) return;
    if (waiting->response == nullptr) {
      self->calls_.erase(waiting);  // nobody waits any more
      return;
    }
    UA_clear(waiting->response, waiting->type);
    std::memcpy(waiting->response, answer, waiting->type->memSize);
    UA_init(answer, waiting->type);
    waiting->done = true;
  };
  const UA_StatusCode status =
      __UA_Client_AsyncService(client_.get(), request, request_type, answered, response_type, &pending, nullptr);
  if (status != UA_STATUSCODE_GOOD) {
    calls_.pop_back();
    throw lost("the connection is lost: " + name_of(status));
  }
  const auto deadline = steady_clock::now() + settings_.request_timeout;
  while (!pending.done && steady_clock::now() < deadline && !is_cancelled()) iterate(kStep);
  if (!pending.done) {
    pending.response = nullptr;
    throw lost(is_cancelled() ? "interrupted" : "the server does not answer");
  }
  calls_.remove_if([&](const Pending& call) { return &call == &pending; });
  check_alive();
}

Session::Session(const Settings& settings, Pki& pki) : impl_(std::make_unique<Impl>(settings, pki)) {}
Session::~Session() = default;

Arrival Session::connect(milliseconds patience, const std::function<bool()>& cancelled) {
  return impl_->connect(patience, cancelled);
}
std::vector<Node> Session::browse(const std::string& node_id, std::size_t limit) {
  return impl_->browse(node_id, limit);
}
Value Session::read(const std::string& node_id) {
  return impl_->read(node_id);
}
void Session::write(const std::string& node_id, const std::string& namespace_uri, const boost::json::value& value) {
  impl_->write(node_id, namespace_uri, value);
}
const std::vector<std::string>& Session::namespaces() const {
  return impl_->namespaces();
}
std::string Session::server_name() {
  return impl_->server_name();
}
std::vector<Session::Refusal> Session::monitor(std::span<const Monitor> wanted) {
  return impl_->monitor(wanted);
}
void Session::receive(std::vector<Change>& changes, milliseconds patience) {
  impl_->receive(changes, patience);
}
void Session::acknowledge() {
  impl_->acknowledge();
}
const Session::Counts& Session::counts() const {
  return impl_->counts();
}
void Session::wake() noexcept {
  impl_->wake();
}

}  // namespace openspc::connect::opcua
