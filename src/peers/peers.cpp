#include "peers/peers.h"

#include <exception>

#include "base/log.h"
#include "net/json.h"

namespace openspc::peers {

Peers::Peers(db::Database& database, base::EventBus& bus)
    : bus_(bus),
      notices_(database,
               {.on_notice = [this](std::string_view notices,
                                    bool is_own) { take(notices, is_own ? Origin::here : Origin::another_server); },
                .on_missed = [this] { bus_.publish(Missed{}); }}) {}

void Peers::start() {
  notices_.start();
}

void Peers::stop() {
  notices_.stop();
}

void Peers::take(std::string_view notices, Origin origin) {
  const boost::json::value all = net::parse_json_body(notices);
  for (const boost::json::value& notice : all.as_array()) {
    try {
      take_one(notice, origin);
    } catch (const std::exception& error) {
      base::log::error("notice_unreadable", {{"error", error.what()}});
      bus_.publish(Missed{});
    }
  }
}

void Peers::take_one(const boost::json::value& notice, Origin origin) {
  const auto& parts = notice.as_object();
  const auto kind = kinds_.find(std::string_view(parts.at("kind").as_string()));
  // Of a newer version, which knows that this one is there.
  if (kind == kinds_.end()) return;
  kind->second(parts.at("event"), origin);
}

}  // namespace openspc::peers
