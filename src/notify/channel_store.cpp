#include "notify/channel_store.h"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <tuple>

#include "db/stored_enum.h"

namespace openspc::notify::channel_store {
namespace {

using Text = std::optional<std::string>;
using Columns = std::tuple<ChannelId, std::string, std::string, std::optional<base::PlantId>, bool, Text, Text,
                           boost::json::value, bool, Text, base::Timestamp, base::Timestamp>;

constexpr std::string_view select =
    "SELECT c.id, c.name, c.kind, c.plant_id, c.is_enabled, c.url, c.secret, c.recipients, c.verify_certificate, "
    "c.ca_certificate, c.created_at, c.updated_at FROM notification_channel c ";

Row row_of(const Columns& columns) {
  Row row;
  Channel& channel = row.channel;
  std::string kind;
  boost::json::value recipients;
  std::tie(channel.id, channel.name, kind, channel.plant_id, channel.is_enabled, row.url, row.secret, recipients,
           channel.verify_certificate, channel.ca_certificate, channel.created_at, channel.updated_at) = columns;
  channel.kind = db::enum_of<ChannelKind>(kind);
  channel.recipients = boost::json::value_to<std::vector<std::string>>(recipients);
  return row;
}

boost::json::value stored(const std::vector<std::string>& recipients) {
  return boost::json::value_from(recipients);
}

}  // namespace

std::vector<Row> list(db::Session& session, const plants::VisibleFilter& visible) {
  std::vector<Row> rows;
  const std::string sql =
      std::string(select) + "WHERE (c.plant_id IS NULL OR " + visible.sql + ") ORDER BY c.name, c.id";
  const auto add = [&](auto&&... columns) { rows.push_back(row_of(Columns(columns...))); };
  session.each<ChannelId, std::string, std::string, std::optional<base::PlantId>, bool, Text, Text, boost::json::value,
               bool, Text, base::Timestamp, base::Timestamp>(sql, add, db::Session::Values(visible.values));
  return rows;
}

std::vector<ChannelId> enabled(db::Session& session) {
  std::vector<ChannelId> ids;
  session.each<ChannelId>(
      "SELECT id FROM notification_channel WHERE is_enabled = ? ORDER BY id", [&](ChannelId id) { ids.push_back(id); },
      true);
  return ids;
}

std::optional<Row> find(db::Session& session, ChannelId id) {
  const auto columns = session.first<ChannelId, std::string, std::string, std::optional<base::PlantId>, bool, Text,
                                     Text, boost::json::value, bool, Text, base::Timestamp, base::Timestamp>(
      std::string(select) + "WHERE c.id = ?", id);
  if (!columns) return std::nullopt;
  return row_of(*columns);
}

std::optional<ChannelId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<ChannelId>>("SELECT id FROM notification_channel WHERE name = ?", name);
}

ChannelId insert(db::Session& session, const Row& row) {
  const Channel& c = row.channel;
  return {session.insert(
      "INSERT INTO notification_channel (plant_id, name, kind, is_enabled, url, secret, recipients, "
      "verify_certificate, ca_certificate, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      c.plant_id, c.name, db::word_of(c.kind), c.is_enabled, row.url, row.secret, stored(c.recipients),
      c.verify_certificate, c.ca_certificate, c.created_at, c.updated_at)};
}

void update(db::Session& session, const Row& row) {
  const Channel& c = row.channel;
  session.execute(
      "UPDATE notification_channel SET name = ?, is_enabled = ?, url = ?, secret = ?, recipients = ?, "
      "verify_certificate = ?, ca_certificate = ?, updated_at = ? WHERE id = ?",
      c.name, c.is_enabled, row.url, row.secret, stored(c.recipients), c.verify_certificate, c.ca_certificate,
      c.updated_at, c.id);
}

void remove(db::Session& session, ChannelId id) {
  session.execute("DELETE FROM notification_channel WHERE id = ?", id);
}

}  // namespace openspc::notify::channel_store
