#include "connect/templates/template_service.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/certain.h"
#include "base/error.h"
#include "connect/brokers/broker_store.h"
#include "connect/templates/template_model.h"
#include "connect/templates/template_sources.h"
#include "connect/templates/template_store.h"
#include "identity/audit.h"
#include "identity/plant_right.h"
#include "plants/hierarchy_service.h"
#include "plants/plant_store.h"
#include "plants/visibility.h"
#include "quality/characteristic/service.h"

namespace openspc::connect::templates {
namespace {

constexpr std::size_t kMostListed = 2'000;
constexpr std::int64_t kMostKept = 100;

base::Error refused(boost::json::array where, const std::string& reason, boost::json::value input) {
  return base::invalid_field(std::move(where), "value_error", "Value error, " + reason, std::move(input));
}

// Existence, then the right, as everywhere.
void require_plant_engineer(db::Session& session, const net::Principal& principal, base::PlantId plant) {
  if (!principal.can_see(plant) || !plants::plant_store::find(session, plant))
    throw base::not_found("Plant " + std::to_string(plant.value) + " not found");
  identity::require_right(principal, plant, net::Role::engineer);
}

void require_broker_of(db::Session& session, const net::Principal& principal, const MappingTemplate& wanted) {
  const auto row = brokers::broker_store::Rows::find(session, wanted.broker_id);
  const auto owner = row ? row->plant_id : std::nullopt;
  if (!row || !identity::can_see(principal, owner))
    throw base::not_found("Broker " + std::to_string(wanted.broker_id.value) + " not found");
  if (owner && *owner != wanted.plant_id)
    throw refused({"body", "broker_id"}, "the broker belongs to another plant than the template",
                  wanted.broker_id.value);
}

/// All that a template needs of the database, and what it comes to.
struct Worked {
  TemplatePatterns patterns;
  TemplateModel model;
  TemplateGround ground;
  TemplatePlan plan;

  Worked(db::Session& session, const net::Principal& principal, const MappingTemplate& wanted,
         std::vector<TemplateSource> sources)
      : patterns(wanted),
        model(checked(session, principal, wanted)),
        ground(template_store::ground(session, wanted.plant_id)) {
    const auto check = [this](const TemplateMatch& match) { return model.problem_of(match, patterns); };
    plan = plan_of(wanted, patterns, std::move(sources), ground, check);
  }

 private:
  static TemplateModel checked(db::Session& session, const net::Principal& principal, const MappingTemplate& wanted) {
    require_plant_engineer(session, principal, wanted.plant_id);
    require_broker_of(session, principal, wanted);
    return {session, principal, wanted};
  }
};

TemplateRow shown(const PlannedRow& row) {
  return {.topic = row.match.source.topic,
          .metric = row.match.source.metric,
          .values = row.match.values,
          .place = row.match.place_text(),
          .is_place_new = row.is_place_new,
          .characteristic = row.match.characteristic,
          .characteristic_id = row.characteristic,
          .outcome = row.outcome,
          .problem = row.problem};
}

TemplatePreview shown(const TemplatePlan& plan, std::int64_t limit) {
  TemplatePreview preview{.matched_count = static_cast<std::int64_t>(plan.rows.size()) + plan.unread,
                          .new_place_count = plan.new_places,
                          .over_limit_count = plan.over_limit,
                          .unread_count = plan.unread,
                          .limit = limit};
  for (const PlannedRow& row : plan.rows) {
    if (row.outcome == TemplateOutcome::refused) {
      ++preview.refused_count;
    } else if (row.outcome == TemplateOutcome::mapped) {
      ++preview.mapped_count;
    } else {
      ++preview.new_count;
    }
    if (preview.rows.size() < kMostListed) preview.rows.push_back(shown(row));
  }
  return preview;
}

// Each source must be one of the template's, and nothing of it may be in the way.
void require_all(const Worked& worked, const std::vector<TemplateSource>& sources) {
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (!worked.patterns.match(sources[i]))
      throw refused({"body", "sources", i}, "the topic and metric do not match the template",
                    boost::json::string(sources[i].topic));
  const auto is_refused = [](const PlannedRow& row) { return row.outcome == TemplateOutcome::refused; };
  const auto& rows = worked.plan.rows;
  const auto first = std::ranges::find_if(rows, is_refused);
  if (first == rows.end()) return;
  const auto others = std::ranges::count_if(rows, is_refused) - 1;
  throw base::conflict("Nothing was made. " + first->match.source.topic + ": " + first->problem.value_or("refused") +
                       (others > 0 ? " (and " + std::to_string(others) + " more are refused)" : ""));
}

/// Makes what is missing of places, each once.
class PlaceMaker {
 public:
  PlaceMaker(db::Session& session, const identity::Caller& caller, const MappingTemplate& wanted, PlaceIndex& index)
      : session_(session), caller_(caller), wanted_(wanted), index_(index) {}

