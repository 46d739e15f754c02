// Collects the readings of one source into subgroups by its trigger strategy. A plain state machine without clock or
// storage of its own: ingestion feeds it inside the write job and stores state() with the samples, so that a restart
// goes on with exactly the readings that were acknowledged and not yet part of a sample. One thread at a time.
#pragma once

#include <boost/describe.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "connect/payload/payload.h"

namespace openspc::connect::source {

enum class TriggerStrategy {
  on_change,   // a subgroup is complete when it has subgroup_size readings
  on_trigger,  // a message on the trigger topic completes what was collected
  on_timer,    // the timer completes what was collected
};
BOOST_DESCRIBE_ENUM(TriggerStrategy, on_change, on_trigger, on_timer)

struct BufferSettings {
  TriggerStrategy strategy = TriggerStrategy::on_change;
  std::size_t subgroup_size = 1;              // 1 to 100
  std::chrono::milliseconds timeout{60'000};  // after the first reading came: what is there becomes a subgroup
  /// Readings that differ from the last one taken by no more than this are not taken. Nothing: every message counts.
  std::optional<double> dead_band{};
};

/// Readings that belong together. The time of a subgroup is that of its last reading with one of its own.
struct Subgroup {
  std::vector<double> values;
  std::optional<base::Timestamp> timestamp{};
  std::optional<std::string> batch_number{}, operator_id{}, serial_number{};  // of the last reading that has one
  bool is_uncertain = false;                                                  // as any of its readings
  std::string origin{};  // where its readings come from; empty for a source of one origin, or of mixed ones
};

class SubgroupBuffer {
 public:
  explicit SubgroupBuffer(BufferSettings settings);

  /// Goes on where state() was; anything malformed in it counts as nothing there. Call expire() afterwards: the timeout
  /// may have passed meanwhile, and only then is a deadline right that was set by a clock since put back.
  void restore(const boost::json::object& state);
  /// Changed settings apply to what is collected already: the newest subgroup_size readings stay. When they are
  /// complete by the new settings, deadline() is in the past and expire() hands them out.
  void configure(BufferSettings settings);

  /// Takes a reading that arrived at `now` and returns the subgroup that it completes, if it does. A reading that comes
  /// when the timeout has passed completes what is there and begins the next subgroup. on_trigger and on_timer keep the
  /// newest subgroup_size readings.
  std::optional<Subgroup> add(const payload::Reading& reading, base::Timestamp now);
  /// The dead band counts from this value on, which is no reading itself.
  void begin_from(double value) { last_taken_ = value; }
  /// The trigger arrived. Nothing for other strategies than on_trigger, nor when nothing was collected.
  std::optional<Subgroup> trigger();
  /// Completes a subgroup whose timeout has passed. When the clock was put back, the timeout begins anew.
  std::optional<Subgroup> expire(base::Timestamp now);
  /// Completes what is there, whatever the strategy.
  std::optional<Subgroup> close();
  /// When expire() would have something to do.
  std::optional<base::Timestamp> deadline() const;

  /// Its numbers read back exactly through net::parse_json_body; boost::json::parse may be off in the last place.
  boost::json::object state() const;
  std::size_t size() const { return pending_.size(); }
  /// Nothing would be lost if it was forgotten.
  bool is_blank() const { return pending_.empty() && (!settings_.dead_band || !last_taken_); }
  /// Readings that change detection left out since the start.
  std::size_t unchanged() const { return unchanged_; }
  /// Readings pushed out by newer ones since the start.
  std::size_t superseded() const { return superseded_; }

 private:
  bool is_full() const;
  bool is_due(base::Timestamp now) const;
  void keep_newest();
  Subgroup complete();

  BufferSettings settings_;
  std::deque<payload::Reading> pending_;
  base::Timestamp began_{};  // when the first reading came, even if it was pushed out since
  std::optional<double> last_taken_;
  std::size_t unchanged_ = 0;
  std::size_t superseded_ = 0;
};

}  // namespace openspc::connect::source
