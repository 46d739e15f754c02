// Listening to violations wherever they were found: those of a sample that was just stored are told together with it.
#pragma once

#include <vector>

#include "base/event_bus.h"
#include "peers/heard.h"
#include "quality/judge/events.h"

namespace openspc::quality::judge {

/// handler(const ViolationCreated&, peers::Origin), after the samples that they belong to were heard by whoever
/// listened to these before.
template <class Handler>
void hear_violations(base::EventBus& bus, std::vector<base::Subscription>& subscriptions, Handler handler) {
  using peers::Heard;
  subscriptions.push_back(bus.subscribe<Heard<SampleProcessed>>([handler](const Heard<SampleProcessed>& heard) {
    for (const RaisedViolation& violation : heard.event.violations)
      handler(created_at(heard.event, violation), heard.origin);
  }));
  subscriptions.push_back(bus.subscribe<Heard<ViolationCreated>>(
      [handler](const Heard<ViolationCreated>& heard) { handler(heard.event, heard.origin); }));
}

}  // namespace openspc::quality::judge
