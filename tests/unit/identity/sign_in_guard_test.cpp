// Pauses after failed sign-ins: they grow, they end, they are the same for everybody, and they cannot be flooded away.

#include "identity/sign_in_guard.h"

#include "base/retry_later.h"
#include "identity_fixture.h"

namespace openspc::identity::testing {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using ::testing::Contains;
using ::testing::ElementsAre;

class Guarded : public IdentityTest {
 protected:
  Guarded() { add_user("ann"); }

  // Seconds until the next attempt; 0 when this one was looked at.
  std::chrono::seconds guess(const std::string& name, const std::string& password = "wrong") {
    try {
      run(auth.login({name, password, false}, {{}, "request", "192.0.2.7", "agent"}));
    } catch (const base::RetryLater& error) {
      EXPECT_EQ(error.kind(), ErrorKind::too_many_requests);
      return error.after();
    } catch (const base::Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::unauthorized);
    }
    return 0s;
  }
  void fail(const std::string& name, int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(guess(name), 0s) << i;
  }
};

TEST_F(Guarded, TheFirstFailuresBringNoPause) {
  fail("ann", kFreeFailures - 1);
  EXPECT_EQ(login("ann").user.username, "ann");
}

TEST_F(Guarded, PausesGrowToTheLongestAndNoFurther) {
  fail("ann", kFreeFailures);
  std::vector<std::chrono::seconds> pauses;
  for (int i = 0; i < 12; ++i) {
    pauses.push_back(guess("ann"));
    clock.advance(pauses.back());
    EXPECT_EQ(guess("ann"), 0s) << "the pause was over";
  }
  EXPECT_THAT(pauses, ElementsAre(1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s, 300s));
}

TEST_F(Guarded, InAPauseTheRightPasswordIsNoBetter) {
  fail("ann", kFreeFailures);
  EXPECT_EQ(guess("ann", kGoodPassword), 1s);
  clock.advance(1s);
  EXPECT_EQ(login("ann").user.username, "ann");
}

TEST_F(Guarded, GoodSignInForgetsTheFailures) {
  fail("ann", kFreeFailures - 1);
  login("ann");
  fail("ann", kFreeFailures - 1);
  EXPECT_EQ(login("ann").user.username, "ann");
}

TEST_F(Guarded, FailuresAreForgottenAfterAnHour) {
  fail("ann", kFreeFailures);
  clock.advance(kFailuresForgottenIn);
  fail("ann", kFreeFailures - 1);
  EXPECT_EQ(login("ann").user.username, "ann");
}

TEST_F(Guarded, ANameThatNobodyHasFaresAlike) {
  const auto fares = [&](const std::string& name) {
    std::vector<std::chrono::seconds> answers;
    for (int i = 0; i < 20; ++i) {
      answers.push_back(guess(name));
      clock.advance(3s);
    }
    return answers;
  };
  EXPECT_EQ(fares("ann"), fares("nobody"));
}

TEST_F(Guarded, OneAccountsPauseIsNotAnothers) {
  add_user("bob");
  fail("ann", kFreeFailures);
  EXPECT_EQ(login("bob").user.username, "bob");
}

TEST_F(Guarded, ARestartForgetsNothing) {
  fail("ann", kFreeFailures);
  AuthService restarted{*db, bus, signer, authenticator, hasher, clock, first_admin, false};
  EXPECT_EQ(error_of(restarted.login({"ann", kGoodPassword, false}, {})), ErrorKind::too_many_requests);
}

TEST_F(Guarded, AClockThatWasSetBackLocksNobodyOut) {
  fail("ann", kFreeFailures);
  clock.advance(-24h);
  EXPECT_EQ(guess("ann"), kLongestPause);
  clock.advance(24h + 1s);
  EXPECT_EQ(login("ann").user.username, "ann");
}

