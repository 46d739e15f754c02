// A running server with its admin signed in and one production line: where nearly every API test begins. The helpers
// speak the words of the API and throw when a step of the arrangement is refused.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/server/http_client.h"
#include "support/server/server_process.h"

namespace openspc::test {

/// The reply when its status is the one wanted; throws with its body otherwise.
Reply require(Reply reply, int status);
std::int64_t id_of(const Reply& reply);  ///< "id" of a reply that is 200 or 201

/// Members that are numbers, as text for a path.
std::string path(std::string_view before, std::int64_t id, std::string_view after = {});

boost::json::object sample_of(std::int64_t characteristic, const std::vector<double>& measurements);

/// Asks again and again until it is so; throws with `what` when it does not become so in time.
void wait_for(const std::function<bool()>& is_so, const std::string& what,
              std::chrono::seconds patience = std::chrono::seconds(30));

struct Workshop {
  explicit Workshop(ServerOptions options = {});

  ServerProcess server;
  HttpClient admin;
  std::int64_t plant = 0;  // the built-in one
  std::int64_t line = 0;   // a node of it

  std::int64_t new_plant(const std::string& name, const std::string& code);
  std::int64_t new_node(std::int64_t plant_id, const std::string& name);
  /// On the line unless the members say otherwise; single readings, no limits.
  std::int64_t new_characteristic(boost::json::object members = {});
  /// Single readings with center 10 and sigma 1: rule 1 fires beyond 7 and 13.
  std::int64_t new_judged_characteristic(boost::json::object members = {});
  void set_limits(std::int64_t characteristic, double center, double sigma);
  /// The reply of a submission that is accepted.
  boost::json::value submit(std::int64_t characteristic, const std::vector<double>& measurements);
  boost::json::value chart(std::int64_t characteristic);
  /// The readings of every sample of a characteristic, in the order of the samples.
  std::vector<std::vector<double>> samples(std::int64_t characteristic);
  /// Returns when so many are stored; throws when they are not within 90 seconds.
  void wait_samples(std::int64_t characteristic, std::int64_t count);

  /// A user whose password is the admin's, put into the database, since no route makes one yet. An empty role is none.
  void add_user(const std::string& name, const std::string& role, std::int64_t at_plant);
  HttpClient signed_in(const std::string& user);

 private:
  int names_ = 0;
};

}  // namespace openspc::test
