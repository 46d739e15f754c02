// A value and the mutex that guards it: who has not locked it cannot reach it. Instead of a mutex beside members and a
// comment that says which of them it guards.
//
//   base::Guarded<std::map<std::string, Ticket>> tickets_;
//   tickets_.with([&](auto& tickets) { tickets.emplace(text, ticket); });
//   auto tickets = tickets_.lock();  // until the end of the scope
//
// Take nothing out by reference or pointer, and call nobody who might lock it again. Of two of them lock one at a time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace openspc::base {

/// The value, locked for the life of this.
template <class T>
class Locked {
 public:
  Locked(std::mutex& mutex, T& value) : lock_(mutex), value_(&value) {}

  T* operator->() const { return value_; }
  T& operator*() const { return *value_; }
  /// Gives way while it waits.
  template <class Predicate>
  void wait(std::condition_variable& changed, Predicate is_so) {
    changed.wait(lock_, [&] { return is_so(*value_); });
  }
  /// The same, no longer than until then; false when it is not so then either.
  template <class Time, class Predicate>
  bool wait_until(std::condition_variable& changed, Time then, Predicate is_so) {
    return changed.wait_until(lock_, then, [&] { return is_so(*value_); });
  }

 private:
  std::unique_lock<std::mutex> lock_;
  T* value_;
};

template <class T>
class Guarded {
 public:
  Guarded() = default;
  template <class... Args>
  explicit Guarded(std::in_place_t /*of what*/, Args&&... args) : value_{std::forward<Args>(args)...} {}
  explicit Guarded(T value) : value_(std::move(value)) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() = default;

  Locked<T> lock() { return {mutex_, value_}; }
  Locked<const T> lock() const { return {mutex_, value_}; }

  /// What `use` makes of the value, by value.
  template <class Use>
  auto with(Use&& use) {
    const std::lock_guard held(mutex_);
    return std::forward<Use>(use)(value_);
  }
  template <class Use>
  auto with(Use&& use) const {
    const std::lock_guard held(mutex_);
    return std::forward<Use>(use)(value_);
  }
  /// A copy.
  T copy() const { return *lock(); }

 private:
  mutable std::mutex mutex_;
  T value_{};
};

}  // namespace openspc::base
