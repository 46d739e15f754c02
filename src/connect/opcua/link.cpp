#include "connect/opcua/link.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "connect/opcua/log.h"
#include "connect/opcua/namespace_store.h"

namespace openspc::connect::opcua {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectPatience{10'000};
constexpr milliseconds kLongestWait{1'000};
constexpr std::size_t kMostErrands = 16;

}  // namespace

Link::Link(LinkSettings settings, std::shared_ptr<const Sources> sources, Pki& pki, db::Database& database,
           quality::sample::Intake& intake, const base::Clock& clock)
    : settings_(std::move(settings)),
      pki_(pki),
      database_(database),
      clock_(clock),
      keeper_({.what = "opcua_server", .id = settings_.server.value, .name = settings_.name}, clock),
      ingest_(settings_.held_lease(), database, intake, clock),
      new_sources_(std::move(sources)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Link::~Link() {
  thread_.request_stop();
  const std::lock_guard lock(mutex_);
  if (session_ != nullptr) session_->wake();
}

void Link::use(std::shared_ptr<const Sources> sources) {
  const std::lock_guard lock(mutex_);
  new_sources_ = std::move(sources);
  if (session_ != nullptr) session_->wake();
}

std::future<void> Link::run_errand(Errand errand) {
  std::packaged_task<void(Session*)> task([work = std::move(errand)](Session* session) {
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

LinkStatus Link::status() const {
  LinkStatus status{keeper_.status()};
  status.counts = ingest_.counts();
  status.doubts = ingest_.doubts();
  status.lag = ingest_.lag();
  const std::lock_guard lock(mutex_);
  status.nodes = nodes_;
  status.refusals = refusals_;
  status.notifications = notifications_;
  return status;
}

std::vector<std::string> Link::namespaces() const {
  const std::lock_guard lock(mutex_);
  return namespaces_;
}

void Link::run(const std::stop_token& stop) {
  // One session for the life of the link: what it was handed out of a subscription survives a lost connection.
  std::unique_ptr<Session> session;
  const auto attempt = [&] {
    if (!session) session = std::make_unique<Session>(settings_.session, pki_);
    try {
      serve(*session, stop);
    } catch (const Error& error) {
      if (error.kind() == Error::Kind::untrusted) throw source::UntrustedPeer(error.what());
      throw;
    }
  };
  const auto lost = [&] {
    forget_nodes();
    drop_errands("The connection was lost");
  };
  keeper_.run(stop, settings_.longest_pause, attempt, lost);
  drop_errands("The connection ends");
}

void Link::serve(Session& session, const std::stop_token& stop) {
  struct Registration {
    Registration(Link& owner, Session& session) : link(owner) {
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
    Link& link;
  };
  session.connect(kConnectPatience, [&] { return stop.stop_requested(); });
  keeper_.note_connected();
  const Registration registration(*this, session);
  std::vector<Change> changes;
  while (!stop.stop_requested()) {
    adopt_sources(session);
    changes.clear();
    session.receive(changes, patience());
    if (!changes.empty()) {
      keeper_.persist(stop, [&] { ingest_.take(changes); });
      session.acknowledge();
    }
    if (const auto due = ingest_.deadline(); due && *due <= clock_.now())
      keeper_.persist(stop, [&] { ingest_.expire(); });
    keeper_.note_messages(changes.size());
    {
      const std::lock_guard lock(mutex_);
      notifications_ = session.counts();
    }
    run_errands(session);
  }
}

void Link::adopt_sources(Session& session) {
  std::shared_ptr<const Sources> sources;
  {
    const std::lock_guard lock(mutex_);
    sources = std::exchange(new_sources_, nullptr);
  }
  if (!sources) return;
  sources_ = sources;
  ingest_.use(sources);
  const std::vector<std::string>& namespaces = session.namespaces();
  bind_nodes(*sources, namespaces);
  bound_ = sources;
  learn_namespaces(namespaces);
  const auto refusals = session.monitor(monitors_);
  const std::lock_guard lock(mutex_);
  namespaces_ = namespaces;
  nodes_.clear();
  refusals_.clear();
  for (const Session::Refusal& refusal : refusals)
    if (const auto source = sources->source_of(refusal.handle)) refusals_[*source] = refusal.reason;
  for (const Monitor& monitor : monitors_)
    if (std::none_of(refusals.begin(), refusals.end(),
                     [&](const Session::Refusal& refusal) { return refusal.handle == monitor.handle; }))
      nodes_.push_back(monitor.node_id);
}

// An id by index means what it meant when these sources were first served. Looked up anew after a restart of the
// server, it might be another variable.
void Link::bind_nodes(const Sources& sources, Namespaces namespaces) {
  if (bound_.get() != &sources) monitors_ = sources.monitors();
  for (Monitor& monitor : monitors_)
    if (monitor.namespace_uri.empty()) monitor.namespace_uri = namespace_uri_of(monitor.node_id, namespaces);
}

// What is stored without a URI gets one while its index is known.
void Link::learn_namespaces(const std::vector<std::string>& namespaces) {
  if (namespaces.empty()) return;
  try {
    const bool is_all_known = database_.read_now([&](db::Session& session) {
      return !opcua_namespace_store::has_unknown(session, settings_.server, namespaces);
    });
    if (is_all_known) return;
    database_.write_now([&](db::Session& session) {
      db::Leases::require(session, settings_.held_lease());
      opcua_namespace_store::learn(session, settings_.server, namespaces);
    });
  } catch (const base::Error& error) {
    // Measurements do not wait for it: the next look tries again.
    logger().warning("namespaces_not_stored", {{"server", settings_.server}, {"reason", error.detail()}});
  }
}

void Link::run_errands(Session& session) {
  for (;;) {
    std::packaged_task<void(Session*)> errand;
    {
      const std::lock_guard lock(mutex_);
      if (errands_.empty()) return;
      errand = std::move(errands_.front());
      errands_.pop_front();
    }
    errand(&session);  // what it throws goes to whoever waits
  }
}

void Link::drop_errands(const std::string& reason) {
  std::deque<std::packaged_task<void(Session*)>> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped.swap(errands_);
  }
  if (!dropped.empty()) logger().info("errands_dropped", {{"server", settings_.server}, {"reason", reason}});
  for (auto& errand : dropped) errand(nullptr);
}

milliseconds Link::patience() const {
  const auto due = ingest_.deadline();
  if (!due) return kLongestWait;
  return std::clamp(std::chrono::ceil<milliseconds>(*due - clock_.now()), milliseconds(0), kLongestWait);
}

void Link::forget_nodes() {
  const std::lock_guard lock(mutex_);
  nodes_.clear();
  namespaces_.clear();
}

}  // namespace openspc::connect::opcua
