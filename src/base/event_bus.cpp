#include "base/event_bus.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "base/guarded.h"
#include "base/log.h"

namespace openspc::base {

/// The mutex is recursive because a handler may publish, and may reset its own subscription.
struct Subscription::Slot {
  explicit Slot(std::function<void(const void*)> f) : handler(std::move(f)) {}

  void call(const void* event) {
    const std::lock_guard lock(mutex);
    if (!active) return;
    try {
      handler(event);
    } catch (const std::exception& error) {
      log::error("event_handler_failed", {{"error", error.what()}});
    } catch (...) {
      log::error("event_handler_failed");
    }
  }

  std::recursive_mutex mutex;
  bool active = true;
  const std::function<void(const void*)> handler;
};

Subscription::Subscription(std::shared_ptr<Slot> slot) noexcept : slot_(std::move(slot)) {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
  if (this != &other) {
    reset();
    slot_ = std::move(other.slot_);
  }
  return *this;
}

Subscription::~Subscription() {
  reset();
}

void Subscription::reset() noexcept {
  if (const auto slot = std::exchange(slot_, nullptr)) {
    const std::lock_guard lock(slot->mutex);
    slot->active = false;
  }
}

/// Weak pointers: the subscription owns its slot, so the bus and its subscribers may end in any order.
class EventBus::Impl {
 public:
  using Slot = Subscription::Slot;

  void add(std::type_index type, const std::shared_ptr<Slot>& slot) {
    const auto all = slots_.lock();
    auto& slots = (*all)[type];
    std::erase_if(slots, [](const auto& old) { return old.expired(); });
    slots.push_back(slot);
  }

  std::vector<std::weak_ptr<Slot>> snapshot(std::type_index type) {
    const auto all = slots_.lock();
    const auto at = all->find(type);
    return at == all->end() ? std::vector<std::weak_ptr<Slot>>() : at->second;
  }

 private:
  Guarded<std::unordered_map<std::type_index, std::vector<std::weak_ptr<Slot>>>> slots_;
};

EventBus::EventBus() : impl_(std::make_unique<Impl>()) {}
EventBus::~EventBus() = default;

Subscription EventBus::add(std::type_index type, Erased handler) {
  auto slot = std::make_shared<Subscription::Slot>(std::move(handler));
  impl_->add(type, slot);
  return Subscription(std::move(slot));
}

void EventBus::dispatch(std::type_index type, const void* event) {
  // Called without the bus's mutex, so that handlers may subscribe and publish.
  for (const auto& weak : impl_->snapshot(type)) {
    if (const auto slot = weak.lock()) slot->call(event);
  }
}

}  // namespace openspc::base
