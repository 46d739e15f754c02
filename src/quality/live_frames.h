// Events in the form in which WebSocket clients are told of them. Called by live_hub, once for each event however many
// clients there are. Pure functions. Beyond the contract, a sample brings its point for the charts, so that a client
// draws it without asking.
#pragma once

#include <string>

#include "quality/events.h"

namespace openspc::quality::live {

std::string frame(const SampleProcessed& event);
std::string frame(const ViolationCreated& event);
std::string frame(const ViolationAcknowledged& event);
std::string frame(const LimitsUpdated& event);
std::string frame(const SamplesChanged& event);

}  // namespace openspc::quality::live
