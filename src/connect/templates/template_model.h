// What a template of mappings copies: how the model's messages are read. Called by the template service inside a
// database job.
#pragma once

#include <optional>
#include <string>

#include "connect/brokers/tag.h"
#include "connect/templates/mapping_template.h"
#include "connect/templates/template_plan.h"
#include "db/session.h"
#include "net/access.h"

namespace openspc::connect::templates {

class TemplateModel {
 public:
  /// Throws not_found for a model that the caller does not see, and Error(invalid) naming the member of the body when
  /// the model's mapping cannot be copied.
  TemplateModel(db::Session& session, const net::Principal& caller, const MappingTemplate& wanted);

  /// All but the characteristic.
  brokers::TagMappingCreate mapping_of(const TemplateMatch& match, const TemplatePatterns& patterns) const;
  /// Why this mapping would be refused; nothing when it would be taken.
  std::optional<std::string> problem_of(const TemplateMatch& match, const TemplatePatterns& patterns) const;

 private:
  brokers::TagMappingCreate reading_;
};

}  // namespace openspc::connect::templates
