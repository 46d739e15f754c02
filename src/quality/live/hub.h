// Who watches what, and telling them: turns events of the room into WebSocket frames for the clients that subscribed to
// the characteristic and may see its plant. Called by routes; listens on the event bus. One per process, any
// thread.
//
// A frame is made once and shared by all its receivers; where nobody watches, none is made. Sending never waits: a
// client that is too slow is closed by the connection itself.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/task.h"
#include "db/database.h"
#include "identity/events.h"
#include "net/access.h"
#include "quality/judge/events.h"

namespace openspc::quality::live {

/// The far end of a connection. All calls return at once and may come from any thread.
class Peer {
 public:
  Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;
  virtual void send(std::shared_ptr<const std::string> frame) = 0;
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  /// The client's rights may have changed: look again who it is.
  virtual void recheck() = 0;
};

/// A connected client; its state belongs to the hub.
class LiveClient;
using ClientPtr = std::shared_ptr<LiveClient>;

class Hub {
 public:
  Hub(db::Database& database, base::EventBus& events);
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;
  ~Hub();

  ClientPtr join(std::shared_ptr<Peer> peer, net::Principal principal);
  void leave(const ClientPtr& client);

  /// Acts on one message of the client and answers it.
  base::Task<void> handle(ClientPtr client, std::string text);

  /// Who the client is, and the change of that when roles change: what it may not see any more is withheld from now on.
  net::Principal principal_of(const ClientPtr& client) const;
  void set_principal(const ClientPtr& client, net::Principal principal);

  std::size_t client_count() const;

  static constexpr std::size_t max_subscriptions = 10'000;  // of one client

 private:
  using Receivers = std::vector<std::shared_ptr<Peer>>;

  base::Task<void> subscribe(ClientPtr client, std::vector<base::CharacteristicId> ids);
  /// False, and nothing is changed, when the client would have more than it may.
  bool enter(const ClientPtr& client, const std::vector<base::CharacteristicId>& ids);
  void unsubscribe(const ClientPtr& client, const std::vector<base::CharacteristicId>& ids);
  void forget_subscription(const ClientPtr& client, base::CharacteristicId id);
  /// Frames were missed: whoever connects again asks anew for what it shows.
  void let_go();
  /// Their ids may be given to others, whom nobody has asked to watch.
  void forget(const std::vector<base::CharacteristicId>& deleted);

  Receivers watching(base::CharacteristicId id, base::PlantId plant) const;
  Receivers seeing(base::PlantId plant) const;
  Receivers concerned_by(const identity::AccessChanged& change) const;
  template <class Event>
  void tell_watching(const Event& event) const;

  db::Database& database_;
  mutable std::mutex mutex_;  // guards what follows and the state of every client
  std::unordered_set<ClientPtr> clients_;
  std::unordered_map<base::CharacteristicId, std::vector<ClientPtr>> watchers_;
  std::vector<base::Subscription> listening_;  // last, so that no event arrives while the rest is being destroyed
};

}  // namespace openspc::quality::live
