#include "connect/opcua_link.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "connect/backoff.h"

namespace openspc::connect {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kLongestWait{1'000};
constexpr milliseconds kFirstStoreRetry{100};
constexpr milliseconds kLastStoreRetry{5'000};
constexpr std::size_t kMostErrands = 16;

const base::log::Logger& logger() {
  static const base::log::Logger instance("openspc.connect.opcua");
  return instance;
}

// The link is to end before it could make a batch durable: nothing is acknowledged.
struct Ending {};

}  // namespace

OpcuaLink::OpcuaLink(OpcuaLinkSettings settings, std::shared_ptr<const OpcuaSources> sources, OpcuaPki& pki,
                     db::Database& database, quality::SampleIntake& intake, const base::Clock& clock)
    : settings_(std::move(settings)),
      pki_(pki),
      clock_(clock),
      ingest_(settings_.held_lease(), database, intake, clock),
      new_sources_(std::move(sources)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

OpcuaLink::~OpcuaLink() {
  thread_.request_stop();
  {
    const std::lock_guard lock(mutex_);
    if (session_ != nullptr) session_->wake();
  }
  changed_.notify_all();
}

void OpcuaLink::use(std::shared_ptr<const OpcuaSources> sources) {
  const std::lock_guard lock(mutex_);
  new_sources_ = std::move(sources);
  if (session_ != nullptr) session_->wake();
}

void OpcuaLink::hurry() {
  {
    const std::lock_guard lock(mutex_);
    hurried_ = !status_.connected;
  }
  changed_.notify_all();
}

std::future<void> OpcuaLink::run_errand(Errand errand) {
  std::packaged_task<void(OpcuaSession*)> task([work = std::move(errand)](OpcuaSession* session) {
    if (session == nullptr) throw base::bad_request("The connection was lost");
    work(*session);
  });
  std::future<void> result = task.get_future();
  const std::lock_guard lock(mutex_);
  if (session_ == nullptr) throw base::bad_request("OPC UA server '" + settings_.name + "' is not connected");
  if (errands_.size() >= kMostErrands) throw base::unavailable("Too many questions wait for this OPC UA server");
  errands_.push_back(std::move(task));
  session_->wake();
  return result;
}

OpcuaLinkStatus OpcuaLink::status() const {
  OpcuaLinkStatus status;
  {
    const std::lock_guard lock(mutex_);
    status = status_;
    status.values_per_second = rate_.per_second(clock_.now());
  }
  status.counts = ingest_.counts();
  status.doubts = ingest_.doubts();
  status.lag = ingest_.lag();
  return status;
}

void OpcuaLink::run(const std::stop_token& stop) {
  Backoff backoff(settings_.longest_pause);
  std::unique_ptr<OpcuaSession> session;
  while (!stop.stop_requested()) {
    const auto before = status().last_connected;
    try {
      // One session for the life of the link: what it was handed out of a subscription survives a lost connection.
      if (!session) session = std::make_unique<OpcuaSession>(settings_.session, pki_);
      serve(*session, stop);
    } catch (const Ending&) {
      break;
    } catch (const db::LeaseLost& lost) {
      note_failure(lost.what());
      break;
    } catch (const std::exception& error) {
      note_failure(error.what());
    }
    drop_errands("The connection was lost");
    if (status().last_connected != before) backoff.reset();
    pause(backoff.next(), stop);
  }
  drop_errands("The connection ends");
}

void OpcuaLink::serve(OpcuaSession& session, const std::stop_token& stop) {
  struct Registration {
    Registration(OpcuaLink& owner, OpcuaSession& session) : link(owner) {
      const std::lock_guard lock(link.mutex_);
      link.session_ = &session;
      if (!link.new_sources_) link.new_sources_ = std::exchange(link.sources_, nullptr);
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    ~Registration() {
      const std::lock_guard lock(link.mutex_);
      link.session_ = nullptr;
    }
    OpcuaLink& link;
  };
  if (session.connect(kConnectPatience, [&] { return stop.stop_requested(); }) == OpcuaArrival::fresh)
    ingest_.begin_anew();
  note_connected();
  const Registration registration(*this, session);
  std::vector<OpcuaChange> changes;
  while (!stop.stop_requested()) {
    adopt_sources(session);
    changes.clear();
    session.receive(changes, patience());
    if (!changes.empty()) {
      persist(stop, [&] { ingest_.take(changes); });
      session.acknowledge();
    }
    if (const auto due = ingest_.deadline(); due && *due <= clock_.now()) persist(stop, [&] { ingest_.expire(); });
    {
      const std::lock_guard lock(mutex_);
      rate_.add(static_cast<std::int64_t>(changes.size()), clock_.now());
      status_.notifications = session.counts();
    }
    run_errands(session);
  }
}

void OpcuaLink::adopt_sources(OpcuaSession& session) {
  std::shared_ptr<const OpcuaSources> sources;
  {
    const std::lock_guard lock(mutex_);
    sources = std::exchange(new_sources_, nullptr);
  }
  if (!sources) return;
  sources_ = sources;
  ingest_.use(sources);
  const auto refusals = session.monitor(sources->monitors());
  const std::lock_guard lock(mutex_);
  status_.nodes.clear();
  status_.refusals.clear();
  for (const OpcuaSession::Refusal& refusal : refusals)
    if (const auto source = sources->source_of(refusal.handle)) status_.refusals[*source] = refusal.reason;
  for (const OpcuaMonitor& monitor : sources->monitors())
    if (std::none_of(refusals.begin(), refusals.end(),
                     [&](const OpcuaSession::Refusal& refusal) { return refusal.handle == monitor.handle; }))
      status_.nodes.push_back(monitor.node_id);
}

void OpcuaLink::run_errands(OpcuaSession& session) {
  for (;;) {
    std::packaged_task<void(OpcuaSession*)> errand;
    {
      const std::lock_guard lock(mutex_);
      if (errands_.empty()) return;
      errand = std::move(errands_.front());
      errands_.pop_front();
    }
    errand(&session);  // what it throws goes to whoever waits
  }
}

void OpcuaLink::drop_errands(const std::string& reason) {
  std::deque<std::packaged_task<void(OpcuaSession*)>> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped.swap(errands_);
  }
  if (!dropped.empty()) logger().info("errands_dropped", {{"server", settings_.server}, {"reason", reason}});
  for (auto& errand : dropped) errand(nullptr);
}

// A database that cannot take a write now keeps the link waiting: the server holds what is not acknowledged.
void OpcuaLink::persist(const std::stop_token& stop, const std::function<void()>& write) {
  for (milliseconds wait = kFirstStoreRetry;; wait = std::min(wait * 2, kLastStoreRetry)) {
    if (stop.stop_requested()) throw Ending{};
    try {
      write();
      if (wait > kFirstStoreRetry) {
        const std::lock_guard lock(mutex_);
        status_.error.clear();
      }
      return;
    } catch (const base::Error& error) {
      if (error.kind() != base::ErrorKind::unavailable) throw;
      logger().warning("measurements_wait_for_the_database",
                       {{"server", settings_.server}, {"reason", error.detail()}});
      const std::lock_guard lock(mutex_);
      status_.error = "Measurements wait: " + error.detail();
    }
    pause(wait, stop);
  }
}

milliseconds OpcuaLink::patience() const {
  const auto due = ingest_.deadline();
  if (!due) return kLongestWait;
  return std::clamp(std::chrono::ceil<milliseconds>(*due - clock_.now()), milliseconds(0), kLongestWait);
}

void OpcuaLink::pause(milliseconds time, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [this] { return hurried_; });
  hurried_ = false;
}

void OpcuaLink::note_connected() {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  ++status_.attempts;
  if (status_.last_connected) ++status_.reconnects;
  status_.connected = true;
  status_.connected_since = status_.last_connected = now;
  status_.error.clear();
  logger().info("opcua_server_connected", {{"server", settings_.server}, {"name", settings_.name}});
}

void OpcuaLink::note_failure(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  ++status_.attempts;
  if (status_.connected || status_.error != reason)
    logger().warning("opcua_server_not_connected",
                     {{"server", settings_.server}, {"name", settings_.name}, {"reason", reason}});
  status_.connected = false;
  status_.connected_since.reset();
  status_.nodes.clear();
  status_.error = reason;
}

}  // namespace openspc::connect
