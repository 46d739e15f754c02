#include "identity/password_hasher.h"

#include <memory>
#include <utility>
#include <vector>

#include "base/retry_later.h"
#include "identity/keys/bcrypt.h"

namespace openspc::identity {

namespace {
constexpr std::size_t kConcurrentHashes = 2;
}

// A place in the queue, given back when the coroutine that holds it ends.
class PasswordHasher::Place {
 public:
  Place(PasswordHasher& owner, std::string lane) : owner_(owner), lane_(std::move(lane)) {
    const auto queue = owner_.queue_.lock();
    const auto held = queue->lanes.find(lane_);
    const std::size_t of_lane = held == queue->lanes.end() ? 0 : held->second.places;
    if (of_lane >= owner_.max_waiting_ - queue->places) {
      throw base::RetryLater(base::ErrorKind::unavailable, "Too many sign-ins at once", std::chrono::seconds(1));
    }
    ++queue->places;
    ++queue->lanes[lane_].places;
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    const auto queue = owner_.queue_.lock();
    --queue->places;
    const auto held = queue->lanes.find(lane_);
    if (--held->second.places == 0) queue->lanes.erase(held);
  }

 private:
  PasswordHasher& owner_;
  std::string lane_;
};

PasswordHasher::PasswordHasher(std::size_t max_waiting, const base::PasswordCost& cost)
    : max_waiting_(max_waiting), cost_(cost), pool_(std::make_unique<base::WorkerPool>(kConcurrentHashes)) {}

template <class F>
base::Task<std::invoke_result_t<F&>> PasswordHasher::run(std::string lane, F work) {
  const Place place(*this, lane);
  base::Outcome<std::invoke_result_t<F&>> outcome;
  bool was_served = false;
  std::function<void(base::Resume&&)> start = [this, &lane, &work, &outcome, &was_served](base::Resume&& resume) {
    auto shared = std::make_shared<base::Resume>(std::move(resume));
    enqueue(lane, [&work, &outcome, &was_served, shared] {
      outcome.run(work);
      was_served = true;
      (*shared)();
    });
  };
  co_await base::suspend(std::move(start));
  if (!was_served) throw base::unavailable("The server is shutting down");
  co_return outcome.take();
}

base::Task<std::string> PasswordHasher::hash(std::string password, std::string lane) {
  auto work = [this, &password] { return base::hash_password(password, cost_); };
  co_return co_await run(std::move(lane), std::move(work));
}

base::Task<bool> PasswordHasher::verify(std::string password, std::string phc, std::string lane) {
  auto work = [&password, &phc] { return base::verify_password(password, phc); };
  co_return co_await run(std::move(lane), std::move(work));
}

base::Task<bool> PasswordHasher::verify_bcrypt(std::string secret, std::string hash, std::string lane) {
  auto work = [&secret, &hash] { return identity::verify_bcrypt(secret, hash); };
  co_return co_await run(std::move(lane), std::move(work));
}

base::Task<void> PasswordHasher::waste(std::string password, std::string lane) {
  auto work = [this, &password] { static_cast<void>(base::hash_password(password, cost_)); };
  co_await run(std::move(lane), std::move(work));
}

// For each job that waits, a worker is asked once to take whoever's turn it is.
void PasswordHasher::enqueue(const std::string& lane, std::function<void()> job) {
  {
    const auto queue = queue_.lock();
    if (queue->finished) throw base::unavailable("The server is shutting down");
    Lane& mine = queue->lanes[lane];
    if (mine.waiting.empty()) queue->turns.push_back(lane);
    mine.waiting.push_back(std::move(job));
  }
  pool_->post([this] { run_next(); });
}

void PasswordHasher::finish() {
  std::vector<std::deque<std::function<void()>>> forgotten;
  {
    const auto queue = queue_.lock();
    queue->finished = true;
    queue->turns.clear();
    forgotten.reserve(queue->lanes.size());
    for (auto& [name, lane] : queue->lanes) forgotten.push_back(std::exchange(lane.waiting, {}));
  }
  pool_.reset();
}

void PasswordHasher::run_next() {
  std::function<void()> job;
  {
    const auto queue = queue_.lock();
    if (queue->turns.empty()) return;  // forgotten
    const std::string lane = std::move(queue->turns.front());
    queue->turns.pop_front();
    Lane& served = queue->lanes[lane];
    job = std::move(served.waiting.front());
    served.waiting.pop_front();
    if (!served.waiting.empty()) queue->turns.push_back(lane);
  }
  job();
}

}  // namespace openspc::identity
