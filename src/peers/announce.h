// Telling that something happened: this process by the bus, all servers on the database by a notice in the same
// transaction. Called by services within a write. An event that travels is described for JSON, and says its
// `notice_kind`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/event_bus.h"
#include "db/session.h"
#include "net/schema.h"
#include "peers/heard.h"

namespace openspc::peers {

/// Of a notice; older versions leave out kinds that they do not know.
template <class Event>
std::string notice_of(const Event& event) {
  std::string text = R"({"kind":")";
  text.append(Event::notice_kind).append(R"(","event":)");
  net::write_json(text, event);
  return text += '}';
}

/// After the commit, and only then, all are told. May run again after a rollback, as its job does.
template <class Event>
void announce(db::Session& session, base::EventBus& bus, Event event) {
  const auto shared = std::make_shared<const Event>(std::move(event));
  session.after_commit([&bus, shared] { bus.publish(*shared); });
  session.tell({.text = [shared] { return notice_of(*shared); },
                .deliver = [&bus, shared] { bus.publish(Heard<Event>{*shared, Origin::here}); }});
}

}  // namespace openspc::peers
