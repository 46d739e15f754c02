// Characteristics and their rules: who sees them, who changes them, what must fit together. Called by
// routes and by the demo. Any coroutine. Errors: not_found (also for what the caller may not see),
// forbidden (engineer at the owning plant), invalid, conflict (deleting one that has samples), bad_request (a mode that
// its samples do not allow).
#pragma once

#include <string>
#include <vector>

#include "base/event_bus.h"
#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/caller.h"
#include "net/access.h"
#include "quality/characteristic/listing.h"
#include "quality/characteristic/view.h"
#include "quality/judge/rule_config.h"

namespace openspc::quality::characteristic {

class Service {
 public:
  Service(db::Database& database, base::EventBus& events, const base::Clock& clock)
      : database_(database), events_(events), clock_(clock) {}

  base::Task<CharacteristicPage> list(const net::Principal& caller, CharacteristicQuery query);
  base::Task<std::vector<CharacteristicView>> at_node(const net::Principal& caller, base::NodeId node, Depth depth);
  base::Task<CharacteristicView> get(const net::Principal& caller, base::CharacteristicId id);

  /// With all eight rules on.
  base::Task<CharacteristicView> create(identity::Caller caller, CharacteristicCreate request);
  base::Task<CharacteristicView> update(identity::Caller caller, base::CharacteristicId id,
                                        CharacteristicUpdate update);
  base::Task<void> remove(identity::Caller caller, base::CharacteristicId id);

  /// Always eight, by number: a rule without a row is on, for the engine as for this list.
  base::Task<std::vector<judge::RuleSwitch>> rules(const net::Principal& caller, base::CharacteristicId id);
  /// Replaces the stored rules; the answer lists the stored ones.
  base::Task<std::vector<judge::RuleSwitch>> replace_rules(identity::Caller caller, base::CharacteristicId id,
                                                           std::vector<judge::RuleSwitch> rules);

 private:
  db::Database& database_;
  base::EventBus& events_;
  const base::Clock& clock_;
};

/// Inside the caller's database job: a new characteristic with the settings and rules of `model`, which the caller must
/// see, and without its control limits, which are those of another process.
base::CharacteristicId create_like(db::Session& session, const identity::Caller& caller, base::CharacteristicId model,
                                   base::NodeId node, const std::string& name);

}  // namespace openspc::quality::characteristic
