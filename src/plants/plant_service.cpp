#include "plants/plant_service.h"

#include <string>
#include <utility>

#include "base/described.h"
#include "db/schema/sample_tables.h"
#include "identity/audit.h"
#include "identity/people/last_admin.h"
#include "identity/user_service.h"
#include "peers/announce.h"
#include "plants/events.h"
#include "plants/ownership.h"
#include "plants/plant_store.h"

namespace openspc::plants {

namespace {

Plant require(db::Session& session, base::PlantId id) {
  std::optional<Plant> plant = Plants::find(session, id);
  if (!plant) throw not_found("Plant", id);
  return std::move(*plant);
}

// Stores by `write`, and says which member is taken when one is.
template <class Write>
auto unless_taken(const Plant& plant, Write write) {
  try {
    return write();
  } catch (const db::ConstraintViolation& violation) {
    if (violation.constraint().find("code") != std::string::npos)
      throw base::conflict("Plant with code '" + plant.code + "' already exists");
    throw base::conflict("Plant with name '" + plant.name + "' already exists");
  }
}

void record(db::Session& session, const identity::Caller& caller, std::string_view action, base::PlantId id,
            const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"plant", std::to_string(id.value), id}, detail);
}

}  // namespace

PlantService::PlantService(db::Database& database, base::EventBus& bus, const base::Clock& clock)
    : db_(database), bus_(bus), clock_(clock) {}

base::Task<std::vector<Plant>> PlantService::list(const net::Principal& principal, bool active_only) {
  db::Where where = seen_by(principal, "id");
  if (active_only) where.equals("is_active", true);
  where.order_by("name");
  auto read = [&](db::Session& session) { return Plants::list(session, where); };
  co_return co_await db_.read(read);
}

base::Task<Plant> PlantService::get(const net::Principal& principal, base::PlantId id) {
  if (!principal.can_see(id)) throw not_found("Plant", id);
  auto read = [id](db::Session& session) { return require(session, id); };
  co_return co_await db_.read(read);
}

base::Task<Plant> PlantService::create(identity::Caller caller, PlantCreate request) {
  auto job = [&](db::Session& session) {
    Plant plant;
    base::copy_members(request, plant);
    plant.created_at = plant.updated_at = clock_.now();
    plant.id = unless_taken(plant, [&] { return Plants::insert(session, plant); });
    identity::extend_admins_to(session, plant.id, plant.created_at);
    record(session, caller, "plant.created", plant.id, {{"name", plant.name}, {"code", plant.code}});
    identity::announce(session, bus_, identity::AccessChanged{});
    return plant;
  };
  co_return co_await db_.write(job);
}

base::Task<Plant> PlantService::update(identity::Caller caller, base::PlantId id, PlantUpdate request) {
  auto job = [&](db::Session& session) {
    const Plant before = require(session, id);
    Plant plant = before;
    request.apply_values_to(plant);
    const boost::json::object changed = net::changes(before, plant);
    if (changed.empty()) return plant;
    if (before.code == kDefaultPlantCode && plant.code != before.code)
      throw base::bad_request("The code of the built-in plant cannot be changed");
    plant.updated_at = clock_.now();
    unless_taken(plant, [&] { Plants::update(session, plant); });
    record(session, caller, "plant.updated", id, changed);
    return plant;
  };
  co_return co_await db_.write(job);
}

base::Task<void> PlantService::remove(identity::Caller caller, base::PlantId id) {
  auto job = [&](db::Session& session) {
    const Plant plant = require(session, id);
    if (plant.code == kDefaultPlantCode) throw base::bad_request("The built-in plant cannot be deleted");
    identity::take_access_turn(session);
    const bool had_an_administrator = identity::has_an_administrator(session);
    plant_store::Contents lost = plant_store::contents(session, id);
    db::delete_samples_of_plant(session, id);
    Plants::remove(session, id);
    if (had_an_administrator) identity::require_an_administrator(session);
    record(session, caller, "plant.deleted", id,
           {{"name", plant.name},
            {"code", plant.code},
            {"nodes", lost.nodes},
            {"characteristics", lost.characteristics.size()},
            {"samples", lost.samples}});
    identity::announce(session, bus_, identity::AccessChanged{});
    peers::announce(session, bus_, CharacteristicsDeleted{id, std::move(lost.characteristics)});
  };
  co_await db_.write(job);
}

}  // namespace openspc::plants
