// Which headers a person may add to a webhook's messages.
#include "notify/channel/webhook_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace openspc::notify {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "0.name: reason" for each that is refused.
std::vector<std::string> refused(const std::vector<WebhookHeader>& headers) {
  base::Problems problems;
  check_headers(headers, problems);
  std::vector<std::string> found;
  try {
    problems.throw_if_any();
  } catch (const base::Error& error) {
    for (const base::FieldError& field : error.fields())
      found.push_back(std::to_string(field.loc.at(2).to_number<int>()) + "." +
                      std::string(field.loc.at(3).as_string()) + ": " + field.msg);
  }
  return found;
}

TEST(WebhookHeader, OfTheReceiverIsTaken) {
  EXPECT_THAT(refused({{"X-Gotify-Key", "AbC"}, {"Title", "Alarm at line 1"}, {"X_y.z~1", "a\"b;c=d"}}), IsEmpty());
}

TEST(WebhookHeader, ThatIsTheConnectionsIsRefusedInAnyCase) {
  for (const char* name :
       {"Host", "content-LENGTH", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect",
        "Proxy-Authorization", "User-Agent", "X-OpenSPC-Signature", "x-openspc-anything"})
    EXPECT_THAT(refused({{name, "x"}}), ElementsAre(HasSubstr("0.name"))) << name;
}

TEST(WebhookHeader, ThatAnotherFieldSaysIsRefusedWithTheNameOfTheField) {
  EXPECT_THAT(refused({{"Authorization", "Basic x"}}), ElementsAre(HasSubstr("bearer_token")));
  EXPECT_THAT(refused({{"Content-Type", "text/plain"}}), ElementsAre(HasSubstr("body_format")));
}

TEST(WebhookHeader, CannotSmuggleALine) {
  for (const char* name : {"X\r\nHost", "X: y", "X y", "X\t", "Ü", "", "X\n"})
    EXPECT_THAT(refused({{name, "x"}}), ElementsAre(HasSubstr("0.name"))) << name;
  for (const char* value : {"a\r\nHost: b", "a\nb", "a\rb", "a\tb", "ü", " a", "a ", "", "\x7f"})
    EXPECT_THAT(refused({{"X-A", value}}), ElementsAre(HasSubstr("0.value"))) << value;
  EXPECT_THAT(refused({{"X-A", std::string("a\0b", 3)}}), ElementsAre(HasSubstr("0.value")));
}

TEST(WebhookHeader, ThatComesTwiceIsRefused) {
  EXPECT_THAT(refused({{"X-A", "1"}, {"x-a", "2"}}), ElementsAre(HasSubstr("1.name")));
}

TEST(WebhookHeader, BearerTokenIsOneWord) {
  EXPECT_TRUE(is_bearer_token("eyJ0.e30._-~+/=="));
  for (const char* token : {"", "a b", "a\r\nb", "ü", "a\t"}) EXPECT_FALSE(is_bearer_token(token)) << token;
}

}  // namespace
}  // namespace openspc::notify
