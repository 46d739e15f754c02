// SQL of table notification_channel. Called by the channel service, the planner and the courier inside database jobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/table.h"
#include "notify/channel/channel.h"

namespace openspc::notify::channel_store {

/// A row as it is: url, secret and bearer_token are encrypted; what a channel has beside its columns is not filled in.
struct Row : Channel {
  std::optional<std::string> url{}, secret{}, bearer_token{};
};
BOOST_DESCRIBE_STRUCT(Row, (Channel), (url, secret, bearer_token))
consteval auto columns(db::Columns<Row> of) {
  return of.table("notification_channel")
      .without<&Row::masked_url, &Row::has_secret, &Row::has_bearer_token, &Row::waiting, &Row::dead,
               &Row::last_delivered_at>()
      .once<&Row::plant_id, &Row::kind, &Row::created_at>()
      .document<&Row::recipients, net::AsJson>()
      .document<&Row::headers, net::AsJson>();
}

/// By name.
std::vector<Row> list(db::Session& session, db::Where where);
/// Of those that are switched on, by id.
std::vector<ChannelId> enabled(db::Session& session);
std::optional<Row> find(db::Session& session, ChannelId id);
std::optional<ChannelId> find_by_name(db::Session& session, std::string_view name);
ChannelId insert(db::Session& session, const Row& row);
void update(db::Session& session, const Row& row);
void remove(db::Session& session, ChannelId id);

}  // namespace openspc::notify::channel_store
