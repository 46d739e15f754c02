#include "identity/password_hasher.h"

#include <utility>

#include "base/error.h"

namespace openspc::identity {

namespace {
constexpr std::size_t concurrent_hashes = 2;
}

// A place in the queue, given back when the coroutine that holds it ends.
class PasswordHasher::Place {
 public:
  explicit Place(PasswordHasher& owner) : owner_(owner) {
    if (owner_.waiting_.fetch_add(1) >= owner_.max_waiting_) {
      owner_.waiting_.fetch_sub(1);
      throw base::unavailable("Too many sign-ins at once, try again in a moment");
    }
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { owner_.waiting_.fetch_sub(1); }

 private:
  PasswordHasher& owner_;
};

PasswordHasher::PasswordHasher(std::size_t max_waiting, const base::PasswordCost& cost)
    : max_waiting_(max_waiting), cost_(cost), pool_(concurrent_hashes) {}

base::Task<std::string> PasswordHasher::hash(std::string password) {
  const Place place(*this);
  auto work = [this, &password] { return base::hash_password(password, cost_); };
  co_return co_await pool_.run(work);
}

base::Task<bool> PasswordHasher::verify(std::string password, std::string phc) {
  const Place place(*this);
  auto work = [&password, &phc] { return base::verify_password(password, phc); };
  co_return co_await pool_.run(work);
}

base::Task<void> PasswordHasher::waste(std::string password) {
  const Place place(*this);
  auto work = [this, &password] { static_cast<void>(base::hash_password(password, cost_)); };
  co_await pool_.run(work);
}

}  // namespace openspc::identity
