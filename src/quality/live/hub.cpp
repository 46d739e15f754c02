#include "quality/live/hub.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <variant>

#include "base/parts.h"
#include "db/sql/where.h"
#include "peers/heard.h"
#include "plants/events.h"
#include "quality/judge/hear_violations.h"
#include "quality/live/frames.h"
#include "quality/live/protocol.h"

namespace openspc::quality::live {

class LiveClient {
 public:
  LiveClient(std::shared_ptr<Peer> to, net::Principal who) : peer(std::move(to)), principal(std::move(who)) {}

  const std::shared_ptr<Peer> peer;
  net::Principal principal;
  std::unordered_set<base::CharacteristicId> subscriptions;
};

namespace {

void send(Peer& peer, std::string frame) {
  peer.send(std::make_shared<const std::string>(std::move(frame)));
}

void send(const std::vector<std::shared_ptr<Peer>>& peers, std::string frame) {
  const auto shared = std::make_shared<const std::string>(std::move(frame));
  for (const std::shared_ptr<Peer>& peer : peers) peer->send(shared);
}

constexpr std::size_t kAskedAtOnce = 500;

// The ids that belong to plants which the caller sees. Unknown ids are not among them, so that nothing can be probed.
std::unordered_set<base::CharacteristicId> visible_among(db::Session& session, const net::Principal& caller,
                                                         const std::vector<base::CharacteristicId>& ids) {
  std::unordered_set<base::CharacteristicId> visible;
  base::for_each_part(ids, kAskedAtOnce, [&](std::span<const base::CharacteristicId> part) {
    const db::Where where = db::Where().in("c.id", part);
    session.each<base::CharacteristicId, std::optional<base::PlantId>>(
        "SELECT c.id, h.plant_id FROM characteristic c JOIN hierarchy h ON h.id = c.hierarchy_id" + where.sql(),
        [&](base::CharacteristicId id, std::optional<base::PlantId> plant) {
          if (plant && caller.can_see(*plant)) visible.insert(id);
        },
        std::span<const db::Value>(where.values()));
  });
  return visible;
}

}  // namespace

Hub::Hub(db::Database& database, base::EventBus& events) : database_(database) {
  using peers::hear;
  hear<judge::SampleProcessed>(events, listening_, [this](const auto& e) { tell_watching(e); });
  judge::hear_violations(events, listening_, [this](const auto& e, peers::Origin) { tell_watching(e); });
  hear<judge::LimitsUpdated>(events, listening_, [this](const auto& e) { tell_watching(e); });
  hear<judge::SamplesChanged>(events, listening_, [this](const auto& e) { tell_watching(e); });
  hear<judge::ViolationAcknowledged>(events, listening_, [this](const auto& e) {
    if (const Receivers receivers = seeing(e.plant_id); !receivers.empty()) send(receivers, live::frame(e));
  });
  hear<plants::CharacteristicsDeleted>(events, listening_, [this](const auto& e) { forget(e.characteristics); });
  hear<identity::AccessChanged>(events, listening_, [this](const auto& change) {
    for (const std::shared_ptr<Peer>& peer : concerned_by(change)) peer->recheck();
  });
  listening_.push_back(events.subscribe<peers::Missed>([this](const peers::Missed&) { let_go(); }));
}

Hub::~Hub() = default;

ClientPtr Hub::join(std::shared_ptr<Peer> peer, net::Principal principal) {
  auto client = std::make_shared<LiveClient>(std::move(peer), std::move(principal));
  const std::lock_guard lock(mutex_);
  clients_.insert(client);
  return client;
}

void Hub::leave(const ClientPtr& client) {
  const std::lock_guard lock(mutex_);
  for (const base::CharacteristicId id : client->subscriptions) forget_subscription(client, id);
  client->subscriptions.clear();
  clients_.erase(client);
}

base::Task<void> Hub::handle(ClientPtr client, std::string text) {
  live::Message message = live::parse(text);
  if (auto* subscription = std::get_if<live::Subscribe>(&message)) {
    co_await subscribe(client, std::move(subscription->ids));
  } else if (const auto* end = std::get_if<live::Unsubscribe>(&message)) {
    unsubscribe(client, end->ids);
  } else if (const auto* problem = std::get_if<live::Problem>(&message)) {
    send(*client->peer, live::error(problem->message));
    if (problem->close_code != 0) client->peer->close(problem->close_code, problem->message);
  } else {
    send(*client->peer, live::pong());
  }
}

net::Principal Hub::principal_of(const ClientPtr& client) const {
  const std::lock_guard lock(mutex_);
  return client->principal;
}

void Hub::set_principal(const ClientPtr& client, net::Principal principal) {
  const std::lock_guard lock(mutex_);
  client->principal = std::move(principal);
}

std::size_t Hub::client_count() const {
  const std::lock_guard lock(mutex_);
  return clients_.size();
}

base::Task<void> Hub::subscribe(ClientPtr client, std::vector<base::CharacteristicId> ids) {
  const net::Principal caller = principal_of(client);
  std::vector<base::CharacteristicId> refused;
  // An admin sees every plant, so there is nothing to look up.
  if (!caller.is_admin() && !ids.empty()) {
    const auto look_up = [&](db::Session& session) { return visible_among(session, caller, ids); };
    const std::unordered_set<base::CharacteristicId> visible = co_await database_.read(look_up);
    const auto invisible =
        std::stable_partition(ids.begin(), ids.end(), [&](base::CharacteristicId id) { return visible.contains(id); });
    refused.assign(invisible, ids.end());
    ids.erase(invisible, ids.end());
  }
  if (!enter(client, ids)) {
    send(*client->peer, live::error("Too many subscriptions"));
    co_return;
  }
  send(*client->peer, live::subscribed(ids));
  if (!refused.empty())
    send(*client->peer, live::refused("These characteristics do not exist or are not yours to see", refused));
}

bool Hub::enter(const ClientPtr& client, const std::vector<base::CharacteristicId>& ids) {
  const std::lock_guard lock(mutex_);
  // A client that has left meanwhile must not be entered again.
  if (!clients_.contains(client)) return true;
  std::unordered_set<base::CharacteristicId> added;
  for (const base::CharacteristicId id : ids)
    if (!client->subscriptions.contains(id)) added.insert(id);
  if (client->subscriptions.size() + added.size() > max_subscriptions) return false;
  for (const base::CharacteristicId id : added) watchers_[id].push_back(client);
  client->subscriptions.merge(added);
  return true;
}

void Hub::unsubscribe(const ClientPtr& client, const std::vector<base::CharacteristicId>& ids) {
  {
    const std::lock_guard lock(mutex_);
    for (const base::CharacteristicId id : ids)
      if (client->subscriptions.erase(id) != 0) forget_subscription(client, id);
  }
  send(*client->peer, live::unsubscribed(ids));
}

void Hub::forget_subscription(const ClientPtr& client, base::CharacteristicId id) {
  const auto found = watchers_.find(id);
  if (found == watchers_.end()) return;
  std::erase(found->second, client);
  if (found->second.empty()) watchers_.erase(found);
}

void Hub::forget(const std::vector<base::CharacteristicId>& deleted) {
  const std::lock_guard lock(mutex_);
  for (const base::CharacteristicId id : deleted) {
    const auto found = watchers_.find(id);
    if (found == watchers_.end()) continue;
    for (const ClientPtr& client : found->second) client->subscriptions.erase(id);
    watchers_.erase(found);
  }
}

void Hub::let_go() {
  for (const std::shared_ptr<Peer>& peer : concerned_by({}))
    peer->close(kCloseComeAgain, "Frames were missed: connect again");
}

Hub::Receivers Hub::watching(base::CharacteristicId id, base::PlantId plant) const {
  const std::lock_guard lock(mutex_);
  Receivers peers;
  const auto found = watchers_.find(id);
  if (found == watchers_.end()) return peers;
  for (const ClientPtr& client : found->second)
    if (client->principal.can_see(plant)) peers.push_back(client->peer);
  return peers;
}

Hub::Receivers Hub::seeing(base::PlantId plant) const {
  const std::lock_guard lock(mutex_);
  Receivers peers;
  for (const ClientPtr& client : clients_)
    if (client->principal.can_see(plant)) peers.push_back(client->peer);
  return peers;
}

Hub::Receivers Hub::concerned_by(const identity::AccessChanged& change) const {
  const std::lock_guard lock(mutex_);
  Receivers peers;
  for (const ClientPtr& client : clients_) {
    const net::Principal& who = client->principal;
    if (change.user && *change.user != who.user_id) continue;
    if (!change.session_id.empty() && change.session_id != who.session_id) continue;
    peers.push_back(client->peer);
  }
  return peers;
}

template <class Event>
void Hub::tell_watching(const Event& event) const {
  const Receivers peers = watching(event.characteristic_id, event.plant_id);
  if (!peers.empty()) send(peers, live::frame(event));
}

}  // namespace openspc::quality::live
