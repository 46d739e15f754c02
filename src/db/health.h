// Whether the database does what the product needs: answers a question, and stores something durably. Called by the
// route /health; one for each database, on any coroutine.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/task.h"
#include "db/database.h"

namespace openspc::db {

struct Health {
  bool good = false;
  std::string reason;  // for people, when it is not good
};

class HealthCheck {
 public:
  /// `database` must outlive the check, and be closed before an io_context ends that ran one.
  explicit HealthCheck(Database& database);

  /// The reason of a write that failed is preferred, since it says more than that nobody answers. A good verdict is
  /// kept for a second, so that a crowd of load balancers costs one write a second; a bad one is found anew each time.
  /// A write that waits behind others counts as good for ten seconds.
  base::Task<Health> check(std::chrono::milliseconds patience = std::chrono::milliseconds(1'000));

 private:
  class Probe;
  std::shared_ptr<Probe> probe_;
};

}  // namespace openspc::db
