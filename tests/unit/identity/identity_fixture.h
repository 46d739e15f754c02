// A real database, migrated, with a clock that tests set: the ground of the unit tests of
// identity and plants. Passwords are hashed cheaply, because the cost of a hash is not what is tested.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "base/event_bus.h"
#include "base/log.h"
#include "base/task.h"
#include "base/time.h"
#include "db/database.h"
#include "identity/auth_service.h"
#include "identity/authenticator.h"
#include "identity/gate.h"
#include "identity/password_hasher.h"
#include "identity/token.h"
#include "identity/user_service.h"
#include "support/database/test_database.h"

namespace openspc::identity::testing {

inline constexpr base::PasswordCost kCheap{1, 64, 1};
inline constexpr const char* kSecret = "a secret of the tests that nobody else knows";
inline const std::string kGoodPassword = "correct horse battery";

// Runs a coroutine to its end on this thread; what it throws is rethrown.
template <class T>
T run(base::Task<T> task) {
  boost::asio::io_context io;
  auto result = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
  io.run();
  return result.get();
}

// The kind of base::Error that a coroutine throws; nothing when it throws none.
template <class T>
std::optional<base::ErrorKind> error_of(base::Task<T> task) {
  try {
    run(std::move(task));
  } catch (const base::Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / ("openspc-test-" + base::random_token(9))) {
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::unique_ptr<test::TestDatabase> migrated_database(const TemporaryFolder& folder) {
  base::log::init(base::LogFormat::console, base::LogLevel::warning);
  return test::migrated_database(folder.path() / "openspc.db");
}

class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest() { first_admin.open(); }

  base::UserId add_user(const std::string& name, std::vector<std::pair<base::PlantId, net::Role>> roles = {}) {
    NewUser user{name, kGoodPassword, std::nullopt, false, std::move(roles)};
    return run(users.create(std::move(user), Caller::system())).id;
  }
  SignIn login(const std::string& name, bool remember_me = false) {
    return run(auth.login({name, kGoodPassword, remember_me}, {}));
  }
  net::Principal principal_of(const std::string& access_token) { return run(authenticator.authenticate(access_token)); }
  Caller caller_of(const std::string& access_token) { return {principal_of(access_token), "request-1", "", ""}; }
  base::PlantId default_plant() {
    return db->read_now(
        [](db::Session& s) { return s.scalar<base::PlantId>("SELECT id FROM plant WHERE code = 'DEFAULT'"); });
  }
  base::PlantId add_plant(const std::string& code) {
    const base::Timestamp now = clock.now();
    return db->write_now([&](db::Session& s) {
      return base::PlantId{s.insert(
          "INSERT INTO plant (name, code, is_active, settings, created_at, updated_at) VALUES (?, ?, ?, '{}', ?, ?)",
          "Plant " + code, code, true, now, now)};
    });
  }
  // ${words} stand for what the database says, as in migrations.
  void execute(std::string_view sql) {
    db->write_now([&](db::Session& s) { s.execute(s.dialect().expand(sql)); });
  }
  template <class T>
  T scalar(std::string_view sql) {
    return db->read_now([&](db::Session& s) { return s.scalar<T>(s.dialect().expand(sql)); });
  }
  std::vector<std::string> audit_trail() {
    return db->read_now([](db::Session& s) {
      std::vector<std::string> actions;
      s.each<std::string>("SELECT action FROM audit_event ORDER BY id",
                          [&](std::string action) { actions.push_back(action); });
      return actions;
    });
  }

  TemporaryFolder folder;
  std::unique_ptr<test::TestDatabase> place = migrated_database(folder);
  base::ManualClock clock{*base::parse_timestamp("2026-02-12T08:00:00Z")};
  base::EventBus bus;
  std::unique_ptr<db::Database> db = db::Database::open(place->url(), {.clock = &clock});
  PasswordHasher hasher{64, kCheap};
  TokenSigner signer{kSecret, clock};
  TokenAuthenticator authenticator{*db, bus, signer, clock, false};
  UserService users{*db, bus, hasher, clock};
  Gate first_admin;
  AuthService auth{*db, bus, signer, authenticator, hasher, clock, first_admin, false};
};

}  // namespace openspc::identity::testing
