#include "connect/mqtt/session.h"

#include <fmt/format.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <set>
#include <utility>

#include "base/certain.h"
#include "connect/mqtt/tls_context.h"
#include "connect/source/tcp_probe.h"

namespace openspc::connect::mqtt {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
constexpr milliseconds kCancelCheck{200};
// What the broker may have under way to us without an acknowledgement. Also bounds what must be remembered of it.
constexpr int kReceiveMaximum = 1'000;

struct Library {
  Library() { mosquitto_lib_init(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() { mosquitto_lib_cleanup(); }
};

void ensure_library() {
  static const Library library;
}

struct Destroy {
  void operator()(mosquitto* handle) const { mosquitto_destroy(handle); }
};

// A list of MQTT 5 properties that frees itself.
class Properties {
 public:
  Properties() = default;
  Properties(const Properties&) = delete;
  Properties& operator=(const Properties&) = delete;
  ~Properties() { mosquitto_property_free_all(&list_); }

  void add_int32(int id, std::uint32_t value) { mosquitto_property_add_int32(&list_, id, value); }
  void add_varint(int id, std::uint32_t value) { mosquitto_property_add_varint(&list_, id, value); }
  const mosquitto_property* get() const { return list_; }

 private:
  mosquitto_property* list_ = nullptr;
};

std::vector<std::uint32_t> subscription_ids(const mosquitto_property* properties) {
  std::vector<std::uint32_t> ids;
  std::uint32_t id = 0;
  const mosquitto_property* at =
      mosquitto_property_read_varint(properties, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, &id, false);
  while (at != nullptr) {
    ids.push_back(id);
    at = mosquitto_property_read_varint(at, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, &id, true);
  }
  return ids;
}

}  // namespace

class Session::Impl {
 public:
  explicit Impl(const Settings& settings) : settings_(settings) {
    ensure_library();
    const char* id = settings.client_id.empty() ? nullptr : settings.client_id.c_str();
    handle_.reset(mosquitto_new(id, !settings.persistent || id == nullptr, this));
    if (!handle_) throw Error(Error::Kind::refused, "the client id cannot be used");
    configure();
    set_callbacks();
  }

  Accepted connect(milliseconds patience, const std::function<bool()>& cancelled) {
    const auto deadline = steady_clock::now() + patience;
    listen_to_log(true);
    // libmosquitto's own attempt cannot be interrupted: it is made once somebody listens.
    const source::TcpProbe probe = source::probe_tcp(settings_.host, settings_.port, patience, cancelled);
    if (probe.failure) throw Error(Error::Kind::network, *probe.failure);
    // TLS needs the name, and proves that it is meant.
    const std::string& host = settings_.tls ? settings_.host : probe.address;
    Properties properties;
    if (is_v5() && settings_.persistent)
      properties.add_int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL,
                           static_cast<std::uint32_t>(settings_.session_expiry.count()));
    require(mosquitto_connect_bind_v5(handle_.get(), host.c_str(), settings_.port,
                                      static_cast<int>(settings_.keepalive.count()), nullptr,
                                      is_v5() ? properties.get() : nullptr));
    try {
      await_acceptance(deadline, cancelled);
    } catch (const Error& error) {
      // Whoever hangs up on plain MQTT, of any version, may expect TLS: it is asked before that is said.
      const bool is_silence = error.kind() == Error::Kind::network || error.kind() == Error::Kind::protocol_version;
      const bool hung_up = is_silence && !refusal_ && steady_clock::now() < deadline;
      if (settings_.tls || !hung_up || cancelled() || !answers_tls(probe.address, settings_.port)) throw;
      throw Error(Error::Kind::network,
                  "the broker speaks TLS on this port: switch TLS on, or enter its plain port, often 1883");
    }
    listen_to_log(false);
    return base::certain(accepted_);
  }

  void await_acceptance(steady_clock::time_point deadline, const std::function<bool()>& cancelled) {
    while (!accepted_) {
      if (cancelled()) throw Error(Error::Kind::network, "interrupted");
      if (steady_clock::now() >= deadline) throw Error(Error::Kind::network, "the broker does not answer");
      flush();
      read(kCancelCheck, early_, 1);
    }
  }

  void receive(std::vector<Message>& batch, std::size_t limit, milliseconds patience) {
    // A broker that kept the session may send before connect() saw its answer to the end. Reading on may
    // write, and with it the acknowledgements of these.
    if (!early_.empty()) {
      for (Message& message : early_) batch.push_back(std::move(message));
      early_.clear();
      return;
    }
    read(batch.empty() ? patience : milliseconds(0), batch, limit);
  }

