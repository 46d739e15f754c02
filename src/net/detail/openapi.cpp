#include "net/detail/openapi.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "net/detail/json_schema.h"
#include "net/detail/reply.h"
#include "net/detail/text.h"
#include "net/json.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

json::object reference(std::string_view component) {
  return {{"$ref", "#/components/schemas/" + std::string(component)}};
}

json::object content(std::string_view type, json::value schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object error_components() {
  const json::object text{{"type", "string"}};
  const json::object item{{"type", "object"},
                          {"required", {"type", "loc", "msg", "input"}},
                          {"properties",
                           {{"type", text},
                            {"loc", {{"type", "array"}, {"items", {{"type", {"string", "integer"}}}}}},
                            {"msg", text},
                            {"input", json::object()},
                            {"ctx", {{"type", "object"}, {"additionalProperties", true}}}}}};
  json::object list{{"type", "array"}, {"minItems", 1}, {"items", reference("ValidationErrorItem")}};
  return {{"Error", {{"type", "object"}, {"required", json::array{"detail"}}, {"properties", {{"detail", text}}}}},
          {"RateLimitError",
           {{"type", "object"},
            {"required", {"error", "detail", "retry_after"}},
            {"properties",
             {{"error", text},
              {"detail", text},
              {"retry_after", {{"type", "integer"}, {"description", "Seconds, as in the field Retry-After"}}}}}}},
          {"ValidationErrorItem", item},
          {"ValidationError",
           {{"type", "object"}, {"required", json::array{"detail"}}, {"properties", {{"detail", std::move(list)}}}}}};
}

json::object security_schemes() {
  return {{"bearerJwt", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}},
          {"apiKeyHeader", {{"type", "apiKey"}, {"in", "header"}, {"name", "X-API-Key"}}},
          {"refreshCookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "refresh_token"}}},
          {"wsQueryToken", {{"type", "apiKey"}, {"in", "query"}, {"name", "token"}}}};
}

json::object plain_response(int status) {
  json::object response{{"description", reason_phrase(status)}};
  if (status == 422) {
    response["content"] = content("application/json", reference("ValidationError"));
  } else if (status == 429) {
    response["content"] = content("application/json", reference("RateLimitError"));
    response["headers"] = {{"Retry-After", {{"schema", {{"type", "integer"}}}, {"description", "Seconds to wait"}}}};
  } else if (status >= 400) {
    response["content"] = content("application/json", reference("Error"));
  }
  return response;
}

/// "get_api_v1_plants_plant_id"
std::string operation_id(Method method, std::string_view path) {
  std::string id;
  for (const char c : method_name(method)) id += lower(c);
  for (const char c : path) {
    if (is_alphanumeric(c) || c == '_') {
      id += c;
    } else if (!id.ends_with('_') && c != '}') {
      id += '_';
    }
  }
  return id;
}

class Document {
 public:
  explicit Document(const Router& router) : router_(router) {}

  json::object build(const std::string& title, const std::string& version) {
    for (const auto& route : router_.routes()) announce(*route);
    for (const auto& route : router_.routes()) {
      if (!route->hidden) add(route->path, route->method, operation(*route));
    }
    for (const WebSocketRoute& route : router_.websockets()) add(route.path, Method::get, upgrade(route));
    add_documentation_pages();
    json::object schemas = error_components();
    for (auto& [name, schema] : catalogue_.take_components()) schemas[name] = schema;
    return {{"openapi", "3.1.0"},
            {"info", {{"title", title}, {"version", version}}},
            {"tags", std::move(tags_)},
            {"paths", std::move(paths_)},
            {"components", {{"schemas", std::move(schemas)}, {"securitySchemes", security_schemes()}}}};
  }

 private:
  void announce(const Route& route) {
    const auto request = [&](TypeRef type) {
      if (type != nullptr) catalogue_.announce(type(), Use::request);
    };
    request(route.signature.path);
    request(route.signature.query);
    request(route.signature.body);
    if (route.signature.result != nullptr) catalogue_.announce(route.signature.result(), Use::response);
    for (const DeclaredResponse& declared : route.responses) catalogue_.announce(declared.type(), Use::response);
  }

  void add(const std::string& path, Method method, json::object operation) {
    for (const json::value& tag : operation["tags"].get_array()) {
      const auto same = [&](const json::value& known) { return known.at("name") == tag; };
      if (std::ranges::none_of(tags_, same)) tags_.push_back(json::object{{"name", tag}});
    }
    std::string key;
    for (const char c : method_name(method)) key += lower(c);
    json::value& item = paths_[path];
    if (item.is_null()) item.emplace_object();
    item.get_object()[key] = std::move(operation);
  }

  json::object operation(const Route& route) {
    json::object operation{
        {"tags", json::array(route.tags.begin(), route.tags.end())},
        {"operationId", route.operation_id.empty() ? operation_id(route.method, route.path) : route.operation_id}};
    if (!route.summary.empty()) operation["summary"] = route.summary;
    if (!route.description.empty()) operation["description"] = route.description;
    json::array parameters;
    add_path_parameters(route, parameters);
    if (route.signature.query != nullptr) add_parameters(route.signature.query(), "query", parameters);
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    add_request_body(route, operation);
    operation["responses"] = responses(route);
    operation["security"] = security(route);
    return operation;
  }

  void add_parameters(const Type& type, std::string_view place, json::array& parameters) {
    for (const FieldInfo& field : type.fields) {
      json::value schema = catalogue_.member(type, field, Use::request);
      json::object parameter{{"name", field.name}, {"in", place}, {"required", place == "path" || field.required()}};
      if (!field.rules.doc.empty()) parameter["description"] = field.rules.doc;
      schema.get_object().erase("description");
      parameter["schema"] = std::move(schema);
      parameters.push_back(std::move(parameter));
    }
  }

  void add_path_parameters(const Route& route, json::array& parameters) {
    if (route.signature.path != nullptr) return add_parameters(route.signature.path(), "path", parameters);
    for (std::size_t at = route.path.find('{'); at != std::string::npos; at = route.path.find('{', at + 1)) {
      const std::string name = route.path.substr(at + 1, route.path.find('}', at) - at - 1);
      parameters.push_back(
          json::object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
  }

  void add_request_body(const Route& route, json::object& operation) {
    json::object body;
    if (route.signature.body != nullptr) {
      const Type& type = route.signature.body();
      body = {{"required", type.kind != Kind::optional},
              {"content", content("application/json", catalogue_.schema(type, Use::request))}};
    } else if (route.raw_body) {
      body = {{"required", true},
              {"description", route.raw_body->doc},
              {"content", content(route.raw_body->content_type, json::object{{"type", "string"}})}};
    } else {
      return;
    }
    operation["requestBody"] = std::move(body);
  }

  json::object responses(const Route& route) {
    json::object responses;
    const auto put = [&](int status) { responses[std::to_string(status)] = plain_response(status); };
    responses[std::to_string(route.signature.success_status)] = success(route);
    const Signature& s = route.signature;
    if (route.access.needs_principal()) put(401);
    if (route.access.minimum() != Role::none || (route.access.needs_principal() && !route.allow_password_change))
      put(403);
    if (!route.keys.none()) put(429);
    const bool has_inputs = s.path != nullptr || s.query != nullptr || s.body != nullptr;
    if (has_inputs) put(422);
    if (route.rate_limit) put(429);
    for (const int status : route.failures) {
      put(status);
      if (status != 422 || !has_inputs) continue;
      responses["422"].at("content").at("application/json").at("schema") =
          json::object{{"oneOf", {reference("ValidationError"), reference("Error")}}};
    }
    add_declared(route, responses);
    return responses;
  }

  // Several bodies declared for one status are alternatives.
  void add_declared(const Route& route, json::object& responses) {
    std::map<int, json::array> bodies;
    for (const DeclaredResponse& declared : route.responses) {
      json::array& alternatives = bodies[declared.status];
      alternatives.push_back(catalogue_.schema(declared.type(), Use::response));
      json::value schema = alternatives.size() == 1 ? alternatives.front() : json::object{{"oneOf", alternatives}};
      responses[std::to_string(declared.status)] =
          json::object{{"description", declared.doc}, {"content", content("application/json", std::move(schema))}};
    }
  }

  json::object success(const Route& route) {
    json::object response{{"description", reason_phrase(route.signature.success_status)}};
    if (route.signature.result != nullptr) {
      response["content"] = content("application/json", catalogue_.schema(route.signature.result(), Use::response));
    } else if (!route.raw_response.empty()) {
      response["content"] = content(route.raw_response, json::object{{"type", "string"}});
    }
    return response;
  }

  static json::array security(const Route& route) {
    if (!route.security.empty()) return {json::object{{route.security, json::array()}}};
    const json::object token{{"bearerJwt", json::array()}};
    if (!route.keys.none()) return {token, json::object{{"apiKeyHeader", json::array()}}};
    if (route.access.needs_principal()) return {token};
    return {};
  }

  static json::object upgrade(const WebSocketRoute& route) {
    json::array parameters;
    for (const auto& [name, doc] : route.docs.query) {
      parameters.push_back(json::object{{"name", name},
                                        {"in", "query"},
                                        {"required", false},
                                        {"description", doc},
                                        {"schema", {{"type", "string"}}}});
    }
    return {{"tags", json::array{json::string(route.docs.tag)}},
            {"operationId",
             route.docs.operation_id.empty() ? operation_id(Method::get, route.path) : route.docs.operation_id},
            {"summary", route.docs.summary},
            {"parameters", std::move(parameters)},
            {"responses", {{"101", {{"description", "Switched to the WebSocket protocol"}}}}},
            {"security", json::array{json::object{{"wsQueryToken", json::array()}}}}};
  }

  void add_documentation_pages() {
    const auto page = [&](std::string_view path, std::string_view id, std::string_view summary, std::string_view type) {
      add(std::string(path), Method::get,
          {{"tags", json::array{"app"}},
           {"operationId", id},
           {"summary", summary},
           {"security", json::array()},
           {"responses",
            {{"200", {{"description", "OK"}, {"content", content(type, json::object{{"type", "string"}})}}}}}});
    };
    page("/docs", "swaggerUi", "Interactive documentation", "text/html");
    page("/docs/oauth2-redirect", "swaggerUiOauthRedirect", "Return page of the interactive documentation",
         "text/html");
    page("/redoc", "redoc", "Reference documentation", "text/html");
    page("/openapi.json", "openapiDocument", "This document", "application/json");
    paths_["/openapi.json"].at("get").at("responses").at("200").at("content").at("application/json").at("schema") =
        json::object{{"type", "object"}};
  }

  const Router& router_;
  SchemaCatalogue catalogue_;
  json::object paths_;
  json::array tags_;
};

}  // namespace

std::string openapi_document(const Router& router, const std::string& title, const std::string& version) {
  std::string out;
  write_json(out, Document(router).build(title, version));
  return out;
}

}  // namespace openspc::net::detail
