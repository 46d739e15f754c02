#include "notify/channel_store.h"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <tuple>

#include "db/rows.h"
#include "db/stored_enum.h"

namespace openspc::notify::channel_store {
namespace {

using Text = std::optional<std::string>;
using Columns = std::tuple<ChannelId, std::string, std::string, std::optional<base::PlantId>, bool, Text, Text,
                           std::string, bool, Text, Text, Text, std::string, Text, base::Timestamp, base::Timestamp>;

constexpr std::string_view select =
    "SELECT c.id, c.name, c.kind, c.plant_id, c.is_enabled, c.url, c.secret, c.recipients, c.verify_certificate, "
    "c.ca_certificate, c.headers, c.bearer_token, c.body_format, c.body_template, c.created_at, c.updated_at FROM "
    "notification_channel c ";

// A channel whose recipients cannot be read has none: it is shown, and can be given new ones.
std::vector<std::string> recipients_of(ChannelId channel, const std::string& text) {
  std::vector<std::string> recipients;
  const auto stored = db::readable_json("notification_channel", channel.value, text);
  if (!stored || !stored->is_array()) return recipients;
  for (const boost::json::value& recipient : stored->get_array())
    if (recipient.is_string()) recipients.emplace_back(recipient.get_string());
  return recipients;
}

// The same for headers.
std::vector<WebhookHeader> headers_of(ChannelId channel, const Text& text) {
  if (!text) return {};
  const auto stored = db::readable_json("notification_channel", channel.value, *text);
  if (!stored) return {};
  try {
    return net::from_json<std::vector<WebhookHeader>>(*stored);
  } catch (const base::Error& damage) {
    db::report_unreadable("notification_channel", channel.value, damage.detail());
    return {};
  }
}

Row row_of(Columns&& columns) {
  Row row;
  Channel& channel = row.channel;
  std::string kind;
  std::string recipients;
  Text headers;
  std::string format;
  std::tie(channel.id, channel.name, kind, channel.plant_id, channel.is_enabled, row.url, row.secret, recipients,
           channel.verify_certificate, channel.ca_certificate, headers, row.bearer_token, format, channel.body_template,
           channel.created_at, channel.updated_at) = std::move(columns);
  channel.kind = db::enum_of<ChannelKind>(kind);
  channel.recipients = recipients_of(channel.id, recipients);
  channel.headers = headers_of(channel.id, headers);
  channel.body_format = db::enum_of<BodyFormat>(format);
  return row;
}

boost::json::value stored(const std::vector<std::string>& recipients) {
  return boost::json::value_from(recipients);
}

}  // namespace

std::vector<Row> list(db::Session& session, const plants::VisibleFilter& visible) {
  const std::string sql =
      std::string(select) + "WHERE (c.plant_id IS NULL OR " + visible.sql + ") ORDER BY c.name, c.id";
  return db::rows<Columns>(session, sql, row_of, db::Session::Values(visible.values));
}

std::vector<ChannelId> enabled(db::Session& session) {
  std::vector<ChannelId> ids;
  session.each<ChannelId>(
      "SELECT id FROM notification_channel WHERE is_enabled = ? ORDER BY id", [&](ChannelId id) { ids.push_back(id); },
      true);
  return ids;
}

std::optional<Row> find(db::Session& session, ChannelId id) {
  std::vector<Row> found = db::rows<Columns>(session, std::string(select) + "WHERE c.id = ?", row_of, id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<ChannelId> find_by_name(db::Session& session, std::string_view name) {
  return session.scalar<std::optional<ChannelId>>("SELECT id FROM notification_channel WHERE name = ?", name);
}

ChannelId insert(db::Session& session, const Row& row) {
  const Channel& c = row.channel;
  return {session.insert(
      "INSERT INTO notification_channel (plant_id, name, kind, is_enabled, url, secret, recipients, "
      "verify_certificate, ca_certificate, headers, bearer_token, body_format, body_template, created_at, updated_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      c.plant_id, c.name, db::word_of(c.kind), c.is_enabled, row.url, row.secret, stored(c.recipients),
      c.verify_certificate, c.ca_certificate, net::to_json(c.headers), row.bearer_token, db::word_of(c.body_format),
      c.body_template, c.created_at, c.updated_at)};
}

void update(db::Session& session, const Row& row) {
  const Channel& c = row.channel;
  session.execute(
      "UPDATE notification_channel SET name = ?, is_enabled = ?, url = ?, secret = ?, recipients = ?, "
      "verify_certificate = ?, ca_certificate = ?, headers = ?, bearer_token = ?, body_format = ?, body_template = ?, "
      "updated_at = ? WHERE id = ?",
      c.name, c.is_enabled, row.url, row.secret, stored(c.recipients), c.verify_certificate, c.ca_certificate,
      net::to_json(c.headers), row.bearer_token, db::word_of(c.body_format), c.body_template, c.updated_at, c.id);
}

void remove(db::Session& session, ChannelId id) {
  session.execute("DELETE FROM notification_channel WHERE id = ?", id);
}

}  // namespace openspc::notify::channel_store
