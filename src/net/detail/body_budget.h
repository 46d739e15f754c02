// How much memory the bodies of all requests under way may take; another one bounds the documents parsed of them. A
// request that finds no room is told to come again instead of being held. Callers who are not known yet get half of it,
// so that they cannot keep out those who are. Any thread; the budget outlives its shares. Private to net.
#pragma once

#include <atomic>
#include <cstddef>

namespace openspc::net::detail {

class BodyBudget {
 public:
  enum class Caller { unknown, known };
  /// Bodies up to here cost nothing: the number of connections bounds them.
  static constexpr std::size_t free_of_charge = 8 * 1024;

  explicit BodyBudget(std::size_t bytes) : bytes_(bytes) {}

  std::size_t used() const { return used_.load(); }

  /// What one request holds; given back at its end.
  class Share {
   public:
    Share() = default;
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { release(); }

    /// False, and unchanged, when there is no room. Who holds everything that is in use may always grow: a request
    /// larger than the whole budget waits for nobody.
    bool grow_to(BodyBudget& budget, std::size_t bytes, Caller caller) {
      if (bytes <= free_of_charge || bytes <= held_) return true;
      const std::size_t more = bytes - held_;
      const std::size_t limit = caller == Caller::known ? budget.bytes_ : budget.bytes_ / 2;
      std::size_t used = budget.used_.load();
      do {
        if (used != held_ && used + more > limit) return false;
      } while (!budget.used_.compare_exchange_weak(used, used + more));
      budget_ = &budget;
      held_ = bytes;
      return true;
    }
    void release() {
      if (budget_ != nullptr) budget_->used_.fetch_sub(held_);
      budget_ = nullptr;
      held_ = 0;
    }

   private:
    BodyBudget* budget_ = nullptr;
    std::size_t held_ = 0;
  };

 private:
  const std::size_t bytes_;
  std::atomic<std::size_t> used_{0};
};

}  // namespace openspc::net::detail
