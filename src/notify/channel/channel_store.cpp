#include "notify/channel/channel_store.h"

namespace openspc::notify::channel_store {

using Rows = db::Table<Row>;

std::vector<Row> list(db::Session& session, db::Where where) {
  return Rows::list(session, where.order_by("name").order_by("id"));
}

std::vector<ChannelId> enabled(db::Session& session) {
  std::vector<ChannelId> ids;
  session.each<ChannelId>(
      "SELECT id FROM notification_channel WHERE is_enabled = ? ORDER BY id", [&](ChannelId id) { ids.push_back(id); },
      true);
  return ids;
}

std::optional<Row> find(db::Session& session, ChannelId id) {
  return Rows::find(session, id);
}

std::optional<ChannelId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<ChannelId>>("SELECT id FROM notification_channel WHERE name = ?", name);
}

ChannelId insert(db::Session& session, const Row& row) {
  return Rows::insert(session, row);
}

void update(db::Session& session, const Row& row) {
  Rows::update(session, row);
}

void remove(db::Session& session, ChannelId id) {
  Rows::remove(session, id);
}

}  // namespace openspc::notify::channel_store
