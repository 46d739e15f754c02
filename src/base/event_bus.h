// In-process publish and subscribe, typed by the event. Handlers run on the publisher's thread, one call at a time for
// each subscription; what they throw is logged and harms no other handler. Rooms get a reference from the composition
// root.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <typeindex>
#include <utility>

namespace openspc::base {

/// Keeps one handler subscribed. After reset() or destruction the handler is not running on another thread and will not
/// be called again. It may be reset from inside its own handler. It may outlive the bus.
class Subscription {
 public:
  struct Slot;

  Subscription() noexcept = default;
  explicit Subscription(std::shared_ptr<Slot> slot) noexcept;
  Subscription(Subscription&&) noexcept = default;
  Subscription& operator=(Subscription&& other) noexcept;
  ~Subscription();

  void reset() noexcept;
  explicit operator bool() const noexcept { return slot_ != nullptr; }

 private:
  std::shared_ptr<Slot> slot_;
};

class EventBus {
 public:
  EventBus();
  EventBus(const EventBus&) = delete;
  EventBus& operator=(const EventBus&) = delete;
  ~EventBus();

  /// handler(const Event&). Handlers of one event type are called in the order of subscription.
  template <class Event, class Handler>
  [[nodiscard]] Subscription subscribe(Handler handler) {
    return add(typeid(Event),
               [h = std::move(handler)](const void* event) mutable { h(*static_cast<const Event*>(event)); });
  }

  /// Calls every handler of exactly this type before it returns.
  template <class Event>
  void publish(const Event& event) {
    dispatch(typeid(Event), &event);
  }

 private:
  using Erased = std::function<void(const void*)>;
  Subscription add(std::type_index type, Erased handler);
  void dispatch(std::type_index type, const void* event);

  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace openspc::base
