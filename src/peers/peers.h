// The servers on this database, as this process hears them: what they announced comes over the bus as Heard events.
// Made by the composition root after every room that listens; its thread is that of db::Notices.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/event_bus.h"
#include "db/database.h"
#include "db/notice/notices.h"
#include "net/schema.h"
#include "peers/heard.h"

namespace openspc::peers {

class Peers {
 public:
  Peers(db::Database& database, base::EventBus& bus);

  /// Events of this type arrive as Heard<Event>. Before start().
  template <class Event>
  void carry() {
    kinds_.insert_or_assign(std::string(Event::notice_kind), [this](const boost::json::value& json, Origin origin) {
      const auto event = net::from_json<Event>(json);
      bus_.publish(Heard<Event>{event, origin});
    });
  }

  /// What others commit from its return on is heard. Throws what the database throws.
  void start();
  /// Idempotent.
  void stop();

 private:
  using Kinds = std::map<std::string, std::function<void(const boost::json::value&, Origin)>, std::less<>>;

  void take(std::string_view notices, Origin origin);
  void take_one(const boost::json::value& notice, Origin origin);

  base::EventBus& bus_;
  Kinds kinds_;
  db::Notices notices_;
};

}  // namespace openspc::peers
