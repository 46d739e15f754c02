// The inside of a session, for this folder's .cpp only: open62541's types with owners, requests that wait without
// blocking for ever, and the state of subscriptions.
#pragma once

#include <open62541/client.h>
#include <open62541/client_config_default.h>
#include <open62541/types_generated_handling.h>

#include <atomic>
#include <cstdarg>
#include <cstring>
#include <deque>
#include <list>
#include <map>
#include <set>
#include <utility>

#include "connect/opcua/session/session.h"

namespace openspc::connect::opcua {

/// A value of the library that clears itself.
template <class T, std::size_t Type>
class Ua {
 public:
  Ua() : value_{} { UA_init(&value_, type()); }
  Ua(const Ua&) = delete;
  Ua& operator=(const Ua&) = delete;
  Ua(Ua&& other) noexcept : value_(other.value_) { UA_init(&other.value_, type()); }
  Ua& operator=(Ua&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Ua() { UA_clear(&value_, type()); }

  static const UA_DataType* type() { return &UA_TYPES[Type]; }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }
  T& operator*() { return value_; }
  const T& operator*() const { return value_; }

 private:
  T value_;
};

using UaNodeId = Ua<UA_NodeId, UA_TYPES_NODEID>;
using UaPublishResponse = Ua<UA_PublishResponse, UA_TYPES_PUBLISHRESPONSE>;
using UaNotification = Ua<UA_NotificationMessage, UA_TYPES_NOTIFICATIONMESSAGE>;

std::string text_of(const UA_String& text);
UA_String view_of(const std::string& text);  // borrowed
UaNodeId parse_node_id(const std::string& text);
std::string text_of(const UA_NodeId& id);
std::string name_of(UA_StatusCode status);
Value value_of(const UA_DataValue& value);
std::string built_in_type_name(const UA_NodeId& data_type);

const char* uri_of(OpcuaSecurityPolicy policy);
UA_MessageSecurityMode mode_of(OpcuaSecurityMode mode);

// What a server may send as one message, whatever it says about sizes.
inline constexpr UA_UInt32 kLargestMessage = 16U << 20U;
inline constexpr UA_UInt32 kMostChunks = 1'024;

/// Publish requests that wait at the server: enough for a burst, few enough for old servers.
inline constexpr std::size_t kPublishRequests = 5;

/// One subscription at the server.
struct Subscription {
  UA_UInt32 id = 0;
  std::chrono::milliseconds interval{};
  std::chrono::milliseconds keep_alive{};
  std::chrono::steady_clock::time_point last_heard{};
  UA_UInt32 next_sequence = 1;
  struct Item {
    Monitor settings{};
    UA_UInt32 id = 0;       // at the server
    bool is_heard = false;  // its initial value has come
  };
  std::map<std::uint32_t, Item> items{};  // by handle
};

class Session::Impl {
 public:
  Impl(const Settings& settings, Pki& pki);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  // session.cpp: the connection
  Arrival connect(std::chrono::milliseconds patience, const std::function<bool()>& cancelled);
  void wake() noexcept { woken_ = true; }

  // address.cpp: every connection that the library opens, to an address that may be called
  void guard_connections(const UA_ClientConfig& config);
  UA_StatusCode open_connection(UA_ConnectionManager* manager, const UA_KeyValueMap* params, void* client,
                                void* context, UA_ConnectionManager_connectionCallback callback);

  // services.cpp
  std::vector<Node> browse(const std::string& node_id, std::size_t limit);
  Value read(const std::string& node_id);
  void write(const std::string& node_id, const std::string& namespace_uri, const boost::json::value& value);
  std::string server_name();
  const std::vector<std::string>& namespaces() const { return namespaces_; }

  // subscription.cpp and publish.cpp
  std::vector<Refusal> monitor(std::span<const Monitor> wanted);
  void receive(std::vector<Change>& changes, std::chrono::milliseconds patience);
  void acknowledge();
  const Counts& counts() const { return counts_; }

 private:
  struct Pending {
    bool done = false;
    void* response = nullptr;  // of the waiting call, where the answer is moved
    const UA_DataType* type = nullptr;
  };
  struct Publishing {
    Impl* session = nullptr;
    std::vector<UA_SubscriptionAcknowledgement> acknowledged{};
  };

  void configure();
  void set_identity(UA_ClientConfig& config) const;
  void close_channel();
  void wait_until_connected(std::chrono::steady_clock::time_point deadline);
  Error connection_problem(UA_StatusCode status) const;
  Error hung_up() const;

  // offers.cpp
  /// A failure to connect, with what to change when the server's own offers tell it.
  Error explained(const Error& failure);
  std::optional<Error> advice_from_offers();
  std::string how_to_be_believed() const;

