// SQL of table notification_channel. Called by the channel service, the planner and the courier inside database jobs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/session.h"
#include "notify/channel.h"
#include "plants/visibility.h"

namespace openspc::notify::channel_store {

/// A row as it is: url, secret and bearer_token are encrypted, masked_url, the has_ members and the counters are not
/// filled in.
struct Row {
  Channel channel{};
  std::optional<std::string> url{}, secret{}, bearer_token{};
};

/// By name; those of the plants that are visible, and those of every plant.
std::vector<Row> list(db::Session& session, const plants::VisibleFilter& visible);
/// Of those that are switched on, by id.
std::vector<ChannelId> enabled(db::Session& session);
std::optional<Row> find(db::Session& session, ChannelId id);
std::optional<ChannelId> find_by_name(db::Session& session, std::string_view name);
ChannelId insert(db::Session& session, const Row& row);
void update(db::Session& session, const Row& row);
void remove(db::Session& session, ChannelId id);

}  // namespace openspc::notify::channel_store
