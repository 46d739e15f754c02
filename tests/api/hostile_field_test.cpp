// Every field of every body that the server's own /openapi.json names, filled with what its column may not be able to
// hold: texts that are too long or exactly as long as the schema lets them be, numbers of 64 bits, the largest double.
// No answer is a 5xx, and none comes from the database: a file and a server refuse the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/server/workshop.h"

namespace openspc::test {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using testing::HasSubstr;
using testing::Not;

/// What db::ValueRefused says when no schema has refused before, with the name of the field.
constexpr const char* kUnforeseen = "kept of it";

/// A place in a body: names of members; an empty one is the first element of a list.
using Place = std::vector<std::string>;

std::string text_of(const Place& place) {
  std::string text;
  for (const auto& step : place) text += (text.empty() ? "" : ".") + (step.empty() ? "0" : step);
  return text;
}

struct Leaf {
  Place place;
  object schema;
};

struct Operation {
  std::string method, path;
  value schema;

  std::string name() const { return method + " " + path; }
};

bool is_of(const object& schema, std::string_view wanted) {
  const auto* type = schema.if_contains("type");
  if (type == nullptr) return false;
  if (type->is_string()) return type->as_string() == wanted;
  return type->is_array() && std::ranges::any_of(type->as_array(), [&](const value& t) { return t == value(wanted); });
}

class Schemas {
 public:
  explicit Schemas(value document) : document_(std::move(document)) {}

  std::vector<Operation> with_bodies() const {
    std::vector<Operation> found;
    for (const auto& path : document_.at("paths").as_object())
      for (const char* method : {"post", "put", "patch"}) {
        const auto* operation = path.value().as_object().if_contains(method);
        const auto* body = operation == nullptr ? nullptr : operation->as_object().if_contains("requestBody");
        const auto* json = body == nullptr ? nullptr : body->at("content").as_object().if_contains("application/json");
        if (json != nullptr) found.push_back({method, std::string(path.key()), json->at("schema")});
      }
    return found;
  }

  object resolved(const value& schema) const {
    object merged = schema.as_object();
    if (const auto* ref = merged.if_contains("$ref")) {
      const std::string name(ref->as_string());
      merged = document_.at("components").at("schemas").at(name.substr(name.rfind('/') + 1)).as_object();
      for (const auto& member : schema.as_object())
        if (member.key() != "$ref") merged[member.key()] = member.value();
    }
    for (const char* choice : {"anyOf", "oneOf", "allOf"})
      if (const auto* choices = merged.if_contains(choice)) return resolved(choices->at(0));
    return merged;
  }

  /// The targets of all questions with each numeric parameter set to this, in the query or the path; others are 1.
  std::vector<std::string> questions(const std::string& number) const {
    std::vector<std::string> targets;
    for (const auto& path : document_.at("paths").as_object()) {
      const auto* question = path.value().as_object().if_contains("get");
      if (question == nullptr) continue;
      const std::string name(path.key());
      if (name.find('{') != std::string::npos) targets.push_back(filled(name, number));
      const auto* parameters = question->as_object().if_contains("parameters");
      if (parameters == nullptr) continue;
      for (const value& parameter : parameters->as_array()) {
        const object type = resolved(parameter.at("schema"));
        if (parameter.at("in") == "query" && (is_of(type, "integer") || is_of(type, "number")))
          targets.push_back(filled(name, "1") + "?" + std::string(parameter.at("name").as_string()) + "=" + number);
      }
    }
    return targets;
  }

  std::vector<Leaf> leaves(const value& schema) const {
    std::vector<Leaf> found;
    collect(schema, {}, found);
    return found;
  }

 private:
  static std::string filled(const std::string& path, const std::string& id) {
    std::string target;
    for (std::size_t i = 0; i < path.size(); ++i) {
      target += path[i] == '{' ? id : std::string(1, path[i]);
      if (path[i] == '{') i = path.find('}', i);
    }
    return target;
  }

  void collect(const value& schema, const Place& place, std::vector<Leaf>& found) const {
    if (place.size() > 6) return;
    const object type = resolved(schema);
    const auto into = [&](const std::string& step) {
      Place deeper = place;
      deeper.push_back(step);
      return deeper;
    };
    if (const auto* members = type.if_contains("properties")) {
      for (const auto& member : members->as_object()) collect(member.value(), into(std::string(member.key())), found);
    } else if (const auto* items = type.if_contains("items")) {
      collect(*items, into(""), found);
    } else if (!type.contains("enum") && !type.contains("const")) {
      found.push_back({place, type});
    }
  }

