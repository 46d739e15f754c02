// What was announced on any server of the database, as it comes over the bus. For every room that acts on events.
#pragma once

#include <utility>
#include <vector>

#include "base/event_bus.h"

namespace openspc::peers {

enum class Origin { here, another_server };

/// An event, wherever it was announced, once. Published after its commit, in the order of the changes of one
/// characteristic, and in the same one on all servers, on a thread that must not be kept. On the bus beside it the
/// event alone: of this process only, and at once.
template <class Event>
struct Heard {
  const Event& event;
  Origin origin = Origin::here;
};

/// Events may have been missed: nothing that is remembered of the database can be believed.
struct Missed {};

/// handler(const Event&) hears it wherever it was announced.
template <class Event, class Handler>
void hear(base::EventBus& bus, std::vector<base::Subscription>& subscriptions, Handler handler) {
  subscriptions.push_back(
      bus.subscribe<Heard<Event>>([handler = std::move(handler)](const Heard<Event>& heard) { handler(heard.event); }));
}

/// The same, and what this process announces at once: for what must not be believed any longer.
template <class Event, class Handler>
void hear_at_once(base::EventBus& bus, std::vector<base::Subscription>& subscriptions, Handler handler) {
  hear<Event>(bus, subscriptions, handler);
  subscriptions.push_back(bus.subscribe<Event>(std::move(handler)));
}

}  // namespace openspc::peers
