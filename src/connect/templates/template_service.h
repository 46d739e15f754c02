// Templates of mappings: what one would make of what a broker carries, making it, and keeping it for machines that come
// later. Called by the template routes. Needs an engineer's role at the template's plant, and for looking at what a
// broker carries the right to use it. Errors: not_found, forbidden, invalid (a field), conflict (something of what is
// to be made cannot be made: then nothing is).
#pragma once

#include <optional>
#include <vector>

#include "base/time.h"
#include "connect/brokers/broker_service.h"
#include "connect/brokers/links.h"
#include "connect/brokers/tag_service.h"
#include "connect/brokers/topic_discovery.h"
#include "connect/templates/mapping_template.h"
#include "connect/templates/template_plan.h"
#include "db/database.h"
#include "identity/caller.h"

namespace openspc::connect::templates {

class TemplateService {
 public:
  /// All references must outlive the service.
  TemplateService(db::Database& database, const base::Clock& clock, brokers::BrokerService& brokers,
                  brokers::TagService& tags, const brokers::Links& links, const brokers::Discoveries& discoveries);

  /// Changes nothing.
  base::Task<TemplatePreview> preview(const net::Principal& principal, MappingTemplate wanted);
  /// Makes places, characteristics and mappings of the sources that are named, all or none, in one transaction. What is
  /// there is left as it is, so that a repetition makes nothing new.
  base::Task<TemplateResult> apply(identity::Caller caller, TemplateApply request);

  base::Task<std::vector<StoredTemplate>> list(const net::Principal& principal, TemplateListQuery query);
  base::Task<StoredTemplate> keep(identity::Caller caller, TemplateSave request);
  base::Task<void> remove(identity::Caller caller, TemplateId id);

 private:
  struct Heard {
    bool is_listening = false;
    std::vector<TemplateSource> sources{};
  };
  Heard heard_on(base::BrokerId broker) const;
  TemplateResult apply_in(db::Session& session, const identity::Caller& caller, const TemplateApply& request);
  base::Task<void> look_for_new(const net::Principal& principal, StoredTemplate& kept);

  db::Database& db_;
  const base::Clock& clock_;
  brokers::BrokerService& brokers_;
  brokers::TagService& tags_;
  const brokers::Links& links_;
  const brokers::Discoveries& discoveries_;
};

}  // namespace openspc::connect::templates
