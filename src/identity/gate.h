// A door that opens once: coroutines wait until it is open. The auth service keeps logins behind it until the first
// admin exists. Any thread.
#pragma once

#include <vector>

#include "base/executors.h"
#include "base/guarded.h"
#include "base/task.h"

namespace openspc::identity {

class Gate {
 public:
  // Continues at once when the gate is open, else on the caller's executor after open().
  base::Task<void> wait();
  void open();

 private:
  struct State {
    bool is_open = false;
    std::vector<base::Resume> waiting;
  };
  base::Guarded<State> state_;
};

}  // namespace openspc::identity
