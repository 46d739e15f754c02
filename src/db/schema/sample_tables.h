// What the tables of samples need beyond SQL of their own. No foreign key points into them or out of them: whoever
// deletes a characteristic or a plant deletes its rows here. On PostgreSQL the samples are divided by months (UTC), so
// that old months can be dropped as a whole; samples of months without a part of their own stand in subgroup_other.
// Called inside writes.
#pragma once

#include <optional>
#include <string_view>

#include "base/ids.h"
#include "base/time.h"
#include "db/session.h"

namespace openspc::db {

void delete_samples_of_plant(Session& session, base::PlantId plant);
/// Plant 0: of a node that belongs to none.
void delete_samples_of_characteristic(Session& session, base::PlantId plant, base::CharacteristicId characteristic);

/// The first and the last time of any sample.
struct SampleTimes {
  base::Timestamp first, last;
};
std::optional<SampleTimes> times_of_samples(Session& session);

/// Makes the parts of all months of these times, before samples of theirs are stored.
void create_months(Session& session, const SampleTimes& times);

/// The statement that lets new ids follow those of the samples that are there.
std::string_view align_sample_ids(const Dialect& dialect);

/// Makes the parts of this month and of the three that follow, where the database has parts.
void create_months_ahead(Session& session);

namespace detail {
/// Every month that sample_before has samples of.
void create_months_of_samples(Session& session);
}  // namespace detail

}  // namespace openspc::db
