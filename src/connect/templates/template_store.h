// SQL of table mapping_template, and of what a plant has that a template may meet. Called by the template service
// inside a database job.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "connect/templates/mapping_template.h"
#include "connect/templates/template_plan.h"
#include "db/session.h"
#include "plants/visibility.h"

namespace openspc::connect::templates::template_store {

/// By name. A row whose definition cannot be read is left out and reported.
std::vector<StoredTemplate> list(db::Session& session, const plants::VisibleFilter& visible,
                                 std::optional<base::PlantId> plant);
std::optional<StoredTemplate> find(db::Session& session, TemplateId id);
std::optional<TemplateId> find_by_name(db::Session& session, base::PlantId plant, const std::string& name);
std::int64_t count(db::Session& session, base::PlantId plant);
TemplateId insert(db::Session& session, const TemplateSave& request, base::Timestamp now);
void remove(db::Session& session, TemplateId id);

TemplateGround ground(db::Session& session, base::PlantId plant);

}  // namespace openspc::connect::templates::template_store
