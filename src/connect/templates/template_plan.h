// What a template of mappings would make of what a broker carries and of what a plant has: the same for the preview and
// for what is carried out. Called by the template service inside a database job. Pure but for the check that it is
// given.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "connect/templates/mapping_template.h"
#include "connect/templates/placeholders.h"
#include "plants/hierarchy_store.h"

namespace openspc::connect::templates {

/// A source in the words of a template.
struct TemplateMatch {
  TemplateSource source{};
  PlaceholderValues values{};
  std::vector<std::string> place{};  // names from the root down
  std::string characteristic{};
  std::optional<std::string> problem{};  // of a name

  std::string place_text() const;
};

/// The patterns of a template, read and checked.
class TemplatePatterns {
 public:
  /// Throws Error(invalid) naming the member of the body that is wrong.
  explicit TemplatePatterns(const MappingTemplate& source);

  /// Nothing for what the template does not mean.
  std::optional<TemplateMatch> match(const TemplateSource& source) const;
  /// The topic that completes a subgroup; nothing when the template names none.
  std::optional<std::string> trigger_topic(const PlaceholderValues& values) const;

 private:
  std::vector<std::string> names() const;

  PlaceholderPattern topic_;
  std::optional<PlaceholderPattern> metric_;
  std::vector<PlaceholderText> place_;
  PlaceholderText characteristic_;
  std::optional<PlaceholderText> trigger_;
};

/// The places of a plant, found by the names on the way from its root.
class PlaceIndex {
 public:
  explicit PlaceIndex(const std::vector<plants::hierarchy_store::FlatNode>& nodes);

  struct Found {
    std::optional<base::NodeId> deepest{};  // nothing when not even the first is there
    std::size_t known = 0;                  // how many of the names are there
    bool is_ambiguous = false;              // places of one parent share the next name
  };
  Found find(const std::vector<std::string>& names) const;
  void add(std::optional<base::NodeId> parent, const std::string& name, base::NodeId id);

 private:
  std::map<std::pair<std::optional<base::NodeId>, std::string>, std::vector<base::NodeId>> by_name_;
};

/// What a plant has.
struct TemplateGround {
  struct Owned {
    base::CharacteristicId id{};
    bool has_source = false;
    std::optional<base::BrokerId> broker{};  // of a source of MQTT, as what follows
    std::optional<std::string> topic{}, metric{};
  };
  PlaceIndex places;
  /// By place and name.
  std::multimap<std::pair<base::NodeId, std::string>, Owned> characteristics;
};

/// A match and what becomes of it.
struct PlannedRow {
  TemplateMatch match;
  TemplateOutcome outcome = TemplateOutcome::make;
  std::optional<base::CharacteristicId> characteristic{};
  bool is_place_new = false;
  std::optional<std::string> problem{};
};

struct TemplatePlan {
  std::vector<PlannedRow> rows{};  // what is made first, then what is refused, then what is mapped; each by its source
  std::int64_t new_places = 0;
  std::int64_t over_limit = 0;
  std::int64_t unread = 0;  // matches past `most_matches`
};

inline constexpr std::size_t kMostMatches = 5'000;

/// Why a mapping of this would be refused; nothing when it would be taken.
using MappingCheck = std::function<std::optional<std::string>(const TemplateMatch& match)>;

/// `sources` may hold one twice.
TemplatePlan plan_of(const MappingTemplate& wanted, const TemplatePatterns& patterns,
                     std::vector<TemplateSource> sources, const TemplateGround& ground, const MappingCheck& check);

}  // namespace openspc::connect::templates
