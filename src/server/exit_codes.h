// What the program answers its shell beside 0 and 1.
#pragma once

namespace openspc::server {

inline constexpr int kSchemaDiffers = 2;

}  // namespace openspc::server
