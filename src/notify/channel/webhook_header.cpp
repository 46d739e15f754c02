#include "notify/channel/webhook_header.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

namespace openspc::notify {
namespace {

struct Reserved {
  std::string_view name;  // in small letters
  const char* because;
};

constexpr const char* kConnection = "it is the connection's, and set for each message";
constexpr std::array kReserved{
    Reserved{"host", kConnection},
    Reserved{"content-length", kConnection},
    Reserved{"transfer-encoding", kConnection},
    Reserved{"connection", kConnection},
    Reserved{"keep-alive", kConnection},
    Reserved{"proxy-connection", kConnection},
    Reserved{"proxy-authorization", kConnection},
    Reserved{"te", kConnection},
    Reserved{"trailer", kConnection},
    Reserved{"upgrade", kConnection},
    Reserved{"expect", kConnection},
    Reserved{"user-agent", "it names this program"},
    Reserved{"content-type", "it follows from body_format"},
    Reserved{"authorization", "headers are shown to whoever sees the channel: use bearer_token, which is kept secret"},
};
constexpr std::string_view kOurs = "x-openspc-";

bool is_token_letter(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         marks.find(c) != std::string_view::npos;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(),
                         [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  return small;
}

std::optional<std::string> problem_of_name(const std::string& name, std::set<std::string>& seen) {
  if (name.empty() || !std::ranges::all_of(name, is_token_letter))
    return "a name is made of letters, digits and hyphens";
  const std::string small = in_small_letters(name);
  if (small.starts_with(kOurs)) return "names that begin with X-OpenSPC- are this program's";
  if (const auto* const found = std::ranges::find(kReserved, small, &Reserved::name); found != kReserved.end())
    return found->because;
  if (!seen.insert(small).second) return "this name is given twice";
  return std::nullopt;
}

std::optional<std::string> problem_of_value(const std::string& value) {
  const auto is_visible = [](char c) { return c >= ' ' && c <= '~'; };
  if (value.empty() || !std::ranges::all_of(value, is_visible))
    return "a value is one line of printable ASCII characters";
  if (value.front() == ' ' || value.back() == ' ') return "a value neither begins nor ends with a space";
  return std::nullopt;
}

}  // namespace

// A value is not repeated in what is said of it: it may be a secret all the same.
void check_headers(const std::vector<WebhookHeader>& headers, base::Problems& problems) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (const auto problem = problem_of_name(headers[i].name, seen))
      problems.add({"headers", i, "name"}, *problem, boost::json::string(headers[i].name));
    if (const auto problem = problem_of_value(headers[i].value)) problems.add({"headers", i, "value"}, *problem);
  }
}

bool is_bearer_token(std::string_view token) {
  return !token.empty() && std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace openspc::notify
