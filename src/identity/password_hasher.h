// Argon2id away from the network threads: two hashes at a time (each takes ~100 ms, 64 MiB and four lanes) and a
// bounded queue, so that a flood of logins cannot exhaust memory. Those who wait are served in turn, one of each lane,
// and a lane gets no more places than it leaves free for others: one person or address cannot keep out everybody.
// Called by the auth and user services from coroutines. Throws base::RetryLater when there is no place.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/crypto.h"
#include "base/executors.h"
#include "base/guarded.h"
#include "base/task.h"

namespace openspc::identity {

class PasswordHasher {
 public:
  // max_waiting bounds the requests that wait or run; a cheaper cost is for tests.
  explicit PasswordHasher(std::size_t max_waiting = 64, const base::PasswordCost& cost = {});

  // `lane` names on whose behalf: a client's address, or a user. Empty: the server itself.
  base::Task<std::string> hash(std::string password, std::string lane = {});
  base::Task<bool> verify(std::string password, std::string phc, std::string lane = {});
  // The same for a hash by which OpenSPC 0.4 kept an API key.
  base::Task<bool> verify_bcrypt(std::string secret, std::string hash, std::string lane);
  // Takes as long as a verification and tells nothing: for users that do not exist.
  base::Task<void> waste(std::string password, std::string lane = {});

  // Waits for the hashes under way, forgets those that wait, and refuses others. To be called before the executors of
  // the waiting coroutines end, since a worker writes into their frames.
  void finish();

 private:
  class Place;
  struct Lane {
    std::size_t places = 0;
    std::deque<std::function<void()>> waiting;
  };
  struct Queue {
    std::size_t places = 0;
    std::map<std::string, Lane> lanes;
    std::deque<std::string> turns;  // lanes in which somebody waits, in the order of service
    bool finished = false;
  };

  template <class F>
  base::Task<std::invoke_result_t<F&>> run(std::string lane, F work);
  void enqueue(const std::string& lane, std::function<void()> job);
  void run_next();

  const std::size_t max_waiting_;
  const base::PasswordCost cost_;
  base::Guarded<Queue> queue_;
  std::unique_ptr<base::WorkerPool> pool_;
};

}  // namespace openspc::identity
