#include "server/user_command.h"

#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/error.h"
#include "db/database.h"
#include "db/schema/migrations.h"
#include "identity/first_admin.h"
#include "identity/password_reset.h"
#include "identity/user_service.h"
#include "plants/plant_store.h"

namespace openspc::server {
namespace {

/// While it lives, the terminal does not show what is typed.
class Unseen {
 public:
  Unseen() {
    known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (known_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  ~Unseen() {
    if (known_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::cerr << '\n';
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  bool known_ = false;
};

std::string ask(std::string_view question) {
  std::cerr << question << std::flush;
  const Unseen unseen;
  std::string answer;
  std::getline(std::cin, answer);
  return answer;
}

/// Empty: none was chosen.
std::string chosen_password(const std::string& username) {
  std::string password = ask("New password for '" + username + "' (empty: one is made): ");
  if (password.empty()) return password;
  identity::check_new_password(password);
  if (ask("Once more: ") != password) throw base::bad_request("The two passwords differ; nothing was changed");
  return password;
}

void require_current_schema(db::Database& database) {
  const auto status = db::Migrator(database).status();
  if (status.state == db::SchemaState::empty) throw base::not_found("The database is empty: it has no users yet");
  if (status.state != db::SchemaState::current) throw base::conflict(status.message);
}

/// Acts on the database of the settings, whose schema must be the program's.
template <class F>
auto with_database(const base::Config& config, F&& act) {
  const auto database =
      db::Database::open(config.effective_database_url(), db::DatabaseOptions::for_maintenance(config));
  require_current_schema(*database);
  auto result = act(*database);
  database->drain_and_close();
  return result;
}

net::Role role_of(const std::string& name) {
  const net::Role role = net::role_from_name(name);
  if (role == net::Role::none)
    throw base::invalid_text("There is no role '" + name + "': operator, supervisor, engineer, admin");
  return role;
}

std::vector<std::pair<base::PlantId, net::Role>> roles_of(db::Session& session, const AddUserOptions& options) {
  if (options.role.empty()) return {};
  const std::string code = options.plant.empty() ? std::string(plants::kDefaultPlantCode) : options.plant;
  const auto plant = plants::plant_store::find_by_code(session, code);
  if (!plant) throw base::not_found("There is no plant with the code '" + code + "'");
  return {{*plant, role_of(options.role)}};
}

void print(const identity::UserProfile& user) {
  std::cout << user.username << '\t' << user.email.value_or("-") << '\t' << (user.is_active ? "active" : "deactivated");
  for (const identity::PlantRole& role : user.plant_roles)
    std::cout << '\t' << role.plant_code << ':' << net::role_name(role.role);
  std::cout << '\n';
}

}  // namespace

int reset_password(const base::Config& config, const ResetPasswordOptions& options) {
  const bool at_terminal = ::isatty(STDIN_FILENO) == 1;
  std::string password;
  bool generated = false;
  const std::int64_t ended = with_database(config, [&](db::Database& database) {
    password = at_terminal && !options.generate ? chosen_password(options.username) : std::string();
    generated = password.empty();
    if (generated) password = identity::generate_password();
    const std::string hash = base::hash_password(password);
    return database.write_now([&](db::Session& session) {
      const identity::User user = identity::user_named(session, options.username);
      return identity::reset_password(session, user, hash, identity::Caller::system(), base::SystemClock().now());
    });
  });
  std::cout << "The password of '" << options.username << "' is new";
  if (generated) std::cout << ": " << password << " (shown only now)";
  std::cout << ". It must be changed at the next sign-in; sessions ended: " << ended << std::endl;
  return 0;
}

int add_user(const base::Config& config, const AddUserOptions& options) {
  identity::User user;
  user.username = options.username;
  if (!options.email.empty()) user.email = options.email;
  user.must_change_password = true;
  identity::check_names(user);
  const std::string password = identity::generate_password();
  user.hashed_password = base::hash_password(password);
  with_database(config, [&](db::Database& database) {
    return database.write_now([&](db::Session& session) {
      return identity::create_user(session, user, roles_of(session, options), identity::Caller::system(),
                                   base::SystemClock().now());
    });
  });
  std::cout << "The user '" << options.username << "' has the password " << password
            << " (shown only now). It must be changed at the first sign-in" << std::endl;
  return 0;
}

int list_users(const base::Config& config) {
  const auto users = with_database(config, [](db::Database& database) {
    return database.read_now([](db::Session& session) { return identity::all_users(session); });
  });
  for (const identity::UserProfile& user : users) print(user);
  return 0;
}

int unlock_user(const base::Config& config, const std::string& username) {
  const bool was_paused = with_database(config, [&](db::Database& database) {
    return database.write_now([&](db::Session& session) {
      return identity::unlock(session, identity::user_named(session, username), identity::Caller::system());
    });
  });
  std::cout << (was_paused ? "'" + username + "' may sign in again at once"
                           : "No failed sign-ins of '" + username + "' are remembered: there is nothing to unlock")
            << std::endl;
  return 0;
}

}  // namespace openspc::server
