// What other servers announced, as it comes over the bus, and listening to both. For every room that acts on events.
#pragma once

#include <utility>
#include <vector>

#include "base/event_bus.h"

namespace openspc::peers {

/// An event that was announced on another server. Published as events are: after its commit, in the order of the changes
/// of one characteristic, on a thread that must not be kept.
template <class Event>
struct Remote {
  Event event;
};

/// Events of other servers may have been missed: nothing that is remembered of the database can be believed.
struct Missed {};

/// handler(const Event&) hears it wherever it happened.
template <class Event, class Handler>
void hear_everywhere(base::EventBus& bus, std::vector<base::Subscription>& subscriptions, Handler handler) {
  subscriptions.push_back(bus.subscribe<Remote<Event>>([handler](const Remote<Event>& remote) { handler(remote.event); }));
  subscriptions.push_back(bus.subscribe<Event>(std::move(handler)));
}

}  // namespace openspc::peers
