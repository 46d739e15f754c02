// What becomes of the readings of one source: their times are judged, those that come again are left out, and the rest
// is collected into subgroups, one for each origin, so that machines behind one mapping are not mixed. Called by
// intake, which keeps all of it in the database, and by trials, which keep nothing: both judge by these lines. One
// thread at a time.
//
// The identity of a reading, by which it is known when it comes again, is: source (and with it the broker or server),
// origin, time of measurement, value, serial number, sequence number. The origin is what the mapping leaves open: the
// topic that a message came on, or the topic of data of a Sparkplug peer, when the mapping has wildcards, else nothing.
// Readings without a time of their own have no identity: each counts. So do all of a source that says so.
#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "connect/payload/payload.h"
#include "connect/source/clock_watch.h"
#include "connect/source/subgroup_buffer.h"

namespace openspc::connect::source {

/// What every mapping comes down to: readings that become samples of one characteristic.
struct ReadingSource {
  base::DataSourceId id{};
  base::CharacteristicId characteristic{};
  bool counts = false;          // attribute data: each reading is a sample of its own
  bool remembers_time = false;  // readings with a time stamp are known when they come again
  bool keeps_equal = false;     // none is known: each counts
  bool mixes_origins = false;   // readings of all origins fill one subgroup
  bool takes_births = false;    // what a Sparkplug birth tells to have changed meanwhile is a reading
  BufferSettings buffer{};
};

/// What a reading came to.
struct Judgement {
  enum class Outcome : std::uint8_t {
    collected,
    repeated,   // it came before
    unchanged,  // it differs from the last one by no more than the dead band
  };
  Outcome outcome = Outcome::collected;
  std::optional<base::Timestamp> timestamp{};  // its own, when that is believed; else it counts as of its arrival
  std::optional<std::string> time_doubt{};     // why its own is missing or not believed; for people
  std::vector<Subgroup> completed{};           // in the order in which they are to be stored
  /// It may be another one all the same: its clock has whole seconds, and nothing else tells equal ones apart.
  bool is_doubtful_repetition = false;
  std::size_t closed_early = 0;  // of these, to make room for another origin
};

/// The clock of a machine is steadily off.
struct ClockOff {
  std::string origin{};
  std::chrono::seconds ahead{};  // of ours; negative: behind
};
/// For people.
std::string problem_of(const ClockOff& clock);

/// What was sent before, by its fingerprint: remembers it, and says whether it is new.
using IsNewReading = std::function<bool(std::int64_t fingerprint)>;
/// True for the origins that a trigger means.
using IsMeant = std::function<bool(std::string_view origin)>;

class SubgroupCollector {
 public:
  /// Origins of one source with something to remember. Beyond it the oldest incomplete subgroup is closed.
  static constexpr std::size_t most_origins = 1'000;

  explicit SubgroupCollector(const ReadingSource& source);

  /// As SubgroupBuffer's functions of these names, of all origins.
  void configure(const ReadingSource& source);
  void restore(const std::string& origin, const boost::json::object& state);
  std::vector<Subgroup> trigger(const IsMeant& is_meant);
  std::vector<Subgroup> expire(base::Timestamp now);
  std::optional<base::Timestamp> deadline() const;

  /// Of a source without origins: as SubgroupBuffer's.
  void begin_from(double value);

  Judgement take(payload::Reading reading, std::string_view origin, base::Timestamp arrived,
                 const IsNewReading& is_new);

  /// Readings that wait for their subgroup to be complete.
  std::size_t pending() const;
  /// Subgroups that have such readings.
  std::size_t open_subgroups() const;

  /// The first of the origins whose clock is steadily off.
  std::optional<ClockOff> clock_off() const;

  /// Calls `save` for each origin that changed since the last call: with its state, or with nullptr when what was
  /// saved of it is to be forgotten.
  using Save = std::function<void(const std::string& origin, const boost::json::object* state)>;
  void save_changes(const Save& save);

 private:
  struct Place {
    SubgroupBuffer buffer;
    bool is_changed = false;
    bool is_saved = false;
    std::uint64_t used = 0;  // greater, the later
  };
  using Places = std::map<std::string, Place, std::less<>>;

  Place& place(std::string_view origin, Judgement& judgement);
  void make_room(Judgement& judgement);
  void forget(Places::iterator place);
  void watch_clock(std::string_view origin, base::Timestamp said, base::Timestamp arrived);
  Judgement take_whole(payload::Reading reading, std::string_view origin, Judgement judgement) const;
  static void keep(std::vector<Subgroup>& kept, const std::string& origin, std::optional<Subgroup> subgroup);

  ReadingSource source_;
  Places places_;
  std::vector<std::string> gone_;  // saved, and forgotten since
  std::uint64_t uses_ = 0;
  std::map<std::string, ClockWatch, std::less<>> clocks_;
  std::map<std::string, std::chrono::seconds, std::less<>> off_;
};

}  // namespace openspc::connect::source
