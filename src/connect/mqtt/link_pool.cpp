#include "connect/mqtt/link_pool.h"

#include <fcntl.h>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace openspc::connect::mqtt {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

// Turns wait for the disk: more threads let more links share a commit.
constexpr std::size_t kTurns = 8;
constexpr int kGood = 6, kDoubtful = 10;
constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kSeatCheck{50};

}  // namespace

struct LinkWait::State {
  explicit State(const asio::any_io_executor& pool) : strand(asio::make_strand(pool)), timer(strand) {}

  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer timer;
  bool woken = false;
};

LinkWait::LinkWait(const asio::any_io_executor& pool) : state_(std::make_shared<State>(pool)) {}

asio::any_io_executor LinkWait::executor() const {
  return state_->strand;
}

void LinkWait::wake() const {
  asio::post(state_->strand, [state = state_] {
    state->woken = true;
    state->timer.cancel();
  });
}

base::Task<void> LinkWait::wait(milliseconds patience) {
  if (std::exchange(state_->woken, false)) co_return;
  state_->timer.expires_after(patience);
  boost::system::error_code ignored;
  auto end = asio::redirect_error(asio::use_awaitable, ignored);
  co_await state_->timer.async_wait(end);
  state_->woken = false;
}

base::Task<void> LinkWait::wait(const Session& session, milliseconds patience) {
  // A descriptor of our own: the library closes its socket whenever it likes.
  const int socket = ::fcntl(session.socket(), F_DUPFD_CLOEXEC, 0);
  // The session will say what is wrong with it.
  if (socket < 0) co_return;
  asio::posix::stream_descriptor watched(state_->strand, socket);
  const auto ready = [state = state_](const boost::system::error_code& error) {
    if (!error) state->timer.cancel();
  };
  watched.async_wait(asio::posix::stream_descriptor::wait_read, asio::bind_executor(state_->strand, ready));
  if (session.wants_to_write())
    watched.async_wait(asio::posix::stream_descriptor::wait_write, asio::bind_executor(state_->strand, ready));
  co_await wait(patience);
}

// One of the few links of a lane that connect at a time.
class LinkPool::Seat {
 public:
  Seat(LinkPool& pool, Prospect prospect) : pool_(pool), lane_(pool.lane_of(prospect)) {}
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat() {
    const std::lock_guard lock(pool_.mutex_);
    if (taken_) ++lane_.free;
  }
  bool take() {
    const std::lock_guard lock(pool_.mutex_);
    if (lane_.free == 0) return false;
    --lane_.free;
    return taken_ = true;
  }

 private:
  LinkPool& pool_;
  Lane& lane_;
  bool taken_ = false;
};

LinkPool::LinkPool() : good_{kGood}, doubtful_{kDoubtful}, connecting_(kGood + kDoubtful), turns_(kTurns) {}

LinkPool::~LinkPool() {
  turns_.join();
}

std::future<void> LinkPool::start(const LinkWait& place, base::Task<void> link) {
  auto over = std::make_shared<std::promise<void>>();
  std::future<void> future = over->get_future();
  asio::co_spawn(place.executor(), std::move(link),
                 [over](const std::exception_ptr& /*links keep theirs*/) { over->set_value(); });
  return future;
}

base::Task<Session::Accepted> LinkPool::connect(Session& session, Prospect prospect, LinkWait& place,
                                                const std::stop_token& stop) {
  Seat seat(*this, prospect);
  while (!seat.take()) {
    if (stop.stop_requested()) throw Error(Error::Kind::network, "interrupted");
    co_await place.wait(kSeatCheck);
  }
  const auto connect = [&] { return session.connect(kConnectPatience, [&] { return stop.stop_requested(); }); };
  co_return co_await connecting_.run(connect);
}

}  // namespace openspc::connect::mqtt
