#include "identity/audit.h"

#include <boost/json/value.hpp>
#include <string>
#include <utility>

namespace openspc::identity::audit {

namespace {
// Of the columns.
constexpr std::size_t kMaxCorrelationId = 100;
constexpr std::size_t kMaxAddress = 64;
}  // namespace

void record(db::Session& session, const Caller& caller, std::string_view action, const Subject& subject,
            const boost::json::object& detail) {
  const net::Principal& who = caller.principal;
  boost::json::object told = detail;
  if (who.key) told["api_key_id"] = who.key->id;
  const auto user_id = who.user_id.value == 0 ? std::nullopt : std::optional(who.user_id);
  const auto correlation_id =
      caller.correlation_id.empty() ? std::nullopt : std::optional(caller.correlation_id.substr(0, kMaxCorrelationId));
  const auto address = caller.ip.empty() ? std::nullopt : std::optional(caller.ip.substr(0, kMaxAddress));
  session.execute(
      "INSERT INTO audit_event (at, user_id, username, action, entity_type, entity_id, plant_id, detail, "
      "correlation_id, address) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      session.now(), user_id, who.username, action, subject.entity_type, subject.entity_id, subject.plant,
      boost::json::value(std::move(told)), correlation_id, address);
}

void record(db::Session& session, const net::Principal* principal, std::string_view action,
            std::string_view entity_type, std::string_view entity_id, std::optional<base::PlantId> plant,
            const boost::json::object& detail) {
  Caller caller = Caller::system();
  if (principal != nullptr) caller.principal = *principal;
  record(session, caller, action, {entity_type, entity_id, plant}, detail);
}

}  // namespace openspc::identity::audit
