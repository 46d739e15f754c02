// A door that opens once: coroutines wait until it is open. The auth service keeps logins behind it until the first
// admin exists. Any thread.
#pragma once

#include <mutex>
#include <vector>

#include "base/executors.h"
#include "base/task.h"

namespace openspc::identity {

class Gate {
 public:
  // Continues at once when the gate is open, else on the caller's executor after open().
  base::Task<void> wait();
  void open();

 private:
  std::mutex mutex_;
  bool open_ = false;
  std::vector<base::Resume> waiting_;
};

}  // namespace openspc::identity
