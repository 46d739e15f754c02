// SQL of tables data_source, mqtt_data_source and data_source_option. Called by the tag service and by the links inside
// a database job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connect/brokers/tag.h"
#include "connect/source/subgroup_buffer.h"
#include "db/session.h"
#include "net/access.h"

namespace openspc::connect::brokers::tag_store {

/// Of the plants that the caller sees, by characteristic name; sources of other protocols are left out.
std::vector<TagMapping> list(db::Session& session, const net::Principal& caller, const TagListQuery& query);
std::optional<TagMapping> find(db::Session& session, base::CharacteristicId characteristic);

base::DataSourceId insert(db::Session& session, const TagMappingCreate& mapping, base::Timestamp now);

/// What ingestion needs of an active mapping.
struct Ingested {
  TagMapping mapping;
  std::int64_t subgroup_size = 1;
  bool counts = false;                       // attribute data: each reading is a sample
  std::optional<std::string> broker_zone{};  // of times that name none, where the mapping does not say it

  bool operator==(const Ingested&) const = default;
};
/// In the order of their ids.
std::vector<Ingested> list_active(db::Session& session);

/// Changes whenever a broker or a mapping does.
std::string signature(db::Session& session);

}  // namespace openspc::connect::brokers::tag_store
