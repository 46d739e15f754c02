#include "identity/trail/audit_store.h"

#include <string>
#include <string_view>
#include <utility>

#include "db/sql/where.h"

namespace openspc::identity::audit_store {
namespace {

db::Where where_visible(const Visible& visible) {
  db::Where where;
  if (!visible.all) where.in("plant_id", visible.plants);
  return where;
}

// The character after '.' bounds the actions of a noun, so that an index finds them.
void add_action(db::Where& where, const std::string& action) {
  if (!action.ends_with('.')) {
    where.equals("action", action);
    return;
  }
  std::string end = action;
  end.back() = '/';
  where.at_least("action", std::optional(action)).at_most("action", std::optional(std::move(end)));
}

db::Where where_of(const AuditFilter& filter, const Visible& visible) {
  db::Where where = where_visible(visible);
  where.if_given("user_id", filter.user_id)
      .if_given("entity_type", filter.entity_type)
      .if_given("entity_id", filter.entity_id)
      .if_given("plant_id", filter.plant_id)
      .at_least("at", filter.start_date)
      .at_most("at", filter.end_date);
  if (filter.username) where.contains("username", *filter.username);
  if (filter.action) add_action(where, *filter.action);
  return where;
}

std::vector<std::string> words(db::Session& session, std::string_view column, const Visible& visible) {
  std::vector<std::string> found;
  const db::Where where = where_visible(visible);
  const std::string name(column);
  session.each<std::optional<std::string>>(
      "SELECT DISTINCT " + name + " FROM audit_event WHERE " + where.condition() + " ORDER BY " + name,
      [&](std::optional<std::string> word) {
        if (word) found.push_back(*std::move(word));
      },
      where.condition_values());
  return found;
}

}  // namespace

std::vector<AuditEvent> list(db::Session& session, const AuditFilter& filter, const Visible& visible,
                             std::int64_t offset, std::int64_t limit) {
  db::Where where = where_of(filter, visible);
  where.order_by("at", db::Order::descending).order_by("id", db::Order::descending).page(offset, limit);
  std::vector<AuditEvent> events;
  session.each<std::int64_t, base::Timestamp, std::optional<base::UserId>, std::optional<std::string>, std::string,
               std::optional<std::string>, std::optional<std::string>, std::optional<base::PlantId>,
               std::optional<std::string>, std::optional<boost::json::value>, std::optional<std::string>>(
      "SELECT id, at, user_id, username, action, entity_type, entity_id, plant_id, address, detail, correlation_id "
      "FROM audit_event" +
          where.sql(),
      [&](std::int64_t id, base::Timestamp at, std::optional<base::UserId> user_id, std::optional<std::string> username,
          std::string action, std::optional<std::string> entity_type, std::optional<std::string> entity_id,
          std::optional<base::PlantId> plant_id, std::optional<std::string> address,
          std::optional<boost::json::value> detail, std::optional<std::string> correlation_id) {
        events.push_back({id, at, user_id, std::move(username), std::move(action), std::move(entity_type),
                          std::move(entity_id), plant_id, std::move(address),
                          detail ? *std::move(detail) : boost::json::value(), std::move(correlation_id)});
      },
      where.values());
  return events;
}

std::int64_t count(db::Session& session, const AuditFilter& filter, const Visible& visible) {
  const db::Where where = where_of(filter, visible);
  return session.scalar<std::int64_t>("SELECT COUNT(*) FROM audit_event" + where.sql(), where.values());
}

AuditKinds kinds(db::Session& session, const Visible& visible) {
  return {.actions = words(session, "action", visible), .entity_types = words(session, "entity_type", visible)};
}

}  // namespace openspc::identity::audit_store