  base::NodeId place(const std::vector<std::string>& names) {
    const auto found = index_.find(names);
    std::optional<base::NodeId> at = found.deepest;
    for (std::size_t i = found.known; i < names.size(); ++i) {
      const bool is_last = i + 1 == names.size();
      const plants::HierarchyCreate request{
          .parent_id = at, .name = names[i], .type = is_last ? wanted_.place_type : "Folder"};
      const base::NodeId made = plants::create_node(session_, caller_, wanted_.plant_id, request).id;
      index_.add(at, names[i], made);
      at = made;
      ++made_;
    }
    return base::certain(at);
  }
  std::int64_t made() const { return made_; }

 private:
  db::Session& session_;
  const identity::Caller& caller_;
  const MappingTemplate& wanted_;
  PlaceIndex& index_;
  std::int64_t made_ = 0;
};

void record(db::Session& session, const identity::Caller& caller, std::string_view action, std::string_view id,
            const MappingTemplate& about, boost::json::object detail) {
  detail["topic_pattern"] = about.topic_pattern;
  detail["broker_id"] = about.broker_id.value;
  identity::audit::record(session, caller, action, {"mapping_template", std::string(id), about.plant_id}, detail);
}

base::Error no_template(TemplateId id) {
  return base::not_found("Mapping template " + std::to_string(id.value) + " not found");
}

}  // namespace

TemplateService::TemplateService(db::Database& database, const base::Clock& clock, brokers::BrokerService& brokers,
                                 brokers::TagService& tags, const brokers::Links& links,
                                 const brokers::Discoveries& discoveries)
    : db_(database), clock_(clock), brokers_(brokers), tags_(tags), links_(links), discoveries_(discoveries) {}

TemplateService::Heard TemplateService::heard_on(base::BrokerId broker) const {
  Heard heard{.is_listening = discoveries_.is_running(broker), .sources = sources_of(discoveries_.list(broker, ""))};
  links_.with_sparkplug(broker, [&](const brokers::SparkplugLink& host) {
    auto born = sources_of(host);
    heard.sources.insert(heard.sources.end(), std::make_move_iterator(born.begin()),
                         std::make_move_iterator(born.end()));
  });
  std::sort(heard.sources.begin(), heard.sources.end());
  heard.sources.erase(std::unique(heard.sources.begin(), heard.sources.end()), heard.sources.end());
  return heard;
}

base::Task<TemplatePreview> TemplateService::preview(const net::Principal& principal, MappingTemplate wanted) {
  co_await brokers_.require_for_use(principal, wanted.broker_id);
  Heard heard = heard_on(wanted.broker_id);
  const auto seen = static_cast<std::int64_t>(heard.sources.size());
  auto read = [&](db::Session& session) {
    return shown(Worked(session, principal, wanted, std::move(heard.sources)).plan, wanted.limit);
  };
  TemplatePreview preview = co_await db_.read(read);
  preview.is_listening = heard.is_listening;
  preview.seen_count = seen;
  co_return preview;
}

base::Task<TemplateResult> TemplateService::apply(identity::Caller caller, TemplateApply request) {
  auto job = [&](db::Session& session) { return apply_in(session, caller, request); };
  co_return co_await db_.write(job);
}

TemplateResult TemplateService::apply_in(db::Session& session, const identity::Caller& caller,
                                         const TemplateApply& request) {
  Worked worked(session, caller.principal, request, request.sources);
  require_all(worked, request.sources);
  TemplateResult result;
  PlaceMaker places(session, caller, request, worked.ground.places);
  for (const PlannedRow& row : worked.plan.rows) {
    if (row.outcome == TemplateOutcome::mapped) {
      ++result.mapped_before;
      continue;
    }
    brokers::TagMappingCreate mapping = worked.model.mapping_of(row.match, worked.patterns);
    if (row.characteristic) {
      mapping.characteristic_id = *row.characteristic;
    } else {
      const base::NodeId place = places.place(row.match.place);
      mapping.characteristic_id = quality::characteristic::create_like(session, caller, request.model_characteristic_id,
                                                                       place, row.match.characteristic);
      ++result.characteristics_made;
    }
    tags_.store(session, caller, mapping);
    ++result.mappings_made;
  }
  result.places_made = places.made();
  if (result.mappings_made > 0)
    record(session, caller, "mapping_template.applied", "", request,
           {{"places", result.places_made},
            {"characteristics", result.characteristics_made},
            {"mappings", result.mappings_made}});
  return result;
}

base::Task<std::vector<StoredTemplate>> TemplateService::list(const net::Principal& principal,
                                                              TemplateListQuery query) {
  auto read = [&](db::Session& session) {
    return template_store::list(session, plants::visible_filter(principal, "t.plant_id"), query.plant_id);
  };
  std::vector<StoredTemplate> kept = co_await db_.read(read);
  for (StoredTemplate& one : kept) co_await look_for_new(principal, one);
  co_return kept;
}

base::Task<void> TemplateService::look_for_new(const net::Principal& principal, StoredTemplate& kept) {
  Heard heard = heard_on(kept.broker_id);
  const bool has_heard = heard.is_listening || !heard.sources.empty();
  auto read = [&](db::Session& session) {
    try {
      const TemplatePlan plan = Worked(session, principal, kept, std::move(heard.sources)).plan;
      const auto owner = base::certain(brokers::broker_store::Rows::find(session, kept.broker_id)).plant_id;
      if (!has_heard || !identity::has_right(principal, owner, net::Role::engineer)) return;
      const auto is_new = [](const PlannedRow& row) {
        return row.outcome == TemplateOutcome::make || row.outcome == TemplateOutcome::map;
      };
      kept.new_count = std::ranges::count_if(plan.rows, is_new) + plan.over_limit;
    } catch (const base::Error& error) {
      if (error.kind() == base::ErrorKind::unavailable) throw;
      kept.problem = error.detail();
    }
  };
  if (principal.at(kept.plant_id) >= net::Role::engineer) co_await db_.read(read);
}

base::Task<StoredTemplate> TemplateService::keep(identity::Caller caller, TemplateSave request) {
  auto job = [&](db::Session& session) {
    const Worked worked(session, caller.principal, request, {});
    if (template_store::find_by_name(session, request.plant_id, request.name))
      throw base::conflict("Mapping template with name '" + request.name + "' already exists");
    if (template_store::count(session, request.plant_id) >= kMostKept)
      throw base::conflict("A plant keeps at most " + std::to_string(kMostKept) + " mapping templates");
    const TemplateId id = template_store::insert(session, request, clock_.now());
    record(session, caller, "mapping_template.created", std::to_string(id.value), request, {{"name", request.name}});
    return base::certain(template_store::find(session, id));
  };
  co_return co_await db_.write(job);
}

base::Task<void> TemplateService::remove(identity::Caller caller, TemplateId id) {
  auto job = [&](db::Session& session) {
    const auto kept = template_store::find(session, id);
    if (!kept || !caller.principal.can_see(kept->plant_id)) throw no_template(id);
    identity::require_right(caller.principal, kept->plant_id, net::Role::engineer);
    template_store::remove(session, id);
    record(session, caller, "mapping_template.deleted", std::to_string(id.value), *kept, {{"name", kept->name}});
  };
  co_await db_.write(job);
}

}  // namespace openspc::connect::templates
