// Events in the form in which WebSocket clients are told of them. Called by hub, once for each event however many
// clients there are. Pure functions. Beyond the contract, a sample brings its point for the charts, so that a client
// draws it without asking.
#pragma once

#include <string>

#include "quality/judge/events.h"

namespace openspc::quality::live {

std::string frame(const judge::SampleProcessed& event);
std::string frame(const judge::ViolationCreated& event);
std::string frame(const judge::ViolationAcknowledged& event);
std::string frame(const judge::LimitsUpdated& event);
std::string frame(const judge::SamplesChanged& event);

}  // namespace openspc::quality::live
