// Argon2id away from the network threads: two hashes at a time (each takes ~100 ms, 64 MiB and four lanes) and a
// bounded queue, so that a flood of logins cannot exhaust memory. Called by the auth and user services from coroutines.
// Throws base::Error(unavailable) when the queue is full.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>

#include "base/crypto.h"
#include "base/executors.h"
#include "base/task.h"

namespace openspc::identity {

class PasswordHasher {
 public:
  // max_waiting bounds the requests that wait or run; a cheaper cost is for tests.
  explicit PasswordHasher(std::size_t max_waiting = 64, const base::PasswordCost& cost = {});

  base::Task<std::string> hash(std::string password);
  base::Task<bool> verify(std::string password, std::string phc);
  // Takes as long as a verification and tells nothing: for users that do not exist.
  base::Task<void> waste(std::string password);

 private:
  class Place;

  const std::size_t max_waiting_;
  const base::PasswordCost cost_;
  std::atomic<std::size_t> waiting_{0};
  base::WorkerPool pool_;
};

}  // namespace openspc::identity