  value document_;
};

/// Puts a value into a body, making what is missing on the way.
void put(value& body, const Place& place, value what) {
  value* at = &body;
  for (const auto& step : place) {
    if (step.empty()) {
      if (!at->is_array()) at->emplace_array();
      if (at->as_array().empty()) at->as_array().emplace_back(nullptr);
      at = &at->as_array().front();
    } else {
      if (!at->is_object()) at->emplace_object();
      at = &at->as_object()[step];
    }
  }
  *at = std::move(what);
}

std::string letters(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "ü";
  return text;
}

class EveryField : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shop_ = std::make_unique<Workshop>();
    auto& admin = shop_->admin;
    const auto characteristic = shop_->new_judged_characteristic();
    known_["plant_id"] = shop_->plant;
    known_["hierarchy_id"] = known_["node_id"] = known_["parent_id"] = shop_->line;
    known_["characteristic_id"] = known_["char_id"] = known_["model_characteristic_id"] = characteristic;
    known_["sample_id"] = shop_->submit(characteristic, {99}).at("sample_id").as_int64();
    known_["violation_id"] = shop_->server.stored().number("SELECT MAX(id) FROM violation");
    known_["broker_id"] = id_of(admin.post(
        "/api/v1/brokers/",
        {{"name", "Broker"}, {"host", "127.0.0.1"}, {"port", free_port()}, {"is_active", false}, {"plant_id", 1}}));
    known_["server_id"] = id_of(
        admin.post("/api/v1/opcua-servers/", {{"name", "Machine"},
                                              {"endpoint_url", "opc.tcp://127.0.0.1:" + std::to_string(free_port())},
                                              {"is_active", false},
                                              {"plant_id", 1}}));
    known_["writable_node_id"] = known_["channel_id"] = id_of(admin.post(
        "/api/v1/notifications/channels", {{"name", "Channel"}, {"kind", "webhook"}, {"url", "http://127.0.0.1:1/x"}}));
    known_["rule_id"] =
        id_of(admin.post("/api/v1/notifications/rules",
                         {{"name", "Rule"}, {"events", {"violation"}}, {"channel_ids", {known_["channel_id"]}}}));
    shop_->add_user("victim", "operator", shop_->plant);
    known_["user_id"] = shop_->server.stored().number("SELECT MAX(id) FROM \"user\"");
    key_ = require(admin.post("/api/v1/api-keys/", {{"name", "Key"}}), 201).json().at("id").as_string();
    schemas_ = std::make_unique<Schemas>(require(admin.get("/openapi.json"), 200).json());
  }
  static void TearDownTestSuite() {
    schemas_.reset();
    shop_.reset();
    known_.clear();
  }

  /// Sends each body with one field made `what` says; nothing: the field stays. The numbers of answers by status class.
  static std::map<int, int> fill(const std::function<std::optional<value>(const object&)>& what) {
    std::map<int, int> answers;
    for (const Operation& operation : schemas_->with_bodies()) {
      if (is_about_sign_in(operation.path)) continue;
      for (const Leaf& leaf : schemas_->leaves(operation.schema)) {
        const auto filling = what(leaf.schema);
        if (!filling) continue;
        value body = honest(operation.schema);
        put(body, leaf.place, *filling);
        const Reply reply = send(operation, body);
        ++answers[reply.status / 100];
        EXPECT_LT(reply.status, 500) << operation.name() << " with " << text_of(leaf.place) << ": " << reply.body;
        EXPECT_THAT(reply.body, Not(HasSubstr(kUnforeseen))) << operation.name() << " with " << text_of(leaf.place);
      }
    }
    EXPECT_TRUE(shop_->server.running()) << shop_->server.log();
    std::string told;
    for (const auto& [status, count] : answers) told += std::to_string(status) + "xx: " + std::to_string(count) + " ";
    RecordProperty("answers", told);
    return answers;
  }

  static Reply send(const Operation& operation, const value& body) {
    std::string method = operation.method;
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::toupper(c); });
    return shop_->admin.request(method, target_of(operation.path), boost::json::serialize(body));
  }

  /// What the schema demands, with values that mean something here.
  static value honest(const value& schema, const std::string& name = "") {
    const object type = schemas_->resolved(schema);
    if (const auto* choices = type.if_contains("enum")) return choices->as_array().front();
    if (const auto* members = type.if_contains("properties")) {
      object body;
      if (const auto* required = type.if_contains("required"))
        for (const value& member : required->as_array())
          body[member.as_string()] = honest(members->at(member.as_string()), std::string(member.as_string()));
      complete(body);
      return body;
    }
    if (const auto* items = type.if_contains("items"))
      return array{honest(*items, name.ends_with("_ids") ? name.substr(0, name.size() - 1) : name)};
    if (is_of(type, "string")) return value(text_for(name));
    if (is_of(type, "boolean")) return true;
    return number_for(name);
  }

  static Schemas& schemas() { return *schemas_; }
  static Workshop& shop() { return *shop_; }

 private:
  // Whoever signs in wrongly again and again is kept out, and tokens end with a password.
  static bool is_about_sign_in(const std::string& path) { return path.find("/auth/") != std::string::npos; }

  static std::string target_of(const std::string& path) {
    std::string target;
    for (std::size_t i = 0; i < path.size();) {
      const auto end = path.find('}', i);
      if (path[i] != '{' || end == std::string::npos) {
        target += path[i++];
      } else {
        const std::string name = path.substr(i + 1, end - i - 1);
        target += name == "key_id" ? key_ : std::to_string(known_.at(name));
        i = end + 1;
      }
    }
    return target;
  }

  /// What a body needs beyond what its schema can say.
  static void complete(object& body) {
    if (body.contains("kind")) body["url"] = "http://127.0.0.1:1/x";
    if (body.contains("ucl")) body["ucl"] = 13, body["lcl"] = 7, body["center_line"] = 10, body["sigma"] = 1;
    if (body.contains("host") && body.contains("name")) body["is_active"] = false;
    if (body.contains("endpoint_url") && body.contains("name")) body["is_active"] = false;
    const bool is_sample = body.contains("characteristic_id") && body.size() == 1;
    if (is_sample || body.empty()) body["measurements"] = array{10.0};
    if (body.contains("is_excluded")) body["is_excluded"] = false;
  }

  static std::string text_for(const std::string& name) {
    const std::string number = std::to_string(++made_);
    if (name == "code") return "C" + number;
    if (name == "endpoint_url") return "opc.tcp://127.0.0.1:" + std::to_string(free_port());
    if (name == "host") return "127.0.0.1";
    if (name == "sender" || name == "recipient") return "someone@example.org";
    if (name == "node_id") return "nsu=urn:machine;s=Node" + number;
    if (name == "topic_pattern") return "hall/{machine}/bore";
    if (name == "place_path") return "Hall/{machine}";
    if (name == "characteristic_name") return "{machine} bore";
    if (name == "topic") return "hall/" + number + "/bore";
    return name + number;
  }

  static value number_for(const std::string& name) {
    if (name == "rule_id") return 1;
    const auto id = known_.find(name);
    return id == known_.end() ? 1 : id->second;
  }

  static std::unique_ptr<Workshop> shop_;
  static std::unique_ptr<Schemas> schemas_;
  static std::map<std::string, std::int64_t> known_;
  static std::string key_;
  static int made_;
};

