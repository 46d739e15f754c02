// Who watches what, and telling them: turns events of the room into WebSocket frames for the clients that subscribed to
// the characteristic and may see its plant. Called by live_routes; listens on the event bus. One per process, any
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
#include "quality/events.h"

namespace openspc::quality {

/// The far end of a connection. All calls return at once and may come from any thread.
class LivePeer {
 public:
  LivePeer() = default;
  LivePeer(const LivePeer&) = delete;
  LivePeer& operator=(const LivePeer&) = delete;
  virtual ~LivePeer() = default;
  virtual void send(std::shared_ptr<const std::string> frame) = 0;
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  /// The client's rights may have changed: look again who it is.
  virtual void recheck() = 0;
};

/// A connected client; its state belongs to the hub.
class LiveClient;
using LiveClientPtr = std::shared_ptr<LiveClient>;

class LiveHub {
 public:
  LiveHub(db::Database& database, base::EventBus& events);
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;
  ~LiveHub();

  LiveClientPtr join(std::shared_ptr<LivePeer> peer, net::Principal principal);
  void leave(const LiveClientPtr& client);

  /// Acts on one message of the client and answers it.
  base::Task<void> handle(LiveClientPtr client, std::string text);

  /// Who the client is, and the change of that when roles change: what it may not see any more is withheld from now on.
  net::Principal principal_of(const LiveClientPtr& client) const;
  void set_principal(const LiveClientPtr& client, net::Principal principal);

  std::size_t client_count() const;

  static constexpr std::size_t max_subscriptions = 10'000;  // of one client

 private:
  using Receivers = std::vector<std::shared_ptr<LivePeer>>;

  base::Task<void> subscribe(LiveClientPtr client, std::vector<base::CharacteristicId> ids);
  /// False, and nothing is changed, when the client would have more than it may.
  bool enter(const LiveClientPtr& client, const std::vector<base::CharacteristicId>& ids);
  void unsubscribe(const LiveClientPtr& client, const std::vector<base::CharacteristicId>& ids);
  void forget_subscription(const LiveClientPtr& client, base::CharacteristicId id);
  /// Their ids may be given to others, whom nobody has asked to watch.
  void forget(const std::vector<base::CharacteristicId>& deleted);

  Receivers watching(base::CharacteristicId id, base::PlantId plant) const;
  Receivers seeing(base::PlantId plant) const;
  Receivers concerned_by(const identity::AccessChanged& change) const;
  template <class Event>
  void tell_watching(const Event& event) const;

  db::Database& database_;
  mutable std::mutex mutex_;  // guards what follows and the state of every client
  std::unordered_set<LiveClientPtr> clients_;
  std::unordered_map<base::CharacteristicId, std::vector<LiveClientPtr>> watchers_;
  std::vector<base::Subscription> listening_;  // last, so that no event arrives while the rest is being destroyed
};

}  // namespace openspc::quality
