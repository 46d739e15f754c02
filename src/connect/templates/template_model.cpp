#include "connect/templates/template_model.h"

#include <boost/json/object.hpp>
#include <utility>

#include "base/error.h"
#include "connect/brokers/tag_check.h"
#include "connect/brokers/tag_store.h"
#include "quality/characteristic/access.h"

namespace openspc::connect::templates {
namespace {

base::Error refused(const char* member, const std::string& reason, boost::json::value input = nullptr) {
  return base::invalid_field({"body", member}, "value_error", "Value error, " + reason, std::move(input));
}

// The members of a mapping that is made are members, of the same names, of one that is shown.
brokers::TagMappingCreate reading_of(const brokers::TagMapping& mapping, base::BrokerId broker) {
  boost::json::value members = net::to_json(mapping);
  members.as_object()["broker_id"] = broker.value;  // the model's own may be gone
  return net::from_json<brokers::TagMappingCreate>(members, {"body", "model_mapping_id"});
}

}  // namespace

TemplateModel::TemplateModel(db::Session& session, const net::Principal& caller, const MappingTemplate& wanted) {
  quality::characteristic::require_visible(session, caller, wanted.model_characteristic_id);
  const auto from = wanted.model_mapping_id.value_or(wanted.model_characteristic_id);
  if (wanted.model_mapping_id) quality::characteristic::require_visible(session, caller, from);
  const auto mapping = brokers::tag_store::find(session, from);
  if (wanted.model_mapping_id && !mapping)
    throw refused("model_mapping_id", "the characteristic has no mapping of a topic to copy", from.value);
  if (mapping) reading_ = reading_of(*mapping, wanted.broker_id);
  reading_.broker_id = wanted.broker_id;
  reading_.is_active = true;
  const bool waits = reading_.trigger_strategy == source::TriggerStrategy::on_trigger;
  if (waits && !wanted.trigger_topic)
    throw refused("trigger_topic",
                  "the model's mapping waits for a trigger, and each machine has its own: name its topic with the "
                  "placeholders");
  if (!waits && wanted.trigger_topic)
    throw refused("trigger_topic", "the model's mapping waits for no trigger",
                  boost::json::string(*wanted.trigger_topic));
}

brokers::TagMappingCreate TemplateModel::mapping_of(const TemplateMatch& match,
                                                    const TemplatePatterns& patterns) const {
  brokers::TagMappingCreate mapping = reading_;
  mapping.mqtt_topic = match.source.topic;
  mapping.metric_name = match.source.metric;
  mapping.trigger_tag = patterns.trigger_topic(match.values);
  return mapping;
}

std::optional<std::string> TemplateModel::problem_of(const TemplateMatch& match, const TemplatePatterns& patterns) const
    try {
  check_mapping(mapping_of(match, patterns));
  return std::nullopt;
} catch (const base::Error& error) {
  return error.detail();
}

}  // namespace openspc::connect::templates
