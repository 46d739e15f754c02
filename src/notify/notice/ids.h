// Keys of this room's tables.
#pragma once

#include "base/ids.h"

namespace openspc::notify {

using ChannelId = base::Id<struct ChannelTag>;
using RuleId = base::Id<struct NotificationRuleTag>;
using IncidentId = base::Id<struct IncidentTag>;
using OutageId = base::Id<struct OutageTag>;
using DeliveryId = base::Id<struct DeliveryTag>;

}  // namespace openspc::notify
