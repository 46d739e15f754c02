// Passwords that everybody tries first: refused where one is chosen, told of where one is in use.

#include "identity/common_passwords.h"

#include "base/log.h"
#include "identity/first_admin.h"
#include "identity/password_reset.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using base::ErrorKind;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CommonPasswords, AreKnownWhateverTheirCase) {
  for (const char* password : {"password", "Password1", "QWERTYUIOP", "12345678", "iloveyou", "p@ssw0rd"})
    EXPECT_TRUE(is_common_password(password)) << password;
  for (const char* password : {"", "correct horse battery", "password-of-mine", "openspc-demo"})
    EXPECT_FALSE(is_common_password(password)) << password;
}

class ChoosingAPassword : public IdentityTest {
 protected:
  // What the log says while something is done.
  template <class F>
  std::string log_of(F&& work) {
    std::string lines;
    base::log::set_sink([&](std::string_view line) { lines += line; });
    work();
    base::log::set_sink({});
    return lines;
  }
};

TEST_F(ChoosingAPassword, ACommonOneIsRefusedWithTheFieldNamed) {
  add_user("ann");
  const Caller caller = caller_of(login("ann").access_token);
  try {
    run(auth.change_password(caller, {kGoodPassword, "Password123"}));
    ADD_FAILURE();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid);
    ASSERT_EQ(error.fields().size(), 1U);
    EXPECT_EQ(error.fields()[0].loc, (boost::json::array{"body", "new_password"}));
    EXPECT_TRUE(error.fields()[0].input.is_null()) << "no password is sent back";
  }
  EXPECT_EQ(login("ann").user.username, "ann");
}

TEST_F(ChoosingAPassword, ForSomebodyElseItMustBeChangedOrBeGood) {
  EXPECT_EQ(error_of(users.create({"ann", "password1", std::nullopt, false, {}}, Caller::system())),
            ErrorKind::invalid);
  EXPECT_EQ(run(users.create({"bob", "password1", std::nullopt, true, {}}, Caller::system())).username, "bob");
}

TEST_F(ChoosingAPassword, OneThatIsInUseIsNamedByAWarningAtTheSignIn) {
  run(users.create({"ann", "password1", std::nullopt, true, {}}, Caller::system()));
  const std::string lines = log_of([&] { run(auth.login({"ann", "password1", false}, {})); });
  EXPECT_THAT(lines, HasSubstr("common_password"));
  EXPECT_THAT(lines, HasSubstr("ann"));
  EXPECT_THAT(lines, Not(HasSubstr("password1")));
}

TEST_F(ChoosingAPassword, ThatOfTheFirstAdminIsTakenWithAWarning) {
  base::Config config;
  config.admin_password = "password";
  const std::string lines = log_of([&] { EXPECT_TRUE(run(ensure_first_admin(*db, hasher, clock, config))); });
  EXPECT_THAT(lines, HasSubstr("OPENSPC_ADMIN_PASSWORD"));
}

class ResettingAPassword : public IdentityTest {
 protected:
  std::int64_t reset(const std::string& name) {
    return db->write_now([&](db::Session& session) {
      const std::string hash = base::hash_password("a fresh password", kCheap);
      return reset_password(session, user_named(session, name), hash, Caller::system(), clock.now());
    });
  }
};

TEST_F(ResettingAPassword, LetsTheUserInAgainToChangeIt) {
  add_user("ann");
  for (int i = 0; i < 8; ++i) error_of(auth.login({"ann", "wrong", false}, {}));
  reset("ann");
  const SignIn sign_in = run(auth.login({"ann", "a fresh password", false}, {}));
  EXPECT_TRUE(sign_in.user.must_change_password);
  EXPECT_EQ(error_of(auth.login({"ann", kGoodPassword, false}, {})), ErrorKind::unauthorized);
  EXPECT_THAT(audit_trail(), ::testing::Contains("user.password_reset"));
}

TEST_F(ResettingAPassword, EndsEverySession) {
  add_user("ann");
  const SignIn one = login("ann");
  login("ann");
  EXPECT_EQ(reset("ann"), 2);
  EXPECT_EQ(error_of(auth.refresh(one.refresh_token, {})), ErrorKind::unauthorized);
}

TEST_F(ResettingAPassword, OfNobodyNamesWhoThereIs) {
  add_user("ann");
  try {
    reset("Ann");
    ADD_FAILURE();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.detail(), "There is no user 'Ann'; there are: ann");
  }
}

TEST(NewPassword, IsNeitherShortNorCommon) {
  EXPECT_THROW(check_new_password("seven77"), base::Error);
  EXPECT_THROW(check_new_password("password"), base::Error);
  EXPECT_THROW(check_new_password(std::string(1025, 'x')), base::Error);
  EXPECT_NO_THROW(check_new_password(generate_password()));
}

}  // namespace
}  // namespace openspc::identity::testing
