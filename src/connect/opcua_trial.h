// The trial of a node's mapping: what intake would make of the values of a while, by intake's own lines (OpcuaSources,
// reading_of, TrialJudge), but nothing is stored. Made by OpcuaVisits for each trial. One thread.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/time.h"
#include "connect/opcua_mapping.h"
#include "connect/opcua_sources.h"
#include "connect/trial_judge.h"
#include "quality/characteristic.h"

namespace openspc::connect {

class OpcuaTrialRun {
 public:
  /// Throws Error(invalid) for what could not be saved either.
  OpcuaTrialRun(const OpcuaTrialRequest& request, const OpcuaServer& server,
                std::optional<quality::Characteristic> characteristic);

  const std::vector<OpcuaMonitor>& monitors() const { return monitors_; }
  void hear(const OpcuaChange& change, base::Timestamp now);
  /// Closes the subgroups whose time is up.
  void pass(base::Timestamp now) { judge_.pass(now); }
  OpcuaTrial result() const;

 private:
  OpcuaTrialReading judged(const OpcuaChange& change, const OpcuaSources::Meaning& meaning, base::Timestamp now);

  const OpcuaChangeTrigger change_trigger_;
  const OpcuaSources sources_;
  std::vector<OpcuaMonitor> monitors_;
  TrialJudge judge_;
  std::optional<double> last_value_;
  std::int64_t values_ = 0, readable_ = 0, equal_ = 0;
  std::deque<OpcuaTrialReading> newest_;
};

}  // namespace openspc::connect