  void flush() {
    // What came while connecting has not been handed out: its acknowledgement must wait.
    if (!early_.empty()) return;
    require(mosquitto_loop_misc(handle_.get()));
    if (mosquitto_want_write(handle_.get())) require(mosquitto_loop_write(handle_.get(), 1));
  }

  void subscribe(const std::string& filter, int qos, std::uint32_t id, bool retained_too) {
    int packet = 0;
    Properties properties;
    if (is_v5() && id != 0) properties.add_varint(MQTT_PROP_SUBSCRIPTION_IDENTIFIER, id);
    const int options = is_v5() && !retained_too ? MQTT_SUB_OPT_SEND_RETAIN_NEVER : 0;
    require(mosquitto_subscribe_v5(handle_.get(), &packet, filter.c_str(), qos, options, properties.get()));
    subscribing_[packet] = filter;
  }

  void unsubscribe(const std::string& filter) {
    require(mosquitto_unsubscribe(handle_.get(), nullptr, filter.c_str()));
  }

  int publish(const std::string& topic, std::string_view payload, int qos, bool retain) {
    int packet = 0;
    require(mosquitto_publish(handle_.get(), &packet, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
                              qos, retain));
    if (qos > 0) publishing_.insert(packet);
    return packet;
  }

  std::size_t unconfirmed() const { return subscribing_.size(); }
  std::size_t unacknowledged() const { return publishing_.size(); }

  void disconnect() noexcept {
    mosquitto_disconnect(handle_.get());
    mosquitto_loop_write(handle_.get(), 1);
  }

  std::vector<std::string> take_refused() { return std::exchange(refused_, {}); }
  int socket() const { return mosquitto_socket(handle_.get()); }
  bool wants_to_write() const { return mosquitto_want_write(handle_.get()); }

 private:
  bool is_v5() const { return settings_.version == Version::v5; }

  void configure() {
    mosquitto* handle = handle_.get();
    // "Threaded" is what keeps the library from writing acknowledgements before flush().
    mosquitto_threaded_set(handle, true);
    mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, is_v5() ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
    mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_int_option(handle, MOSQ_OPT_RECEIVE_MAXIMUM, kReceiveMaximum);
    if (settings_.username)
      mosquitto_username_pw_set(handle, settings_.username->c_str(),
                                settings_.password ? settings_.password->c_str() : nullptr);
    if (settings_.will)
      mosquitto_will_set(handle, settings_.will->topic.c_str(), static_cast<int>(settings_.will->payload.size()),
                         settings_.will->payload.data(), settings_.will->qos, settings_.will->retain);
    if (!settings_.tls) return;
    tls_ = make_tls_context(*settings_.tls, settings_.host, &findings_);
    mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, tls_.get());
  }

  void set_callbacks() {
    mosquitto* handle = handle_.get();
    mosquitto_connect_v5_callback_set(
        handle, [](mosquitto*, void* self, int code, int flags, const mosquitto_property* properties) {
          static_cast<Impl*>(self)->on_connect(code, flags, properties);
        });
    mosquitto_message_v5_callback_set(
        handle, [](mosquitto*, void* self, const mosquitto_message* message, const mosquitto_property* properties) {
          static_cast<Impl*>(self)->on_message(*message, properties);
        });
    mosquitto_disconnect_v5_callback_set(handle,
                                         [](mosquitto*, void* self, int code, const mosquitto_property* /*unused*/) {
                                           static_cast<Impl*>(self)->disconnect_code_ = code;
                                         });
    mosquitto_subscribe_callback_set(handle, [](mosquitto*, void* self, int packet, int count, const int* granted) {
      static_cast<Impl*>(self)->on_subscribe(packet, count, granted);
    });
    // For QoS 0 it is called as well, when the message is written: those are not counted.
    mosquitto_publish_v5_callback_set(
        handle, [](mosquitto*, void* self, int packet, int /*code*/, const mosquitto_property* /*unused*/) {
          static_cast<Impl*>(self)->on_publish(packet);
        });
  }

  // Only the log says what is wrong with a certificate. To whoever listens, it also tells each message that comes,
  // which costs as much as taking it.
  void listen_to_log(bool on) {
    const auto keep_error = [](mosquitto*, void* self, int level, const char* text) {
      if (level == MOSQ_LOG_ERR) static_cast<Impl*>(self)->last_error_ = text;
    };
    mosquitto_log_callback_set(handle_.get(), on ? +keep_error : nullptr);
  }

