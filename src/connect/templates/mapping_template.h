// Templates of mappings as the API shows and receives them: one description from which places, characteristics and
// mappings of many equal machines are made. Called by the template routes and service.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "net/schema.h"

namespace openspc::connect::templates {

/// The most that a template makes at once, whatever it says itself.
inline constexpr std::int64_t kMostOfTemplate = 1'000;

struct MappingTemplate {
  base::PlantId plant_id{};
  base::BrokerId broker_id{};
  std::string topic_pattern{};
  std::optional<std::string> metric_pattern{};
  std::string place_path{};
  std::string place_type = "Equipment";
  std::string characteristic_name{};
  base::CharacteristicId model_characteristic_id{};
  std::optional<base::CharacteristicId> model_mapping_id{};
  std::optional<std::string> trigger_topic{};
  std::int64_t limit = 500;
};
BOOST_DESCRIBE_STRUCT(MappingTemplate, (),
                      (plant_id, broker_id, topic_pattern, metric_pattern, place_path, place_type, characteristic_name,
                       model_characteristic_id, model_mapping_id, trigger_topic, limit))

inline void describe(net::Fields<MappingTemplate>& f) {
  f["plant_id"].doc("Where places are found or made");
  f["topic_pattern"].length(1, 500).doc(
      "plant1/{line}/{machine}/diameter: a placeholder stands for one whole level. Of Sparkplug "
      "spBv1.0/GROUP/DDATA/{line}/{machine}");
  f["metric_pattern"].length(1, 255).doc(
      "{part}/diameter: a placeholder stands for one whole part between slashes. For Sparkplug alone, and needed "
      "there");
  f["place_path"].length(1, 500).doc(
      "Names of places from the plant's root on, between slashes: Hall 1/{line}/{machine}. What is missing is made");
  f["place_type"].length(1, 50).defaulted().doc("Of the last place; those above it are made as Folder");
  f["characteristic_name"].length(1, 200).doc("{machine} diameter");
  f["model_characteristic_id"].doc(
      "Whose settings and rules the characteristics get; without its control limits, which are each machine's own");
  f["model_mapping_id"].doc(
      "The characteristic whose mapping says how messages are read; absent: the model's own mapping, or the defaults "
      "when it has none");
  f["trigger_topic"].length(1, 500).doc(
      "Needed when the model's mapping waits for a trigger: plant1/{line}/{machine}/done");
  f["limit"]
      .range(1, static_cast<double>(kMostOfTemplate))
      .defaulted()
      .doc("No more mappings than this are made at once");
}

/// What a mapping takes its values from.
struct TemplateSource {
  std::string topic{};
  std::optional<std::string> metric{};

  auto operator<=>(const TemplateSource&) const = default;
};
BOOST_DESCRIBE_STRUCT(TemplateSource, (), (topic, metric))

inline void describe(net::Fields<TemplateSource>& f) {
  f["topic"].length(1, 500);
  f["metric"].length(1, 255);
}

enum class TemplateOutcome { make, map, mapped, refused };
BOOST_DESCRIBE_ENUM(TemplateOutcome, make, map, mapped, refused)

struct TemplateRow {
  std::string topic{};
  std::optional<std::string> metric{};
  std::map<std::string, std::string> values{};
  std::string place{};
  bool is_place_new = false;
  std::string characteristic{};
  std::optional<base::CharacteristicId> characteristic_id{};
  TemplateOutcome outcome = TemplateOutcome::make;
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(TemplateRow, (),
                      (topic, metric, values, place, is_place_new, characteristic, characteristic_id, outcome, problem))

inline void describe(net::Fields<TemplateRow>& f) {
  f["values"].doc("What the placeholders stand for");
  f["place"].doc("From the root down: Hall 1 > L1 > M3");
  f["is_place_new"].doc("The place, or one above it, is made");
  f["characteristic_id"].doc("Null: there is none yet");
  f["outcome"].doc(
      "make: the characteristic is made and mapped; map: it is there and gets the mapping; mapped: nothing to do; "
      "refused: problem says why");
}

struct TemplatePreview {
  bool is_listening = false;
  std::int64_t seen_count = 0;
  std::int64_t matched_count = 0;
  std::int64_t new_count = 0;
  std::int64_t mapped_count = 0;
  std::int64_t refused_count = 0;
  std::int64_t new_place_count = 0;
  std::int64_t over_limit_count = 0;
  std::int64_t unread_count = 0;
  std::int64_t limit = 0;
  std::vector<TemplateRow> rows{};
};
BOOST_DESCRIBE_STRUCT(TemplatePreview, (),
                      (is_listening, seen_count, matched_count, new_count, mapped_count, refused_count, new_place_count,
                       over_limit_count, unread_count, limit, rows))

inline void describe(net::Fields<TemplatePreview>& f) {
  f["is_listening"].doc("Discovery of topics runs on the broker");
  f["seen_count"].doc("Topics, and metrics of Sparkplug, that the broker's discovery and Sparkplug host know");
  f["new_count"].doc("Mappings that would be made");
  f["refused_count"].doc("Those over the limit included");
  f["over_limit_count"].doc("Refused because the limit is reached");
  f["unread_count"].doc("Matches past the first 5,000, which are not looked at");
  f["rows"].doc("What would be made first, then what is refused, then what is mapped already; 2,000 at most");
}

struct TemplateApply : MappingTemplate {
  std::vector<TemplateSource> sources{};
};
BOOST_DESCRIBE_STRUCT(TemplateApply, (MappingTemplate), (sources))

inline void describe(net::Fields<TemplateApply>& f) {
  f["sources"].items(1, static_cast<std::size_t>(kMostOfTemplate)).doc("Of the preview: those that are to be mapped");
}

struct TemplateResult {
  std::int64_t places_made = 0;
  std::int64_t characteristics_made = 0;
  std::int64_t mappings_made = 0;
  std::int64_t mapped_before = 0;
};
BOOST_DESCRIBE_STRUCT(TemplateResult, (), (places_made, characteristics_made, mappings_made, mapped_before))

using TemplateId = base::Id<struct MappingTemplateTag>;

struct TemplateSave : MappingTemplate {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(TemplateSave, (MappingTemplate), (name))

inline void describe(net::Fields<TemplateSave>& f) {
  f["name"].length(1, 100);
}

struct StoredTemplate : MappingTemplate {
  TemplateId id{};
  std::string name{};
  base::Timestamp created_at{};
  std::optional<std::int64_t> new_count{};
  std::optional<std::string> problem{};
};
BOOST_DESCRIBE_STRUCT(StoredTemplate, (MappingTemplate), (id, name, created_at, new_count, problem))

inline void describe(net::Fields<StoredTemplate>& f) {
  f["new_count"].doc("Machines that match and are not mapped yet; null while nobody listens to the broker");
  f["problem"].doc("Why the template can make nothing any more: its broker or model is gone");
}

struct TemplateListQuery {
  std::optional<base::PlantId> plant_id{};
};
BOOST_DESCRIBE_STRUCT(TemplateListQuery, (), (plant_id))

struct TemplatePath {
  TemplateId template_id{};
};
BOOST_DESCRIBE_STRUCT(TemplatePath, (), (template_id))

}  // namespace openspc::connect::templates
