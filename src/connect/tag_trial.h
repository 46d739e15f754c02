// The trial of a mapping: what intake would make of the messages of a while, by intake's own lines (SourceMap,
// reading_of, SubgroupCollector and the check of samples), but nothing is stored. Made by Visits for each trial. One
// thread.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/mqtt_session.h"
#include "connect/source_map.h"
#include "connect/source_reading.h"
#include "connect/sparkplug_listener.h"
#include "connect/subgroup_collector.h"
#include "connect/tag_preview.h"
#include "quality/characteristic.h"

namespace openspc::connect {

/// What the server knows beside the messages of the trial.
struct TrialGround {
  /// Whose samples would be stored; nothing: any value is one.
  std::optional<quality::Characteristic> characteristic{};
  /// The metrics of a Sparkplug peer as its birth told them; none when no birth was heard.
  std::function<std::vector<SparkplugMetricStatus>(const SparkplugPeer&)> births{};
};

class TagTrialRun {
 public:
  /// Throws Error(invalid) for what could not be saved either.
  TagTrialRun(const TagTrialRequest& request, TrialGround ground);

  /// What to listen to. Shared subscriptions are listened to by their filter alone: a trial takes no messages from
  /// others.
  const std::vector<TopicSubscription>& subscriptions() const { return sources_.subscriptions(); }
  void hear(const MqttMessage& message, base::Timestamp now);
  /// Closes the subgroups whose time is up.
  void pass(base::Timestamp now);
  TagTrial result() const;

 private:
  void hear_sparkplug(const MqttMessage& message, base::Timestamp now);
  bool is_born(const SparkplugPeer& peer);
  void judge(TagTrialReading shown, Heard heard, std::string_view origin);
  void show(TagTrialReading shown);
  void store(std::vector<Subgroup> subgroups, base::Timestamp now);

  const TrialGround ground_;
  const SourceMap sources_;
  SubgroupCollector collector_;
  std::set<std::int64_t> seen_;  // fingerprints of readings
  SparkplugListener listener_;
  std::set<std::string> born_;  // peers by name

  TagTrial counts_;
  std::int64_t doubtful_repetitions_ = 0;
  std::deque<TagTrialReading> readings_;
  std::deque<TagTrialSample> samples_;
};

}  // namespace openspc::connect
