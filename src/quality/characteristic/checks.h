// What the columns of a characteristic must fulfil together, in one place for creation and PATCH, and how a PATCH
// changes a row. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "quality/characteristic/view.h"

namespace openspc::quality::characteristic {

/// One sentence for each contradiction within the row, none when all is well.
std::vector<std::string> contradictions(const judge::Characteristic& row);

/// Throws a 422 at ["body", "subgroup_size"]: a variable has at most 25 readings, an attribute may inspect more.
void require_subgroup_size(const CharacteristicCreate& request);

/// Throws a 422 at ["body", "chart_type"] that names the charts to use instead, when that chart cannot draw its
/// samples.
void require_suitable_chart(const judge::Characteristic& row);

judge::Characteristic row_of(const CharacteristicCreate& request);

/// The row after the update: given members replaced, control limits, center and sigma brought in line (see the
/// documentation of CharacteristicUpdate::ucl).
judge::Characteristic updated(const judge::Characteristic& before, const CharacteristicUpdate& update);

/// Throws a 422 at ["body"] when `after` contradicts itself in a way that `before` did not: a row of the reference that
/// never fitted together can still be renamed.
void require_consistent(const judge::Characteristic& after, const judge::Characteristic* before = nullptr);

}  // namespace openspc::quality::characteristic