  std::string session_token() const;
  void check_alive() const;
  void iterate(std::chrono::milliseconds patience);
  bool is_cancelled() const { return cancelled_ && cancelled_(); }
  void log(UA_LogLevel level, const char* format, va_list arguments);
  UA_StatusCode verify(const UA_ByteString& certificate);

  /// Sends a request and waits for its answer, for the request timeout at most. Throws when there is none, or when the
  /// service as a whole failed.
  template <class Request, std::size_t RequestType, class Response, std::size_t ResponseType>
  void call(const Ua<Request, RequestType>& request, Ua<Response, ResponseType>& response) {
    const UA_StatusCode status = try_call(request, response);
    if (status != UA_STATUSCODE_GOOD) throw Error(Error::Kind::refused, name_of(status));
  }
  template <class Request, std::size_t RequestType, class Response, std::size_t ResponseType>
  UA_StatusCode try_call(const Ua<Request, RequestType>& request, Ua<Response, ResponseType>& response) {
    send_and_wait(&*request, request.type(), &*response, response.type());
    return response->responseHeader.serviceResult;
  }
  void send_and_wait(const void* request, const UA_DataType* request_type, void* response,
                     const UA_DataType* response_type);

  std::vector<std::string> read_namespaces();
  UaNodeId node_of(const std::string& node_id, const std::string& namespace_uri = {}) const;
  void list_children(const UA_NodeId& node, std::vector<Node>& nodes, std::size_t limit);
  void add_types(std::vector<Node>& nodes);
  void add_counts(std::vector<Node>& nodes);
  void release(const UA_ByteString& continuation_point);

  // subscription.cpp
  Subscription& subscription_for(std::chrono::milliseconds interval);
  std::vector<Refusal> add_items(Subscription& subscription, std::span<const Monitor> wanted);
  using OnRefusal = std::function<void(const Monitor&, UA_StatusCode)>;
  void create_items(Subscription& subscription, std::span<const Monitor> wanted, bool with_filter,
                    const OnRefusal& on_refusal);
  void create_at_once(Subscription& subscription, std::span<const Monitor> wanted, bool with_filter,
                      const OnRefusal& on_refusal);
  void remove_items(Subscription& subscription, const std::vector<std::uint32_t>& handles);
  void remove(const Subscription& subscription);

  // publish.cpp
  Arrival take_up_subscriptions(bool same_session);
  bool transfer();
  void forget_subscriptions();
  bool republish_all(Subscription& subscription);
  UA_StatusCode republish(Subscription& subscription, UA_UInt32 sequence);
  void keep_publishing();
  void on_publish(const Publishing& request, UA_PublishResponse& response);
  void take_responses();
  bool take(UA_PublishResponse& response);
  void take(Subscription& subscription, const UA_NotificationMessage& message);
  static bool is_initial(Subscription& subscription, std::uint32_t handle, const UA_DataValue& value);
  bool fill_gap(Subscription& subscription, const UA_PublishResponse& response);
  void hand_out(std::vector<Change>& changes);
  void note_heard();
  void check_heard() const;
  void check_flood();

  Settings settings_;
  Pki& pki_;
  Address address_;
  std::string numeric_address_;  // where its host answered when this attempt began
  std::string last_problem_, trust_problem_, publish_problem_;
  bool silent_ = false;  // the server let a question unanswered
  int openings_ = 0;     // of the channel during one attempt
  UA_Logger logger_{};
  decltype(UA_ConnectionManager::openConnection) open_connection_ = nullptr;  // the library's own
  std::function<bool()> cancelled_;
  std::atomic<bool> woken_ = false;
  std::string token_;  // of the session that subscriptions belong to

  std::list<Pending> calls_;
  std::list<Publishing> publishing_;  // publish requests at the server
  std::size_t publish_limit_ = kPublishRequests;
  std::deque<UaPublishResponse> responses_;
  std::map<UA_UInt32, Subscription> subscriptions_;  // by id
  std::vector<std::string> namespaces_;
  // What arrived and was not handed out, what was and is not durable, what may be forgotten by the server.
  std::vector<Change> waiting_;
  std::vector<UA_SubscriptionAcknowledgement> arrived_, handed_out_, to_acknowledge_;
  std::chrono::steady_clock::time_point last_receive_{};
  std::chrono::steady_clock::time_point flood_began_{};
  int flood_ = 0;  // answers to publish requests since then
  Counts counts_;

  struct DeleteClient {
    void operator()(UA_Client* client) const { UA_Client_delete(client); }
  };
  std::unique_ptr<UA_Client, DeleteClient> client_;  // last: its end calls back
};

}  // namespace openspc::connect::opcua
