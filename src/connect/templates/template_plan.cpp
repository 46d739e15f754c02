#include "connect/templates/template_plan.h"

#include <algorithm>
#include <boost/json/string.hpp>
#include <iterator>
#include <set>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "connect/brokers/source_map.h"
#include "connect/mqtt/topic.h"
#include "connect/payload/payload.h"
#include "connect/sparkplug/topic.h"
#include "connect/templates/template_sources.h"
#include "plants/hierarchy.h"

namespace openspc::connect::templates {
namespace {

using Target = std::pair<std::vector<std::string>, std::string>;

constexpr std::size_t kLongestTopic = 500,
                      kLongestMetric = 255;  // as in describe(net::Fields<brokers::TagMappingCreate>&)

std::vector<std::string> joined(std::vector<std::string> names, const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

std::optional<PlaceholderPattern> metric_pattern(const MappingTemplate& source, const PlaceholderPattern& topic) {
  const bool is_sparkplug = brokers::is_sparkplug_filter(source.topic_pattern);
  if (is_sparkplug)
    if (const auto problem = brokers::sparkplug_problem(source.topic_pattern, source.metric_pattern))
      throw base::refused_member(source.metric_pattern ? "topic_pattern" : "metric_pattern", *problem,
                                 source.topic_pattern);
  if (!source.metric_pattern) return std::nullopt;
  if (!is_sparkplug)
    throw base::refused_member("metric_pattern",
                               "only topics of Sparkplug, spBv1.0/GROUP/DDATA/{node}/{device}, have metrics",
                               *source.metric_pattern);
  return PlaceholderPattern(*source.metric_pattern, "metric_pattern", topic.names());
}

std::vector<PlaceholderText> place_names(const MappingTemplate& source, const std::vector<std::string>& known) {
  std::vector<PlaceholderText> names;
  std::string_view rest = source.place_path;
  while (true) {
    const std::size_t end = rest.find('/');
    const std::string_view name = name_of(rest.substr(0, end));
    if (name.empty())
      throw base::refused_member("place_path",
                                 "a name is missing: neither begin nor end with a slash, nor write two together",
                                 source.place_path);
    names.emplace_back(name, "place_path", known);
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (names.size() > static_cast<std::size_t>(plants::kMaxHierarchyDepth))
    throw base::refused_member("place_path",
                               "a hierarchy has at most " + std::to_string(plants::kMaxHierarchyDepth) + " levels",
                               source.place_path);
  return names;
}

// "place 'L1' is longer than ..."
std::optional<std::string> problem_of(const std::string& what, std::string_view name) {
  const auto problem = name_problem(name);
  if (!problem) return std::nullopt;
  return what + (name.empty() ? " " : " '" + payload::printable_excerpt(name, 60) + "' ") + *problem;
}

// What a mapping cannot hold. Discovery shows characters of metrics that cannot be seen as U+FFFD.
std::optional<std::string> source_problem(const TemplateSource& source) {
  if (!mqtt::is_topic_name(source.topic))
    return "The topic is no name of a topic: wildcards and NUL are not allowed in it";
  if (base::utf8_count(source.topic) > kLongestTopic)
    return "The topic is longer than " + std::to_string(kLongestTopic) + " characters";
  if (!source.metric) return std::nullopt;
  if (base::utf8_count(*source.metric) >= kLongestMetric)
    return "The metric's name has " + std::to_string(kLongestMetric) + " characters or more";
  if (source.metric->find("\uFFFD") != std::string::npos)
    return "The metric's name holds characters that cannot be seen";
  return std::nullopt;
}

std::string words_of(const TemplateSource& source) {
  return payload::printable_excerpt(source.topic) +
         (source.metric ? " " + payload::printable_excerpt(*source.metric) : "");
}

bool is_to_do(const PlannedRow& row) {
  return row.outcome == TemplateOutcome::make || row.outcome == TemplateOutcome::map;
}

void refuse(PlannedRow& row, std::string reason) {
  row.outcome = TemplateOutcome::refused;
  row.problem = std::move(reason);
}

Target target_of(const PlannedRow& row) {
  return {row.match.place, row.match.characteristic};
}

std::string holder_of(const TemplateGround::Owned& owned) {
  if (!owned.topic) return "another source";
  return words_of({.topic = *owned.topic, .metric = owned.metric});
}

/// One row as if there were no others.
class Judge {
 public:
  Judge(base::BrokerId broker, const TemplateGround& ground) : broker_(broker), ground_(ground) {}

  PlannedRow row_of(TemplateMatch match) const {
    PlannedRow row{.match = std::move(match)};
    if (row.match.problem) {
      refuse(row, *row.match.problem);
      return row;
    }
    const auto place = ground_.places.find(row.match.place);
    row.is_place_new = place.known < row.match.place.size();
    if (place.is_ambiguous) {
      refuse(row, "Several places are named " + row.match.place[place.known] + " there: rename all but one");
    } else if (!row.is_place_new && place.deepest) {
      look_at(*place.deepest, row);
    }
    return row;
  }

 private:
  void look_at(base::NodeId place, PlannedRow& row) const {
    const auto [begin, end] = ground_.characteristics.equal_range({place, row.match.characteristic});
    if (begin == end) return;
    const TemplateGround::Owned& owned = begin->second;
    row.characteristic = owned.id;
    if (std::next(begin) != end) {
      refuse(row, "Several characteristics of the place have this name: rename all but one");
    } else if (!owned.has_source) {
      row.outcome = TemplateOutcome::map;
    } else if (owned.broker == broker_ && owned.topic == row.match.source.topic &&
               owned.metric == row.match.source.metric) {
      row.outcome = TemplateOutcome::mapped;
    } else {
      refuse(row, "The name is taken: the characteristic has its values from " + holder_of(owned));
    }
  }

  base::BrokerId broker_;
  const TemplateGround& ground_;
};

void refuse_collisions(std::vector<PlannedRow>& rows) {
  std::map<Target, std::vector<std::size_t>> by_target;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (is_to_do(rows[i])) by_target[target_of(rows[i])].push_back(i);
  for (const auto& [target, indices] : by_target) {
    if (indices.size() < 2) continue;
    for (const std::size_t i : indices) {
      const std::size_t other = i == indices.front() ? indices.back() : indices.front();
      refuse(rows[i], words_of(rows[other].match.source) +
                          " gives the same characteristic: let the place or the name say which placeholder they "
                          "differ in");
    }
  }
}

std::int64_t refuse_beyond(std::int64_t limit, std::vector<PlannedRow>& rows) {
  std::int64_t count = 0;
  std::int64_t over = 0;
  for (PlannedRow& row : rows) {
    if (!is_to_do(row) || ++count <= limit) continue;
    refuse(row, "Too many: the limit of this template is " + std::to_string(limit));
    ++over;
  }
  return over;
}

std::int64_t count_new_places(const std::vector<PlannedRow>& rows, const PlaceIndex& places) {
  std::set<std::vector<std::string>> made;
  for (const PlannedRow& row : rows) {
    if (!is_to_do(row) || !row.is_place_new) continue;
    std::vector<std::string> names = row.match.place;
    const std::size_t known = places.find(names).known;
    for (; names.size() > known; names.pop_back()) made.insert(names);
  }
  return static_cast<std::int64_t>(made.size());
}

int rank_of(const PlannedRow& row) {
  if (is_to_do(row)) return 0;
  return row.outcome == TemplateOutcome::refused ? 1 : 2;
}

}  // namespace

std::string TemplateMatch::place_text() const {
  std::string text;
  for (const std::string& name : place) text += (text.empty() ? "" : " > ") + name;
  return text;
}

TemplatePatterns::TemplatePatterns(const MappingTemplate& source)
    : topic_(data_topic(source.topic_pattern), "topic_pattern"),
      metric_(metric_pattern(source, topic_)),
      place_(place_names(source, names())),
      characteristic_(source.characteristic_name, "characteristic_name", names()) {
  if (names().empty())
    throw base::refused_member(
        "topic_pattern",
        "a template needs a placeholder, such as {machine}: without one it is one mapping, made at "
        "POST /api/v1/tags/map",
        source.topic_pattern);
  if (source.trigger_topic) trigger_.emplace(*source.trigger_topic, "trigger_topic", names());
}

std::vector<std::string> TemplatePatterns::names() const {
  return metric_ ? joined(topic_.names(), metric_->names()) : topic_.names();
}

std::optional<TemplateMatch> TemplatePatterns::match(const TemplateSource& source) const {
  if (source.metric.has_value() != metric_.has_value()) return std::nullopt;
  auto values = topic_.match(source.topic);
  if (!values) return std::nullopt;
  if (metric_ && source.metric) {
    auto of_metric = metric_->match(*source.metric);
    if (!of_metric) return std::nullopt;
    values->merge(*of_metric);
  }
  TemplateMatch match{.source = source, .values = *std::move(values), .problem = source_problem(source)};
  PlaceholderValues names;
  for (const auto& [name, value] : match.values) {
    names.emplace(name, name_of(value));
    if (!match.problem) match.problem = problem_of("{" + name + "}", names[name]);
  }
  for (const PlaceholderText& part : place_) {
    match.place.emplace_back(name_of(part.filled(names)));
    if (!match.problem) match.problem = problem_of("The place", match.place.back());
  }
  match.characteristic = name_of(characteristic_.filled(names));
  if (!match.problem) match.problem = problem_of("The name", match.characteristic);
  return match;
}

std::optional<std::string> TemplatePatterns::trigger_topic(const PlaceholderValues& values) const {
  if (!trigger_) return std::nullopt;
  return trigger_->filled(values);
}

PlaceIndex::PlaceIndex(const std::vector<plants::hierarchy_store::FlatNode>& nodes) {
  for (const auto& node : nodes) add(node.parent_id, node.name, node.id);
}

void PlaceIndex::add(std::optional<base::NodeId> parent, const std::string& name, base::NodeId id) {
  by_name_[{parent, name}].push_back(id);
}

PlaceIndex::Found PlaceIndex::find(const std::vector<std::string>& names) const {
  Found found;
  for (const std::string& name : names) {
    const auto next = by_name_.find({found.deepest, name});
    if (next == by_name_.end()) return found;
    if (next->second.size() > 1) {
      found.is_ambiguous = true;
      return found;
    }
    found.deepest = next->second.front();
    ++found.known;
  }
  return found;
}

TemplatePlan plan_of(const MappingTemplate& wanted, const TemplatePatterns& patterns,
                     std::vector<TemplateSource> sources, const TemplateGround& ground, const MappingCheck& check) {
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  TemplatePlan plan;
  const Judge judge(wanted.broker_id, ground);
  for (const TemplateSource& source : sources) {
    auto match = patterns.match(source);
    if (!match) continue;
    if (plan.rows.size() >= kMostMatches) {
      ++plan.unread;
      continue;
    }
    plan.rows.push_back(judge.row_of(*std::move(match)));
  }
  refuse_collisions(plan.rows);
  for (PlannedRow& row : plan.rows) {
    if (!is_to_do(row)) continue;
    if (auto problem = check(row.match)) refuse(row, *std::move(problem));
  }
  plan.over_limit = refuse_beyond(wanted.limit, plan.rows);
  plan.new_places = count_new_places(plan.rows, ground.places);
  std::stable_sort(plan.rows.begin(), plan.rows.end(),
                   [](const PlannedRow& a, const PlannedRow& b) { return rank_of(a) < rank_of(b); });
  return plan;
}

}  // namespace openspc::connect::templates