  void on_connect(int code, int flags, const mosquitto_property* properties) {
    if (code != 0) {
      const bool version = is_v5() ? code == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION : code == 1;
      refusal_ = Error(version || (is_v5() && code == 1) ? Error::Kind::protocol_version : Error::Kind::refused,
                       fmt::format("the broker refuses: {}",
                                   code < 128 ? mosquitto_connack_string(code) : mosquitto_reason_string(code)));
      return;
    }
    Accepted accepted{.session_present = (flags & 1) != 0};
    mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM, &accepted.receive_maximum, false);
    accepted_ = accepted;
  }

  void on_message(const mosquitto_message& message, const mosquitto_property* properties) {
    incoming_->push_back({.topic = message.topic,
                          .payload = std::string(static_cast<const char*>(message.payload),
                                                 static_cast<std::size_t>(message.payloadlen)),
                          .packet_id = static_cast<std::uint16_t>(message.mid),
                          .qos = static_cast<std::uint8_t>(message.qos),
                          .retained = message.retain,
                          .subscription_ids = subscription_ids(properties)});
  }

  void on_publish(int packet) { publishing_.erase(packet); }

  void on_subscribe(int packet, int count, const int* granted) {
    const auto asked = subscribing_.find(packet);
    if (asked == subscribing_.end()) return;
    if (count < 1 || granted[0] >= 128) refused_.push_back(std::move(asked->second));
    subscribing_.erase(asked);
  }

  void read(milliseconds patience, std::vector<Message>& into, std::size_t limit) {
    incoming_ = &into;
    wait(patience);
    while (into.size() < limit) {
      const std::size_t before = into.size();
      errno = 0;
      const int code = mosquitto_loop_read(handle_.get(), 1);
      // The library says "nothing more to read" in errno alone, where its own doings after a message leave it, too.
      const bool drained = into.size() == before && (errno == EAGAIN || errno == EWOULDBLOCK);
      require(code);
      if (const auto refusal = std::exchange(refusal_, std::nullopt)) throw *refusal;
      if (drained || mosquitto_socket(handle_.get()) < 0) break;
    }
    if (!into.empty() && into.back().qos > 0) confirm_receipt();
  }

  // Brokers that leave Nagle's algorithm on (mosquitto's default) send one small packet and hold the next ones back
  // until TCP confirms it. The kernel would let them wait until the acknowledgement of the message, which waits for the
  // disk.
  void confirm_receipt() const {
    const int at_once = 1;
    ::setsockopt(mosquitto_socket(handle_.get()), IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
  }

  void wait(milliseconds patience) {
    const int socket = mosquitto_socket(handle_.get());
    if (socket < 0) throw Error(Error::Kind::network, lost_reason());
    short wanted = POLLIN;
    if (mosquitto_want_write(handle_.get())) wanted |= POLLOUT;
    pollfd file{socket, wanted, 0};
    if (::poll(&file, 1, static_cast<int>(patience.count())) < 0 && errno != EINTR)
      throw Error(Error::Kind::network, "poll failed");
    notice_silence((file.revents & ~POLLOUT) != 0);
    // Nothing of a new batch is read yet: what waits to be written is older.
    if ((file.revents & POLLOUT) != 0) require(mosquitto_loop_write(handle_.get(), 1));
  }

  // The library counts in seconds and sends a ping at the first look after one keepalive of silence; where packets
  // arrive, its answer comes at once. Owners look eight times in a keepalive, so that a silence is noticed within one
  // and a half.
  void notice_silence(bool has_come) {
    const auto now = steady_clock::now();
    const auto between_looks = milliseconds(settings_.keepalive) / 8;
    // Nobody looked for a while, and so nobody pinged: the silence says nothing.
    const bool was_away = now - looked_at_ > between_looks * 6 / 5;
    looked_at_ = now;
    if (has_come || was_away) heard_at_ = now;
    if (accepted_ && now - heard_at_ >= milliseconds(settings_.keepalive) * 3 / 2 - between_looks)
      throw Error(Error::Kind::network, frozen_reason());
  }

  std::string frozen_reason() const {
    return fmt::format(
        "nothing comes from the broker, not even the answer to a ping (keepalive {} s): the network between is frozen, "
        "or the broker hangs. Look at the firewalls, VPNs and switches on the way",
        settings_.keepalive.count());
  }

  std::string lost_reason() const {
    if (disconnect_code_ == MOSQ_ERR_KEEPALIVE) return frozen_reason();
    if (disconnect_code_ == MQTT_RC_SESSION_TAKEN_OVER)
      return fmt::format(
          "another client connected with the client id '{}', and the broker lets only one have it: give each its own",
          settings_.client_id);
    if (disconnect_code_ >= 128)
      return fmt::format("the broker ended it: {}", mosquitto_reason_string(disconnect_code_));
    return "the connection was lost";
  }

  std::string handshake_reason() const {
    return "TLS: " + (settings_.tls ? tls_reason(last_error_, findings_, *settings_.tls) : last_error_);
  }

  // What goes wrong before a broker has accepted MQTT 5 may be its not knowing it.
  Error::Kind before_acceptance() const {
    return accepted_ || !is_v5() ? Error::Kind::network : Error::Kind::protocol_version;
  }

  void require(int code) const {
    const int system_error = errno;
    if (code == MOSQ_ERR_SUCCESS) return;
    if (refusal_) throw *refusal_;
    // A handshake that goes on while the library reads or writes fails by another number than one that it makes alone.
    if (code == MOSQ_ERR_TLS || (code == MOSQ_ERR_ERRNO && system_error == EPROTO && settings_.tls))
      throw Error(Error::Kind::network, accepted_ ? lost_reason() : handshake_reason());
    switch (code) {
      case MOSQ_ERR_CONN_LOST:
      case MOSQ_ERR_NO_CONN:
        if (settings_.tls && !accepted_ && !findings_.heard_tls) throw Error(Error::Kind::network, handshake_reason());
        if (settings_.tls && !accepted_ && findings_.wants_certificate)
          throw Error(before_acceptance(), handshake_reason());
        // A broker that does not know MQTT 5 may simply hang up.
        throw Error(before_acceptance(), lost_reason());
      case MOSQ_ERR_ERRNO:
        if (settings_.tls && !accepted_) throw Error(Error::Kind::network, handshake_reason());
        throw Error(Error::Kind::network, std::strerror(system_error));  // NOLINT(concurrency-mt-unsafe)
      case MOSQ_ERR_PROTOCOL:
      case MOSQ_ERR_MALFORMED_PACKET:
      case MOSQ_ERR_MALFORMED_UTF8:
        // The refusal of an old broker is malformed in the eyes of MQTT 5.
        throw Error(before_acceptance(), "the broker does not keep to the protocol");
      default:
        throw Error(Error::Kind::network, mosquitto_strerror(code));
    }
  }

  Settings settings_;
  TlsFindings findings_;
  TlsContext tls_;
  std::unique_ptr<mosquitto, Destroy> handle_;
  std::optional<Accepted> accepted_;
  std::optional<Error> refusal_;
  std::vector<Message> early_;
  std::vector<Message>* incoming_ = &early_;
  std::map<int, std::string> subscribing_;
  std::set<int> publishing_;  // packets of QoS 1 under way
  std::vector<std::string> refused_;
  std::string last_error_;
  steady_clock::time_point heard_at_, looked_at_;
  int disconnect_code_ = 0;
};

