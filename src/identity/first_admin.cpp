#include "identity/first_admin.h"

#include <string_view>
#include <utility>

#include "base/crypto.h"
#include "base/log.h"
#include "identity/caller.h"
#include "identity/common_passwords.h"
#include "identity/user_service.h"
#include "identity/user_store.h"

namespace openspc::identity {

namespace {

// 32 characters without 0/o and 1/l: five bits each, without bias.
constexpr std::string_view kAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
static_assert(kAlphabet.size() == 32);
constexpr int kGroups = 4;
constexpr int kGroupLength = 5;

}  // namespace

std::string generate_password() {
  const std::string bytes = base::random_bytes(kGroups * kGroupLength);
  std::string password;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % kGroupLength == 0) password += '-';
    password += kAlphabet[static_cast<unsigned char>(bytes[i]) % kAlphabet.size()];
  }
  return password;
}

base::Task<std::optional<FirstAdmin>> ensure_first_admin(db::Database& database, PasswordHasher& hasher,
                                                         const base::Clock& clock, const base::Config& config) {
  auto is_empty = [](db::Session& session) { return user_store::count(session) == 0; };
  if (!co_await database.read(is_empty)) co_return std::nullopt;

  const bool generated = config.admin_password.empty();
  const std::string password = generated ? generate_password() : config.admin_password;
  if (is_common_password(password)) {
    base::log::warning("common_password",
                       {{"variable", "OPENSPC_ADMIN_PASSWORD"},
                        {"username", config.admin_username},
                        {"advice", "It must be changed at the first sign-in; sign in before others do"}});
  }
  User admin;
  admin.username = config.admin_username;
  admin.must_change_password = true;
  admin.hashed_password = co_await hasher.hash(password);
  auto create = [&](db::Session& session) {
    if (user_store::count(session) != 0) return false;
    std::vector<std::pair<base::PlantId, net::Role>> roles;
    for (const base::PlantId plant : user_store::active_plants(session)) roles.emplace_back(plant, net::Role::admin);
    create_user(session, admin, roles, Caller::system(), clock.now());
    return true;
  };
  if (!co_await database.write(create)) co_return std::nullopt;
  co_return FirstAdmin{admin.username, generated ? password : std::string()};
}

}  // namespace openspc::identity
