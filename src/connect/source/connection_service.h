// Brokers and OPC UA servers as people keep them: connections with a name and encrypted credentials, of one plant or of
// all. What is done to both alike, once; a Kind says what is a broker's or a server's own:
//
//   struct BrokerKind {
//     using Shown = Broker; using Page = BrokerPage;
//     using Create = BrokerCreate; using Update = BrokerUpdate;  // a net::PatchOf<Create>
//     using Row = broker_store::Row;  // a Shown with password and client_key; these and its username are encrypted
//     static constexpr std::string_view kNoun = "Broker", kEntity = "mqtt_broker";
//     static void complete(Create& request);                // of what is stored anew
//     static void apply(const Update& request, Row& row);   // but for the secrets
//     static std::vector<identity::Destination> destinations(const Row& before, const Row& after);
//     static void check(Row& row, const std::optional<std::string>& client_key);  // throws invalid
//     static boost::json::object named(const Row& row);     // for the audit trail
//     static void remove(db::Session& session, base::BrokerId id);
//   };
//
// Base of the services that add what is live about a connection. Reading takes a role at the connection's plant,
// changing an engineer's there, deleting an admin's. Errors: not_found, forbidden, conflict (a taken name), invalid (a
// field), unavailable (a secret that cannot be encrypted).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/described.h"
#include "base/error.h"
#include "base/secret_vault.h"
#include "base/time.h"
#include "connect/source/connection_list.h"
#include "db/database.h"
#include "db/table.h"
#include "identity/audit.h"
#include "identity/caller.h"
#include "identity/kept_secret.h"
#include "plants/ownership.h"

namespace openspc::connect::source {

/// What has happened to a connection: it may have other settings, or was only switched on or off.
enum class ConnectionChange { stored, switched };

/// Of a secret's column: an empty one is none.
inline bool is_kept(const std::optional<std::string>& secret) {
  return secret && !secret->empty();
}

/// Those that the caller sees, of one plant if it is given, by ascending id.
inline db::Where connections_of(const net::Principal& principal, std::optional<base::PlantId> plant) {
  return plants::seen_or_shared(principal, "plant_id").if_given("plant_id", plant).order_by("id");
}

template <class Kind>
class ConnectionService {
 public:
  using Shown = typename Kind::Shown;
  using Page = typename Kind::Page;
  using Create = typename Kind::Create;
  using Update = typename Kind::Update;
  using Row = typename Kind::Row;
  using Rows = db::Table<Row>;
  using Id = decltype(Shown::id);

  base::Task<Page> list(const net::Principal& principal, ConnectionListQuery query) {
    db::Where where = connections_of(principal, query.plant_id);
    if (query.active_only) where.equals("is_active", true);
    where.page(query.offset, query.limit);
    auto read = [&](db::Session& session) {
      return std::pair(Rows::list(session, where), Rows::count(session, where));
    };
    const auto [rows, total] = co_await db_.read(read);
    Page page{.items = {}, .total = total, .offset = query.offset, .limit = query.limit};
    page.items.reserve(rows.size());
    for (const Row& row : rows) page.items.push_back(shown(row));
    co_return page;
  }

  base::Task<Shown> get(const net::Principal& principal, Id id) {
    const Row row = co_await require(principal, id);
    co_return shown(row);
  }

  base::Task<Shown> create(identity::Caller caller, Create request) {
    plants::require_right(caller.principal, request.plant_id, net::Role::engineer);
    Kind::complete(request);
    Row row;
    base::copy_members(request, row);
    row.username = vault_.encrypt(request.username);
    row.password = vault_.encrypt(request.password);
    row.client_key = vault_.encrypt(request.client_key);
    row.created_at = row.updated_at = clock_.now();
    Kind::check(row, request.client_key);
    auto job = [&](db::Session& session) {
      require_plant(session, row.plant_id);
      require_free_name(session, row);
      row.id = Rows::insert(session, row);
      tell(session, caller, "created", row, Kind::named(row));
    };
    co_await db_.write(job);
    co_return shown(row);
  }

  base::Task<Shown> update(identity::Caller caller, Id id, Update request) {
    auto job = [&](db::Session& session) {
      Row row = find_own(session, caller.principal, id);
      const Row before = row;
      Kind::apply(request, row);
      take_secrets(request, before, row);
      require_free_name(session, row);
      Kind::check(row, vault_.try_decrypt(row.client_key));
      row.updated_at = clock_.now();
      Rows::update(session, row);
      tell(session, caller, "updated", row, Kind::named(row));
      return row;
    };
    const Row row = co_await db_.write(job);
    co_return shown(row);
  }