Session::Session(const Settings& settings) : impl_(std::make_unique<Impl>(settings)) {}
Session::~Session() = default;

Session::Accepted Session::connect(milliseconds patience, const std::function<bool()>& cancelled) {
  return impl_->connect(patience, cancelled);
}
void Session::receive(std::vector<Message>& batch, std::size_t limit, milliseconds patience) {
  impl_->receive(batch, limit, patience);
}
void Session::flush() {
  impl_->flush();
}
void Session::subscribe(const std::string& filter, int qos, std::uint32_t id, bool retained_too) {
  impl_->subscribe(filter, qos, id, retained_too);
}
void Session::unsubscribe(const std::string& filter) {
  impl_->unsubscribe(filter);
}
int Session::publish(const std::string& topic, std::string_view payload, int qos, bool retain) {
  return impl_->publish(topic, payload, qos, retain);
}
std::size_t Session::unconfirmed() const {
  return impl_->unconfirmed();
}
std::size_t Session::unacknowledged() const {
  return impl_->unacknowledged();
}
void Session::disconnect() noexcept {
  impl_->disconnect();
}
std::vector<std::string> Session::take_refused() {
  return impl_->take_refused();
}
int Session::socket() const {
  return impl_->socket();
}
bool Session::wants_to_write() const {
  return impl_->wants_to_write();
}

}  // namespace openspc::connect::mqtt
