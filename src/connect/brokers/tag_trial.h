// The trial of a mapping: what intake would make of the messages of a while, by intake's own lines (SourceMap,
// reading_of, source::TrialJudge), but nothing is stored. Made by Visits for each trial. One thread.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/brokers/source_map.h"
#include "connect/brokers/source_reading.h"
#include "connect/brokers/sparkplug_listener.h"
#include "connect/brokers/tag_preview.h"
#include "connect/mqtt/session.h"
#include "connect/source/trial_judge.h"
#include "quality/judge/characteristic.h"

namespace openspc::connect::brokers {

/// What the server knows beside the messages of the trial.
struct TrialGround {
  /// Whose samples would be stored; nothing: any value is one.
  std::optional<quality::judge::Characteristic> characteristic{};
  /// Of times that name none, where the mapping does not say it.
  std::optional<std::string> time_zone{};
  /// The metrics of a Sparkplug peer as its birth told them; none when no birth was heard.
  std::function<std::vector<sparkplug::MetricStatus>(const sparkplug::Peer&)> births{};
};

class TagTrialRun {
 public:
  /// Throws Error(invalid) for what could not be saved either.
  TagTrialRun(const TagTrialRequest& request, TrialGround ground);

  /// What to listen to. Shared subscriptions are listened to by their filter alone: a trial takes no
  /// messages from others.
  const std::vector<TopicSubscription>& subscriptions() const { return sources_.subscriptions(); }
  void hear(const mqtt::Message& message, base::Timestamp now);
  /// Closes the subgroups whose time is up.
  void pass(base::Timestamp now) { judge_.pass(now); }
  TagTrial result() const;

 private:
  void hear_sparkplug(const mqtt::Message& message, base::Timestamp now);
  bool is_born(const sparkplug::Peer& peer);
  void judge(TagTrialReading shown, Heard heard, std::string_view origin);
  void show(TagTrialReading shown);

  const TrialGround ground_;
  const SourceMap sources_;
  source::TrialJudge judge_;
  SparkplugListener listener_;
  std::set<std::string> born_;  // peers by name

  std::int64_t messages_ = 0, readable_ = 0;
  std::deque<TagTrialReading> readings_;
};

}  // namespace openspc::connect::brokers