  base::Task<void> remove(identity::Caller caller, Id id) {
    auto job = [&](db::Session& session) {
      const Row row = find_own(session, caller.principal, id, net::Role::admin);
      Kind::remove(session, id);
      tell(session, caller, "deleted", row, Kind::named(row));
    };
    co_await db_.write(job);
  }

  base::Task<Shown> set_active(identity::Caller caller, Id id, bool active) {
    auto job = [&](db::Session& session) {
      Row row = find_own(session, caller.principal, id);
      if (row.is_active == active) return row;
      row.is_active = active;
      row.updated_at = clock_.now();
      Rows::template update_only<&Row::is_active, &Row::updated_at>(session, row);
      tell(session, caller, active ? "activated" : "deactivated", row, {}, ConnectionChange::switched);
      return row;
    };
    const Row row = co_await db_.write(job);
    co_return shown(row);
  }

  /// For what is done over a connection with its stored credentials. Throws not_found, forbidden.
  base::Task<Row> require_for_use(const net::Principal& principal, Id id) {
    auto read = [&](db::Session& session) { return find_own(session, principal, id); };
    co_return co_await db_.read(read);
  }

  /// Inside a database job. Not found unless the caller sees the connection.
  static Row find_seen(db::Session& session, const net::Principal& principal, Id id) {
    return plants::require_seen(Rows::find(session, id), principal, Kind::kNoun, id);
  }
  /// The same; then forbidden unless `role` at its plant.
  static Row find_own(db::Session& session, const net::Principal& principal, Id id,
                      net::Role role = net::Role::engineer) {
    return plants::require_own(Rows::find(session, id), principal, Kind::kNoun, id, role);
  }

 protected:
  /// `changed` is called after the commit of each change.
  ConnectionService(db::Database& database, const base::Clock& clock, base::SecretVault& vault,
                    std::function<void(Id, ConnectionChange)> changed)
      : db_(database), clock_(clock), vault_(vault), changed_(std::move(changed)) {}

  base::Task<Row> require(const net::Principal& principal, Id id) {
    auto read = [&](db::Session& session) { return find_seen(session, principal, id); };
    co_return co_await db_.read(read);
  }

  db::Database& db_;
  const base::Clock& clock_;
  base::SecretVault& vault_;

 private:
  Shown shown(const Row& row) const {
    Shown shown = row;
    shown.username = vault_.try_decrypt(row.username);
    shown.has_password = is_kept(row.password);
    shown.has_client_key = is_kept(row.client_key);
    return shown;
  }

  void take_secrets(const Update& request, const Row& before, Row& row) const {
    const auto& username = request.template field<&Create::username>();
    const auto& password = request.template field<&Create::password>();
    const auto& client_key = request.template field<&Create::client_key>();
    identity::require_secrets_again(Kind::destinations(before, row),
                                    {{"password", is_kept(before.password), password.present()},
                                     {"client_key", is_kept(before.client_key), client_key.present()}});
    if (username.present()) row.username = vault_.encrypt(username.optional());
    if (password.present()) row.password = vault_.encrypt(password.optional());
    if (client_key.present()) row.client_key = vault_.encrypt(client_key.optional());
  }

  static void require_plant(db::Session& session, plants::Owner plant) {
    base::Problems problems;
    plants::check_plant(session, plant, problems);
    problems.throw_if_any();
  }

  // A database of OpenSPC 0.4 may hold the name at two plants: the first has it.
  static void require_free_name(db::Session& session, const Row& row) {
    const auto holder = Rows::first(session, db::Where().equals("name", row.name).order_by("id").page(0, 1));
    if (holder && holder->id != row.id)
      throw base::conflict(std::string(Kind::kNoun) + " with name '" + row.name + "' already exists");
  }

  void tell(db::Session& session, const identity::Caller& caller, std::string_view action, const Row& row,
            const boost::json::object& detail, ConnectionChange change = ConnectionChange::stored) {
    identity::audit::record(session, caller, std::string(Kind::kEntity) + "." + std::string(action),
                            {Kind::kEntity, std::to_string(row.id.value), row.plant_id}, detail);
    session.after_commit([this, id = row.id, change] { changed_(id, change); });
  }

  std::function<void(Id, ConnectionChange)> changed_;
};

}  // namespace openspc::connect::source
