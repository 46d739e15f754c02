// Why a server lets a session not come about. A status code names the step that failed, seldom what to change: so the
// server is asked, without security and without a session, what it offers (OPC 10000-4, 5.4.4 GetEndpoints), and what
// is wanted is compared with that.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "connect/opcua/session/impl.h"
#include "connect/opcua/session/x509.h"
#include "connect/payload/payload.h"

namespace openspc::connect::opcua {
namespace {

// The link waits for the answer, and so does its end.
constexpr UA_UInt32 kPatienceMs = 2'000;
// Of what a stranger says.
constexpr std::size_t kShownOffers = 12;

struct Endpoints {
  Endpoints() = default;
  Endpoints(const Endpoints&) = delete;
  Endpoints& operator=(const Endpoints&) = delete;
  ~Endpoints() { UA_Array_delete(first, count, &UA_TYPES[UA_TYPES_ENDPOINTDESCRIPTION]); }

  const UA_EndpointDescription* begin() const { return first; }
  const UA_EndpointDescription* end() const { return first + count; }

  std::size_t count = 0;
  UA_EndpointDescription* first = nullptr;
};

std::string policy_name(const UA_String& uri) {
  const std::string text = text_of(uri);
  return payload::printable_excerpt(std::string_view(text).substr(text.rfind('#') + 1), 60);
}

const char* mode_name(UA_MessageSecurityMode mode) {
  switch (mode) {
    case UA_MESSAGESECURITYMODE_SIGN:
      return "Sign";
    case UA_MESSAGESECURITYMODE_SIGNANDENCRYPT:
      return "SignAndEncrypt";
    default:
      return "None";
  }
}

const char* token_name(UA_UserTokenType type) {
  switch (type) {
    case UA_USERTOKENTYPE_USERNAME:
      return "user and password";
    case UA_USERTOKENTYPE_CERTIFICATE:
      return "certificate";
    case UA_USERTOKENTYPE_ISSUEDTOKEN:
      return "issued token";
    default:
      return "anonymous";
  }
}

UA_UserTokenType token_type(const Settings& settings) {
  if (std::holds_alternative<User>(settings.identity)) return UA_USERTOKENTYPE_USERNAME;
  if (std::holds_alternative<UserCertificate>(settings.identity)) return UA_USERTOKENTYPE_CERTIFICATE;
  return UA_USERTOKENTYPE_ANONYMOUS;
}

void add_once(std::vector<std::string>& words, std::string word) {
  if (words.size() < kShownOffers && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
}

// "None, Basic256Sha256 (Sign, SignAndEncrypt)"
std::string offers_of(const Endpoints& endpoints) {
  std::vector<std::string> policies;
  std::map<std::string, std::vector<std::string>> modes;
  for (const UA_EndpointDescription& endpoint : endpoints) {
    const std::string policy = policy_name(endpoint.securityPolicyUri);
    add_once(policies, policy);
    if (endpoint.securityMode != UA_MESSAGESECURITYMODE_NONE) add_once(modes[policy], mode_name(endpoint.securityMode));
  }
  for (std::string& policy : policies)
    if (const auto found = modes.find(policy); found != modes.end())
      policy += fmt::format(" ({})", fmt::join(found->second, ", "));
  return fmt::format("{}", fmt::join(policies, ", "));
}

}  // namespace

Error Session::Impl::explained(const Error& failure) {
  if (failure.kind() == Error::Kind::untrusted || is_cancelled()) return failure;
  const auto advice = advice_from_offers();
  return advice ? Error(advice->kind(), fmt::format("{} ({})", advice->what(), failure.what())) : failure;
}

std::optional<Error> Session::Impl::advice_from_offers() {
  UA_ClientConfig config{};
  config.logging = &logger_;
  config.clientContext = this;
  config.timeout = kPatienceMs;
  if (UA_ClientConfig_setDefault(&config) != UA_STATUSCODE_GOOD) return std::nullopt;
  config.timeout = kPatienceMs;
  config.localConnectionConfig.localMaxMessageSize = kLargestMessage;
  config.localConnectionConfig.localMaxChunkCount = kMostChunks;
  // With an endpoint of its own choice the library asks and chooses first, and gives up where None is not offered.
  config.endpoint.endpointUrl = UA_STRING_ALLOC(settings_.endpoint_url.c_str());
  config.endpoint.securityMode = UA_MESSAGESECURITYMODE_NONE;
  config.endpoint.securityPolicyUri = UA_STRING_ALLOC(uri_of(OpcuaSecurityPolicy::None));
  guard_connections(config);
  const std::unique_ptr<UA_Client, DeleteClient> client(UA_Client_newWithConfig(&config));
  Endpoints endpoints;
  if (!client || UA_Client_getEndpoints(client.get(), settings_.endpoint_url.c_str(), &endpoints.count,
                                        &endpoints.first) != UA_STATUSCODE_GOOD)
    return std::nullopt;

  bool has_policy = false;
  bool takes_user = false;
  std::vector<std::string> tokens;
  const std::string wanted = uri_of(settings_.policy);
  for (const UA_EndpointDescription& endpoint : endpoints) {
    if (text_of(endpoint.securityPolicyUri) != wanted || endpoint.securityMode != mode_of(settings_.mode)) continue;
    has_policy = true;
    for (std::size_t i = 0; i < endpoint.userIdentityTokensSize; ++i) {
      const UA_UserTokenType type = endpoint.userIdentityTokens[i].tokenType;
      add_once(tokens, token_name(type));
      takes_user |= type == token_type(settings_);
    }
  }
  using Kind = Error::Kind;
  if (endpoints.count == 0) return std::nullopt;
  if (!has_policy)
    return Error(Kind::connection,
                 fmt::format("the server does not offer {} with mode {}. The server offers {}: choose one of these",
                             policy_name(view_of(wanted)), mode_name(mode_of(settings_.mode)), offers_of(endpoints)));
  if (!takes_user)
    return Error(Kind::connection,
                 fmt::format("the server does not take the sign-in '{}' at this security. It takes: {}",
                             token_name(token_type(settings_)), fmt::join(tokens, ", ")));
  return std::nullopt;
}

std::string Session::Impl::how_to_be_believed() const {
  const auto own = x509::describe(pki_.own_certificate());
  return fmt::format(
      "at the server, move ours (thumbprint {}) from the rejected to the trusted certificates, or download it here and "
      "add it there",
      own ? own->thumbprint : "unknown");
}

}  // namespace openspc::connect::opcua
