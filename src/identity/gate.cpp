#include "identity/gate.h"

#include <utility>

namespace openspc::identity {

base::Task<void> Gate::wait() {
  if (state_.with([](const State& state) { return state.is_open; })) co_return;
  std::function<void(base::Resume)> enqueue = [this](base::Resume resume) {
    {
      const auto state = state_.lock();
      if (!state->is_open) return state->waiting.push_back(std::move(resume));
    }
    resume();
  };
  co_await base::suspend(std::move(enqueue));
}

void Gate::open() {
  std::vector<base::Resume> waiting = state_.with([](State& state) {
    state.is_open = true;
    return std::exchange(state.waiting, {});
  });
  for (base::Resume& resume : waiting) resume();
}

}  // namespace openspc::identity
