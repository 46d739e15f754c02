// The trial of a node's mapping: what intake would make of the values of a while, by intake's own lines (Sources,
// reading_of, source::TrialJudge), but nothing is stored. Made by Visits for each trial. One thread.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/time.h"
#include "connect/opcua/mapping.h"
#include "connect/opcua/sources.h"
#include "connect/source/trial_judge.h"
#include "quality/judge/characteristic.h"

namespace openspc::connect::opcua {

class TrialRun {
 public:
  /// Throws Error(invalid) for what could not be saved either.
  TrialRun(const OpcuaTrialRequest& request, const OpcuaServer& server,
           std::optional<quality::judge::Characteristic> characteristic);

  const std::vector<Monitor>& monitors() const { return monitors_; }
  void hear(const Change& change, base::Timestamp now);
  /// Closes the subgroups whose time is up.
  void pass(base::Timestamp now) { judge_.pass(now); }
  OpcuaTrial result() const;

 private:
  OpcuaTrialReading judged(const Change& change, const Sources::Meaning& meaning, base::Timestamp now);

  const OpcuaChangeTrigger change_trigger_;
  const Sources sources_;
  std::vector<Monitor> monitors_;
  source::TrialJudge judge_;
  std::optional<double> last_value_;
  std::int64_t values_ = 0, readable_ = 0, equal_ = 0;
  std::deque<OpcuaTrialReading> newest_;
};

}  // namespace openspc::connect::opcua
