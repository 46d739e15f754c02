// Keys of this room's own tables.
#pragma once

#include "base/ids.h"

namespace openspc::quality::judge {

using LimitRevisionId = base::Id<struct LimitRevisionTag>;

}  // namespace openspc::quality::judge
