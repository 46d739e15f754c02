// SQL of characteristics and their rules, and nothing but SQL. Called by the services of this room inside database
// jobs; other rooms call service.h. Runs on the database's threads.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "db/session.h"
#include "db/sql/where.h"
#include "quality/judge/characteristic.h"
#include "quality/judge/rule_config.h"

namespace openspc::quality::characteristic {

/// Those of a condition on the columns of table characteristic, in its order.
std::vector<judge::Characteristic> characteristics(db::Session& session, const db::Where& where);
std::optional<judge::Characteristic> find_characteristic(db::Session& session, base::CharacteristicId id);
/// Throws not_found when there is none.
judge::Characteristic load_characteristic(db::Session& session, base::CharacteristicId id);
/// Rows as stored, by rule number; a rule without a row is not among them.
std::vector<judge::RuleSwitch> load_rule_rows(db::Session& session, base::CharacteristicId id);
/// All eight rules, as the engine judges by them.
judge::RuleSwitches load_rules(db::Session& session, base::CharacteristicId id);

/// The plant that owns the characteristic, through its node; a node outside any plant belongs to the default plant.
base::PlantId plant_of_characteristic(db::Session& session, const judge::Characteristic& characteristic);

base::CharacteristicId insert_characteristic(db::Session& session, const judge::Characteristic& characteristic);
/// Writes every column but id, hierarchy_id, data_type and subgroup_size, which are fixed at creation.
void update_characteristic(db::Session& session, const judge::Characteristic& characteristic);
/// With rules, config and annotations, and what is left of deleted samples; all others must be gone before.
void delete_characteristic(db::Session& session, const judge::Characteristic& characteristic);
/// Excluded samples count, deleted ones do not.
bool has_samples(db::Session& session, const judge::Characteristic& characteristic);

/// Rules that are not given lose their row; what is not given of a rule's severity and dispersion chart stays.
void replace_rules(db::Session& session, base::CharacteristicId id, const std::vector<judge::RuleSwitch>& rules);

}  // namespace openspc::quality::characteristic
