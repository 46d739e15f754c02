#include "support/server/notify_workshop.h"

#include <algorithm>

namespace openspc::test {
namespace {

void put(boost::json::object& target, const boost::json::object& members) {
  for (const auto& member : members) target[member.key()] = member.value();
}

}  // namespace

std::int64_t NotifyWorkshop::new_channel(const std::string& kind, boost::json::object members) {
  boost::json::object body{{"name", "Channel " + std::to_string(++named_)}, {"kind", kind}, {"plant_id", plant}};
  put(body, members);
  return id_of(admin.post(std::string(kNotifications) + "/channels", body));
}

std::int64_t NotifyWorkshop::new_webhook(const std::string& url, boost::json::object members) {
  members.emplace("url", url);
  return new_channel("webhook", std::move(members));
}

boost::json::object NotifyWorkshop::rule_body(std::int64_t channel, std::int64_t at_plant) {
  return {{"name", "Everything"},
          {"plant_id", at_plant},
          {"events", {"violation"}},
          {"channel_ids", {channel}},
          {"repeat_minutes", 0}};
}

std::int64_t NotifyWorkshop::new_rule(std::int64_t channel, boost::json::object members) {
  boost::json::object body = rule_body(channel, plant);
  body["name"] = "Rule " + std::to_string(++named_);
  put(body, members);
  return id_of(admin.post(std::string(kNotifications) + "/rules", body));
}

std::int64_t NotifyWorkshop::new_violation() {
  const auto characteristic = new_judged_characteristic();
  submit(characteristic, {25});
  return characteristic;
}

void NotifyWorkshop::new_violations(int count) {
  constexpr int most_at_once = 1'000;
  const auto characteristic = new_judged_characteristic();
  for (int left = count; left > 0; left -= most_at_once) {
    boost::json::array samples;
    for (int i = 0; i < std::min(left, most_at_once); ++i)
      samples.push_back(boost::json::object{{"measurements", {25}}});
    require(admin.post("/api/v1/samples/batch", {{"characteristic_id", characteristic}, {"samples", samples}}), 200);
  }
}

boost::json::array NotifyWorkshop::deliveries(const std::string& query) {
  const auto page = require(admin.get(std::string(kNotifications) + "/deliveries?limit=500" + query), 200).json();
  boost::json::array oldest_first = page.at("items").as_array();
  std::reverse(oldest_first.begin(), oldest_first.end());
  return oldest_first;
}

boost::json::value NotifyWorkshop::wait_delivery(std::int64_t channel, const std::string& state) {
  boost::json::array found;
  wait_for(
      [&] {
        found = deliveries("&channel_id=" + std::to_string(channel) + "&state=" + state);
        return !found.empty();
      },
      "a delivery that is " + state);
  return found.front();
}

std::vector<std::string> wrong_fields(const Reply& reply) {
  std::vector<std::string> fields;
  const boost::json::value body = require(reply, 422).json();
  for (const auto& error : body.at("detail").as_array()) {
    std::string field;
    for (const auto& part : error.at("loc").as_array()) {
      if (!field.empty()) field += '.';
      field += part.is_string() ? std::string(part.as_string()) : std::to_string(part.to_number<std::int64_t>());
    }
    fields.push_back(field.substr(field.find('.') + 1));
  }
  return fields;
}

}  // namespace openspc::test
