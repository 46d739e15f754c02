#include "server/user_command.h"

#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "base/crypto.h"
#include "base/error.h"
#include "db/database.h"
#include "db/schema/migrations.h"
#include "identity/first_admin.h"
#include "identity/password_reset.h"

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

}  // namespace

int reset_password(const base::Config& config, const ResetPasswordOptions& options) {
  const auto database =
      db::Database::open(config.effective_database_url(), db::DatabaseOptions::for_maintenance(config));
  require_current_schema(*database);

  const bool at_terminal = ::isatty(STDIN_FILENO) == 1;
  std::string password = at_terminal && !options.generate ? chosen_password(options.username) : std::string();
  const bool generated = password.empty();
  if (generated) password = identity::generate_password();
  const std::string hash = base::hash_password(password);
  const auto ended = database->write_now([&](db::Session& session) {
    return identity::reset_password(session, options.username, hash, base::SystemClock().now());
  });
  database->drain_and_close();

  std::cout << "The password of '" << options.username << "' is new";
  if (generated) std::cout << ": " << password << " (shown only now)";
  std::cout << ". It must be changed at the next sign-in; sessions ended: " << ended << std::endl;
  return 0;
}

}  // namespace openspc::server
