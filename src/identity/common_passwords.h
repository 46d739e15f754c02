// The passwords that people choose most often, of eight characters and more: what a guesser tries first. Refused for
// new passwords; whoever has one already is named by a warning in the log. Pure functions, any thread.
#pragma once

#include <string_view>

namespace openspc::identity {

// Whatever its upper and lower case.
bool is_common_password(std::string_view password);

// Throws base::Error (invalid) for a new password that is among them, about this member of the body. Never repeats the
// password.
void refuse_common_password(std::string_view password, std::string_view member);

}  // namespace openspc::identity
