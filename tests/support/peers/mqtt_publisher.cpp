#include "support/peers/mqtt_publisher.h"

#include <mosquitto.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace openspc::test {
namespace {

constexpr int kKeepaliveSeconds = 30;

}  // namespace

class MqttPublisher::Impl {
 public:
  Impl(std::uint16_t port, const std::string& client_id) {
    mosquitto_lib_init();
    handle_ = mosquitto_new(client_id.c_str(), false, this);
    mosquitto_reconnect_delay_set(handle_, 1, 1, false);
    mosquitto_max_inflight_messages_set(handle_, 0);
    mosquitto_publish_callback_set(handle_, [](mosquitto*, void* self, int) { static_cast<Impl*>(self)->published(); });
    if (mosquitto_connect(handle_, "127.0.0.1", port, kKeepaliveSeconds) != MOSQ_ERR_SUCCESS)
      throw std::runtime_error("the machine cannot connect");
    mosquitto_loop_start(handle_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    mosquitto_disconnect(handle_);
    mosquitto_loop_stop(handle_, false);
    mosquitto_destroy(handle_);
  }

  void publish(const std::string& topic, std::string_view payload, int qos, bool retain) {
    {
      const std::lock_guard lock(mutex_);
      ++waiting_;
    }
    const int code = mosquitto_publish(handle_, nullptr, topic.c_str(), static_cast<int>(payload.size()),
                                       payload.data(), qos, retain);
    // Without a connection a message of QoS 1 waits for the next one.
    if (code != MOSQ_ERR_SUCCESS && code != MOSQ_ERR_NO_CONN) throw std::runtime_error(mosquitto_strerror(code));
  }

  void finish(std::chrono::seconds patience) {
    std::unique_lock lock(mutex_);
    if (!done_.wait_for(lock, patience, [&] { return waiting_ == 0; }))
      throw std::runtime_error("the broker leaves " + std::to_string(waiting_) + " messages unacknowledged");
  }

 private:
  void published() {
    const std::lock_guard lock(mutex_);
    --waiting_;
    done_.notify_all();
  }

  mosquitto* handle_ = nullptr;
  std::mutex mutex_;
  std::condition_variable done_;
  int waiting_ = 0;
};

MqttPublisher::MqttPublisher(std::uint16_t port, const std::string& client_id)
    : impl_(std::make_unique<Impl>(port, client_id)) {}
MqttPublisher::~MqttPublisher() = default;

void MqttPublisher::publish(const std::string& topic, std::string_view payload, int qos, bool retain) {
  impl_->publish(topic, payload, qos, retain);
}

void MqttPublisher::finish(std::chrono::seconds patience) {
  impl_->finish(patience);
}

}  // namespace openspc::test
