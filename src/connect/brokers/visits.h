// Short visits to a broker beside ingestion, each in a session of its own: the test of a connection, a preview of a
// topic, the trial of a mapping. Blocking work on a few threads of its own; the awaiting coroutine does not block.
// Errors: invalid (a topic or rule), bad_request (the broker cannot be reached), unavailable (too many visits wait).
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include "base/executors.h"
#include "base/time.h"
#include "connect/brokers/broker_status.h"
#include "connect/brokers/tag_preview.h"
#include "connect/brokers/tag_trial.h"
#include "connect/mqtt/session.h"

namespace openspc::connect::brokers {

class Visits {
 public:
  explicit Visits(const base::Clock& clock) : clock_(clock), workers_(4) {}
  Visits(const Visits&) = delete;
  Visits& operator=(const Visits&) = delete;
  ~Visits() { stop(); }

  /// Ends the visits under way within a moment.
  void stop() { stopping_ = true; }

  base::Task<BrokerTestResult> test(BrokerTestRequest request);
  base::Task<TagPreview> preview(mqtt::Settings settings, TagPreviewRequest request);
  base::Task<TagTrial> trial(mqtt::Settings settings, TagTrialRequest request, TrialGround ground);

 private:
  struct Listening {
    std::function<void(const mqtt::Message&, base::Timestamp)> on_message{};
    std::function<void(base::Timestamp)> on_pause{};  // a few times a second
  };
  void listen(const mqtt::Settings& settings, const std::vector<TopicSubscription>& subscriptions, double seconds,
              const Listening& listening);

  const base::Clock& clock_;
  std::atomic<bool> stopping_ = false;
  base::WorkerPool workers_;
};

}  // namespace openspc::connect::brokers