TEST_F(Guarded, OfManyGuessesAtOnceOneIsLookedAtForEachPause) {
  fail("ann", kFreeFailures);
  clock.advance(1s);
  boost::asio::io_context io;
  std::vector<std::future<SignIn>> guesses;
  for (int i = 0; i < 10; ++i) {
    LoginRequest request{"ann", "wrong", false};
    guesses.push_back(boost::asio::co_spawn(io, auth.login(std::move(request), {}), boost::asio::use_future));
  }
  io.run();
  int looked_at = 0;
  for (auto& attempt : guesses) {
    try {
      attempt.get();
    } catch (const base::Error& error) {
      looked_at += error.kind() == ErrorKind::unauthorized ? 1 : 0;
    }
  }
  EXPECT_EQ(looked_at, 1);
}

TEST_F(Guarded, TheCurrentPasswordIsNoWayAroundThePause) {
  const Caller caller = caller_of(login("ann").access_token);
  for (int i = 0; i < kFreeFailures; ++i)
    EXPECT_EQ(error_of(auth.change_password(caller, {"wrong", "another password"})), ErrorKind::bad_request);
  EXPECT_EQ(error_of(auth.change_password(caller, {kGoodPassword, "another password"})), ErrorKind::too_many_requests);
  EXPECT_THAT(audit_trail(), Contains("user.password_change_failed").Times(kFreeFailures));
}

TEST_F(Guarded, InDevModeNobodyPauses) {
  AuthService dev{*db, bus, signer, authenticator, hasher, clock, first_admin, true};
  for (int i = 0; i < 3 * kFreeFailures; ++i)
    EXPECT_EQ(error_of(dev.login({"ann", "wrong", false}, {})), ErrorKind::unauthorized);
}

TEST_F(Guarded, FailuresAreInTheAuditTrail) {
  fail("ann", 1);
  fail("hunter2-hunter2", 1);
  EXPECT_THAT(audit_trail(), Contains("auth.login_failed").Times(2));
  const auto detail = [&](const char* order) {
    return scalar<std::string>(
        std::string("SELECT detail FROM audit_event WHERE action = 'auth.login_failed' ORDER BY id ") + order +
        " LIMIT 1");
  };
  EXPECT_THAT(detail("ASC"), ::testing::HasSubstr("192.0.2.7"));
  EXPECT_THAT(detail("ASC"), ::testing::HasSubstr(R"("username":"ann")"));
  EXPECT_THAT(detail("DESC"), ::testing::Not(::testing::HasSubstr("hunter2"))) << "it may be a password";
}

TEST_F(Guarded, AFloodFillsTheAuditTrailNoFasterThanAMinuteAllows) {
  for (int i = 0; i < 200; ++i) guess("invented " + std::to_string(i));
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM audit_event WHERE action = 'auth.login_failed'"), 60);
  clock.advance(1min);
  guess("ann");
  EXPECT_THAT(scalar<std::string>("SELECT detail FROM audit_event ORDER BY id DESC LIMIT 1"),
              ::testing::HasSubstr(R"("not_recorded_before":140)"));
}

TEST_F(Guarded, InventedNamesPushOutOneAnotherAndNotWhoIsGuessedAt) {
  fail("ann", kFreeFailures);
  const base::Timestamp now = clock.now();
  db->write_now([&](db::Session& s) {
    for (int i = 0; i < 10'000; ++i)
      s.execute("INSERT INTO sign_in_failure (name_digest, failures, last_failed_at, paused_until) VALUES (?, 1, ?, ?)",
                std::to_string(i), now, now);
  });
  guess("one more");
  EXPECT_EQ(scalar<int>("SELECT COUNT(*) FROM sign_in_failure"), 10'000);
  EXPECT_EQ(guess("ann"), 1s);
}

TEST_F(Guarded, NamesAreNotStored) {
  guess("hunter2-hunter2");
  EXPECT_EQ(scalar<std::string>("SELECT name_digest FROM sign_in_failure"), base::sha256_hex("hunter2-hunter2"));
}

}  // namespace
}  // namespace openspc::identity::testing