std::unique_ptr<Workshop> EveryField::shop_;
std::unique_ptr<Schemas> EveryField::schemas_;
std::map<std::string, std::int64_t> EveryField::known_;
std::string EveryField::key_;
int EveryField::made_ = 0;

TEST_F(EveryField, IsLeftOutByMostHonestBodies) {
  int taken = 0, all = 0;
  std::string refused;
  for (const Operation& operation : schemas().with_bodies()) {
    const Reply reply = send(operation, honest(operation.schema));
    ++all;
    taken += reply.status < 300 ? 1 : 0;
    if (reply.status >= 300) refused += operation.name() + ": " + reply.body + "\n";
  }
  // Of the others the demanded machine or message is not there. What is refused tells nothing of the database.
  EXPECT_GT(taken, all * 2 / 3) << refused;
}

TEST_F(EveryField, OfTextHoldsWhateverItsSchemaLetsThrough) {
  const auto answers = fill([](const object& schema) -> std::optional<value> {
    if (!is_of(schema, "string") || !schema.contains("maxLength")) return std::nullopt;
    const auto most = schema.at("maxLength").to_number<std::size_t>();
    return most > 5'000 ? std::optional<value>() : value(letters(most));
  });
  EXPECT_GT(answers.at(2), 50);
}

TEST_F(EveryField, OfTextRefusesWhatIsTooLong) {
  fill([](const object& schema) -> std::optional<value> {
    return is_of(schema, "string") ? std::optional<value>(std::string(5'000, 'x')) : std::nullopt;
  });
}

TEST_F(EveryField, OfNumbersSurvivesTheLargest) {
  for (const double number : {3e9, 9e15, 1e308}) {
    fill([&](const object& schema) -> std::optional<value> {
      if (is_of(schema, "integer") && number < 1e300) return static_cast<std::int64_t>(number);
      return is_of(schema, "number") ? std::optional<value>(number) : std::nullopt;
    });
  }
}

TEST_F(EveryField, OfQuestionsSurvivesTheLargestNumber) {
  for (const char* number : {"3000000000", "9000000000000000", "9223372036854775807", "99999999999999999999"}) {
    const auto targets = schemas().questions(number);
    EXPECT_GT(targets.size(), 40U);
    for (const std::string& target : targets) {
      const Reply reply = shop().admin.get(target);
      EXPECT_LT(reply.status, 500) << target << ": " << reply.body;
      EXPECT_THAT(reply.body, Not(HasSubstr(kUnforeseen))) << target;
    }
  }
}

TEST_F(EveryField, OfHeadersThatAreStoredTakesAnyBytes) {
  HttpClient client(shop().server.port());
  std::string agent =
      "Werkst\xe4"
      "tten-Browser ";
  while (agent.size() < 254) agent += 'x';
  agent += "\xc3\xbc\xc3\xbc";
  const Reply reply = client.post(
      "/api/v1/auth/login", {{"username", ServerProcess::admin_name}, {"password", ServerProcess::admin_password}},
      {{"User-Agent", agent}});
  EXPECT_EQ(reply.status, 200) << reply.body;
  const Reply keyed = shop().admin.post("/api/v1/samples/", sample_of(shop().new_characteristic(), {1}),
                                        {{"Idempotency-Key",
                                          "K\xff"
                                          "1"}});
  EXPECT_EQ(keyed.status, 422) << keyed.body;
}

}  // namespace
}  // namespace openspc::test
