#include "identity/gate.h"

#include <utility>

namespace openspc::identity {

base::Task<void> Gate::wait() {
  {
    const std::lock_guard lock(mutex_);
    if (open_) co_return;
  }
  std::function<void(base::Resume)> enqueue = [this](base::Resume resume) {
    std::unique_lock lock(mutex_);
    if (open_) {
      lock.unlock();
      resume();
    } else {
      waiting_.push_back(std::move(resume));
    }
  };
  co_await base::suspend(std::move(enqueue));
}

void Gate::open() {
  std::vector<base::Resume> waiting;
  {
    const std::lock_guard lock(mutex_);
    open_ = true;
    waiting.swap(waiting_);
  }
  for (base::Resume& resume : waiting) resume();
}

}  // namespace openspc::identity
