// Mappings of topics to characteristics. Called by the tag and provider routes. Needs an engineer's role at the plant
// of the characteristic; every change is in force at once. Errors: not_found, invalid (a field), forbidden.
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "connect/brokers/links.h"
#include "connect/brokers/tag.h"
#include "connect/brokers/tag_trial.h"
#include "connect/source/mapping_import.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect::brokers {

class TagService {
 public:
  TagService(db::Database& database, const base::Clock& clock, Links& links);

  base::Task<std::vector<TagMapping>> list(const net::Principal& principal, TagListQuery query);
  /// Replaces whatever source the characteristic had.
  base::Task<TagMapping> map(identity::Caller caller, TagMappingCreate mapping);
  base::Task<void> unmap(identity::Caller caller, base::CharacteristicId characteristic);
  base::Task<TagMapping> set_active(identity::Caller caller, base::CharacteristicId characteristic, bool active);
  /// What a trial has to know of a broker that the caller may use, and of the characteristic when one is named.
  base::Task<TrialGround> trial_ground(const net::Principal& principal, base::BrokerId broker,
                                       std::optional<base::CharacteristicId> characteristic);
  /// Mappings from CSV with a header line, whose columns are named as the members of a mapping. Good rows are taken
  /// together in one write, bad ones are reported.
  base::Task<source::MappingImportResult> import(identity::Caller caller, std::string csv);

  /// What map() does, inside the caller's database job.
  TagMapping store(db::Session& session, const identity::Caller& caller, const TagMappingCreate& mapping);

 private:
  db::Database& db_;
  const base::Clock& clock_;
  Links& links_;
};

}  // namespace openspc::connect::brokers
