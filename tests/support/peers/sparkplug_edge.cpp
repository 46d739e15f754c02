#include "support/peers/sparkplug_edge.h"

#include <mosquitto.h>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace openspc::test {
namespace {

constexpr int kKeepaliveSeconds = 30;
constexpr std::chrono::seconds kPatience{20};

}  // namespace

class SparkplugEdge::Impl {
 public:
  Impl(std::uint16_t port, const std::string& client_id, const EdgeMessage& death, std::vector<std::string> filters)
      : filters_(std::move(filters)) {
    mosquitto_lib_init();
    handle_ = mosquitto_new(client_id.c_str(), true, this);
    mosquitto_will_set(handle_, death.topic.c_str(), static_cast<int>(death.payload.size()), death.payload.data(), 1,
                       false);
    mosquitto_connect_callback_set(handle_, [](mosquitto* handle, void* self, int code) {
      if (code != 0) return;
      for (const std::string& filter : static_cast<Impl*>(self)->filters_)
        mosquitto_subscribe(handle, nullptr, filter.c_str(), 1);
    });
    mosquitto_subscribe_callback_set(
        handle_, [](mosquitto*, void* self, int, int, const int*) { static_cast<Impl*>(self)->subscribed(); });
    mosquitto_message_callback_set(handle_, [](mosquitto*, void* self, const mosquitto_message* message) {
      static_cast<Impl*>(self)->take({.topic = message->topic,
                                      .payload = std::string(static_cast<const char*>(message->payload),
                                                             static_cast<std::size_t>(message->payloadlen))});
    });
    if (mosquitto_connect(handle_, "127.0.0.1", port, kKeepaliveSeconds) != MOSQ_ERR_SUCCESS)
      throw std::runtime_error("the edge node cannot connect");
    mosquitto_loop_start(handle_);
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, kPatience, [&] { return subscribed_ == filters_.size(); }))
      throw std::runtime_error("the edge node cannot subscribe");
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    mosquitto_loop_stop(handle_, true);
    mosquitto_destroy(handle_);
  }

  void publish(const EdgeMessage& message, bool retain) {
    if (mosquitto_publish(handle_, nullptr, message.topic.c_str(), static_cast<int>(message.payload.size()),
                          message.payload.data(), 0, retain) != MOSQ_ERR_SUCCESS)
      throw std::runtime_error("the edge node cannot publish");
  }

  std::vector<EdgeMessage> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  void subscribed() {
    {
      const std::lock_guard lock(mutex_);
      ++subscribed_;
    }
    changed_.notify_all();
  }
  void take(EdgeMessage message) {
    const std::lock_guard lock(mutex_);
    received_.push_back(std::move(message));
  }

  std::vector<std::string> filters_;
  mosquitto* handle_ = nullptr;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t subscribed_ = 0;
  std::vector<EdgeMessage> received_;
};

SparkplugEdge::SparkplugEdge(std::uint16_t port, const std::string& client_id, const EdgeMessage& death,
                             const std::vector<std::string>& filters)
    : impl_(std::make_unique<Impl>(port, client_id, death, filters)) {}
SparkplugEdge::~SparkplugEdge() = default;
void SparkplugEdge::publish(const EdgeMessage& message, bool retain) {
  impl_->publish(message, retain);
}
std::vector<EdgeMessage> SparkplugEdge::received() const {
  return impl_->received();
}

}  // namespace openspc::test
