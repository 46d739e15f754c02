// The audit trail as the API shows it, and what it is asked for. Called by the trail's store, service and routes.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"

namespace openspc::identity {

struct AuditEvent {
  std::int64_t id = 0;
  base::Timestamp at;
  std::optional<base::UserId> user_id;
  std::optional<std::string> username;
  std::string action;
  std::optional<std::string> entity_type, entity_id;
  std::optional<base::PlantId> plant_id;
  std::optional<std::string> address;
  boost::json::value detail;
  std::optional<std::string> correlation_id;
};
BOOST_DESCRIBE_STRUCT(AuditEvent, (),
                      (id, at, user_id, username, action, entity_type, entity_id, plant_id, address, detail,
                       correlation_id))

inline void describe(net::Fields<AuditEvent>& f) {
  f["user_id"].doc("null: an API key, the server itself, or a sign-in of nobody");
  f["username"].doc("At that time; of an API key its name");
  f["action"].doc("\"<noun>.<what was done to it>\", for example \"plant.created\"");
  f["address"].doc("Of the client; null for what the server did by itself, and for events of early versions");
  f["detail"].doc("What the action says beside; what was before and after, where something changed");
}

struct AuditPage {
  std::vector<AuditEvent> items;
  std::int64_t total = 0, offset = 0, limit = 0;
};
BOOST_DESCRIBE_STRUCT(AuditPage, (), (items, total, offset, limit))

// All conditions hold together.
struct AuditFilter {
  std::optional<base::UserId> user_id;
  std::optional<std::string> username, action, entity_type, entity_id;
  std::optional<base::PlantId> plant_id;
  std::optional<base::Timestamp> start_date, end_date;
};
BOOST_DESCRIBE_STRUCT(AuditFilter, (),
                      (user_id, username, action, entity_type, entity_id, plant_id, start_date, end_date))

inline void describe(net::Fields<AuditFilter>& f) {
  f["username"].doc("Part of the name of the person or key").length(1, 255);
  f["action"].doc("\"plant.created\", or \"plant.\" for all that was done to plants").length(1, 100);
  f["entity_type"].length(1, 50);
  f["entity_id"].length(1, 100);
}

struct AuditQuery : AuditFilter {
  std::int64_t offset = 0, limit = 100;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (AuditFilter), (offset, limit))

inline void describe(net::Fields<AuditQuery>& f) {
  f["offset"].defaulted().range(0, 1'000'000'000);
  f["limit"].defaulted().range(1, 1'000);
}

enum class AuditFormat { csv, json };
BOOST_DESCRIBE_ENUM(AuditFormat, csv, json)

struct AuditExportQuery : AuditFilter {
  AuditFormat format = AuditFormat::csv;
};
BOOST_DESCRIBE_STRUCT(AuditExportQuery, (AuditFilter), (format))

inline void describe(net::Fields<AuditExportQuery>& f) {
  f["format"].defaulted();
}

// The kinds of events that there are, for a filter.
struct AuditKinds {
  std::vector<std::string> actions, entity_types;
};
BOOST_DESCRIBE_STRUCT(AuditKinds, (), (actions, entity_types))

}  // namespace openspc::identity
