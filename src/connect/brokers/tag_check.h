// Whether anything can come by a mapping of a topic. Called before it is stored and before it is tried: what the trial
// accepts can be saved. Pure functions; any thread.
#pragma once

#include "connect/brokers/tag.h"

namespace openspc::connect::brokers {

/// Throws Error(invalid) naming the member that is wrong.
void check_mapping(const TagMappingCreate& mapping);

/// Throws Error(invalid) naming `member` when `filter` is none that messages can come by.
void require_filter(const std::string& filter, const char* member);

}  // namespace openspc::connect::brokers
