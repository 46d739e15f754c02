// What the routes of this floor say alike.
#pragma once

#include <string_view>

#include "net/access.h"

namespace openspc::quality::characteristic {

inline constexpr std::string_view kTag = "characteristics";
inline constexpr net::Access kReader = net::Access::authenticated();
inline constexpr net::Access kEngineer = net::Access::any_plant(net::Role::engineer);
inline constexpr std::string_view kNeedsEngineer = "Needs engineer at the owning plant.";

}  // namespace openspc::quality::characteristic
