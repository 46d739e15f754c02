#include "plants/plant_service.h"

#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "identity/audit.h"
#include "identity/user_service.h"
#include "plants/events.h"
#include "plants/plant_store.h"

namespace openspc::plants {

namespace {

base::Error no_plant(base::PlantId id) {
  return base::not_found("Plant " + std::to_string(id.value) + " not found");
}

Plant require(db::Session& session, base::PlantId id) {
  std::optional<Plant> plant = plant_store::find(session, id);
  if (!plant) throw no_plant(id);
  return std::move(*plant);
}

base::Error taken(const db::ConstraintViolation& violation, const std::string& name, const std::string& code) {
  if (violation.constraint().find("code") != std::string::npos) {
    return base::conflict("Plant with code '" + code + "' already exists");
  }
  return base::conflict("Plant with name '" + name + "' already exists");
}

// Applies what is given; for the audit trail, what really changed: {"name": {"from": ..., "to": ...}}.
boost::json::object apply(PlantUpdate request, Plant& plant) {
  boost::json::object changed;
  const auto take = [&changed](const char* name, auto& given, auto& stored) {
    if (!given || *given == stored) return;
    changed[name] = {{"from", stored}, {"to", *given}};
    stored = std::move(*given);
  };
  take("name", request.name, plant.name);
  take("code", request.code, plant.code);
  take("is_active", request.is_active, plant.is_active);
  if (request.settings && request.settings != plant.settings) {
    boost::json::value before;
    if (plant.settings) before = std::move(*plant.settings);
    changed["settings"] = {{"from", std::move(before)}, {"to", *request.settings}};
    plant.settings = std::move(request.settings);
  }
  return changed;
}

void record(db::Session& session, const identity::Caller& caller, std::string_view action, base::PlantId id,
            const boost::json::object& detail) {
  identity::audit::record(session, caller, action, {"plant", std::to_string(id.value), id}, detail);
}

}  // namespace

PlantService::PlantService(db::Database& database, base::EventBus& bus, const base::Clock& clock)
    : db_(database), bus_(bus), clock_(clock) {}

base::Task<std::vector<Plant>> PlantService::list(const net::Principal& principal, bool active_only) {
  auto read = [&](db::Session& session) {
    return plant_store::list(session, visible_filter(principal, "id"), active_only);
  };
  co_return co_await db_.read(read);
}

base::Task<Plant> PlantService::get(const net::Principal& principal, base::PlantId id) {
  if (!principal.can_see(id)) throw no_plant(id);
  auto read = [id](db::Session& session) { return require(session, id); };
  co_return co_await db_.read(read);
}

base::Task<Plant> PlantService::create(identity::Caller caller, PlantCreate request) {
  auto job = [&](db::Session& session) {
    const base::Timestamp now = clock_.now();
    base::PlantId id;
    try {
      id = plant_store::insert(session, request, now);
    } catch (const db::ConstraintViolation& violation) {
      throw taken(violation, request.name, request.code);
    }
    identity::extend_admins_to(session, id, now);
    record(session, caller, "plant.created", id, {{"name", request.name}, {"code", request.code}});
    identity::announce(session, bus_, identity::AccessChanged{});
    return require(session, id);
  };
  co_return co_await db_.write(job);
}

base::Task<Plant> PlantService::update(identity::Caller caller, base::PlantId id, PlantUpdate request) {
  auto job = [&](db::Session& session) {
    Plant plant = require(session, id);
    const bool built_in = plant.code == default_plant_code;
    const boost::json::object changed = apply(request, plant);
    if (changed.empty()) return plant;
    if (built_in && plant.code != default_plant_code) {
      throw base::bad_request("The code of the built-in plant cannot be changed");
    }
    plant.updated_at = clock_.now();
    try {
      plant_store::update(session, plant);
    } catch (const db::ConstraintViolation& violation) {
      throw taken(violation, plant.name, plant.code);
    }
    record(session, caller, "plant.updated", id, changed);
    return plant;
  };
  co_return co_await db_.write(job);
}

base::Task<void> PlantService::remove(identity::Caller caller, base::PlantId id) {
  auto job = [&](db::Session& session) {
    const Plant plant = require(session, id);
    if (plant.code == default_plant_code) throw base::bad_request("The built-in plant cannot be deleted");
    plant_store::Contents lost = plant_store::contents(session, id);
    plant_store::remove(session, id);
    record(session, caller, "plant.deleted", id,
           {{"name", plant.name},
            {"code", plant.code},
            {"nodes", lost.nodes},
            {"characteristics", lost.characteristics.size()},
            {"samples", lost.samples}});
    identity::announce(session, bus_, identity::AccessChanged{});
    session.after_commit(
        [&bus = bus_, event = CharacteristicsDeleted{id, std::move(lost.characteristics)}] { bus.publish(event); });
  };
  co_await db_.write(job);
}

}  // namespace openspc::plants
