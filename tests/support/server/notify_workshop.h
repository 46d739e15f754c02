// A workshop that tells people: helpers in the words of the notifications API.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "support/peers/http_sink.h"
#include "support/server/factory.h"
#include "support/server/workshop.h"

namespace openspc::test {

inline constexpr const char* kNotifications = "/api/v1/notifications";

struct NotifyWorkshop : Workshop {
  using Workshop::Workshop;

  /// Of the built-in plant unless the members say otherwise.
  std::int64_t new_channel(const std::string& kind, boost::json::object members);
  std::int64_t new_webhook(const std::string& url, boost::json::object members = {});
  /// Tells every violation to the channel, each time, unless the members say otherwise.
  std::int64_t new_rule(std::int64_t channel, boost::json::object members = {});
  static boost::json::object rule_body(std::int64_t channel, std::int64_t at_plant);

  /// A characteristic with a critical violation.
  std::int64_t new_violation();
  /// So many violations of run rule 1 at one characteristic, at once.
  void new_violations(int count);
  /// The oldest first.
  boost::json::array deliveries(const std::string& query = {});
  boost::json::value wait_delivery(std::int64_t channel, const std::string& state);

 private:
  int named_ = 0;
};

/// The members that a 422 complains about, "recipients.0" for the first of a list.
std::vector<std::string> wrong_fields(const Reply& reply);

}  // namespace openspc::test
