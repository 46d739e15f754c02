#include "admin/demo_person.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <utility>

namespace openspc::admin {
namespace {

namespace json = boost::json;
constexpr int kUnauthorized = 401;

json::value body_of(const net::HttpReply& reply, const std::string& target) {
  if (reply.status >= 300) throw std::runtime_error(target + " answered " + std::to_string(reply.status));
  return json::parse(reply.body);
}

}  // namespace

Person::Person(const std::string& host, std::uint16_t port, std::string username, std::string password)
    : username_(std::move(username)), password_(std::move(password)), api_(host, port) {}

base::Task<void> Person::sign_in() {
  api_.set_bearer_token({});
  json::object body{{"username", username_}, {"password", password_}};
  const auto reply = co_await post("/api/v1/auth/login", std::move(body));
  api_.set_bearer_token(std::string(reply.at("access_token").as_string()));
}

base::Task<json::value> Person::get(std::string target) {
  const auto reply = co_await send(net::Method::get, target, {});
  co_return body_of(reply, target);
}

base::Task<json::value> Person::post(std::string target, json::object body) {
  std::string text = json::serialize(body);
  const auto reply = co_await send(net::Method::post, target, std::move(text));
  co_return body_of(reply, target);
}

base::Task<net::HttpReply> Person::send(net::Method method, std::string target, std::string body) {
  auto reply = co_await api_.request(method, target, std::move(body));
  if (reply.status == kUnauthorized) throw std::runtime_error("the token of " + username_ + " is no longer accepted");
  co_return reply;
}

}  // namespace openspc::admin
