#include "identity/people/name_rules.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace openspc::identity {

namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

}  // namespace

void check_username(const std::string& username, base::Problems& problems) {
  const std::size_t characters = base::utf8_count(username);
  if (characters < kMinUsernameLength || characters > kMaxUsernameLength)
    problems.add({"username"}, "A user name has " + std::to_string(kMinUsernameLength) + " to " +
                                   std::to_string(kMaxUsernameLength) + " characters");
  if (std::ranges::any_of(username, is_control)) {
    problems.add({"username"}, "A user name has no control characters: leave out line breaks and tabs");
  } else if (username.starts_with(' ') || username.ends_with(' ')) {
    problems.add({"username"}, "A user name neither begins nor ends with a blank", boost::json::value(username));
  }
}

void check_email(const std::string& email, base::Problems& problems) {
  const std::size_t at = email.find('@');
  const bool is_address = at != std::string::npos && at > 0 && at + 1 < email.size() &&
                          email.find('@', at + 1) == std::string::npos &&
                          std::ranges::none_of(email, [](char c) { return is_control(c) || c == ' '; });
  if (!is_address) problems.add({"email"}, "An e-mail address looks like name@example.com", boost::json::value(email));
}

}  // namespace openspc::identity
