// Characteristics as lists show them: filtered, narrowed to what the caller may see, with their counters; and the wire
// form of a single one. SQL only; runs on the database's threads. Called by service.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "db/session.h"
#include "net/access.h"
#include "quality/characteristic/view.h"

namespace openspc::quality::characteristic {

/// Without the counters, as replies about one characteristic show it.
CharacteristicView view_of(db::Session& session, const judge::Characteristic& characteristic);

/// A page of those at plants where the caller has a role, ordered by id.
CharacteristicPage list_characteristics(db::Session& session, const net::Principal& caller,
                                        const CharacteristicQuery& query);

enum class Depth { node_only, with_descendants };
std::vector<CharacteristicView> list_at_node(db::Session& session, base::NodeId node, Depth depth);

/// Stored samples, excluded ones included, deleted ones not.
std::int64_t count_live_samples(db::Session& session, judge::SeriesKey series);

}  // namespace openspc::quality::characteristic
