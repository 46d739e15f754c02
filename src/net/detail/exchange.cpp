#include "net/detail/exchange.h"

#include <algorithm>

#include "net/detail/parse.h"
#include "net/detail/request_builder.h"
#include "net/detail/text.h"
#include "net/json.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

constexpr std::size_t kUsualBuffer = 64 * 1024;

void give_back_excess(std::string& buffer) {
  if (buffer.capacity() > kUsualBuffer) buffer = std::string();
}

/// What parsing will need, from above: a value and its place in a list that grows for each that the text can hold, and
/// the texts.
std::size_t bytes_when_parsed(std::string_view text) {
  constexpr std::size_t bytes_for_value = 2 * sizeof(json::value);
  const auto begins_value = [](char c) { return c == ',' || c == ':' || c == '[' || c == '{'; };
  return 2 * text.size() + bytes_for_value * static_cast<std::size_t>(std::ranges::count_if(text, begins_value));
}

bool wants_strictness(const Target& target) {
  const std::string* const word = target.find(kStrictParameter);
  return word != nullptr && (*word == "true" || *word == "1" || *word == "yes" || *word == "on");
}

// "body.samples.0.vlaue (value?)": what may stand in a header field, and not too much of it.
std::string header_text(const UnknownInput& input) {
  constexpr std::size_t longest_name = 64;
  std::string text;
  for (const json::value& step : input.loc) {
    if (!text.empty()) text += '.';
    if (step.is_int64()) {
      text += std::to_string(step.get_int64());
      continue;
    }
    for (const char c : std::string_view(step.get_string()).substr(0, longest_name))
      text += c > ' ' && c < 0x7f && c != ',' ? c : '?';
  }
  return input.nearest ? text + " (" + *input.nearest + "?)" : text;
}

bool is_json_type(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t"));
  constexpr std::string_view plain = "application/json";
  constexpr std::string_view suffix = "+json";
  return equal_ignoring_case(type, plain) ||
         (type.size() > suffix.size() && equal_ignoring_case(type.substr(type.size() - suffix.size()), suffix));
}

}  // namespace

base::RetryLater no_room_for_body() {
  return {base::ErrorKind::unavailable, "The server is busy with large requests", std::chrono::seconds(1)};
}

void HttpExchange::begin(const Limits& limits, RequestCounts& counts) {
  started = std::chrono::steady_clock::now();
  limits_ = limits;
  counts_ = &counts;
}

void HttpExchange::release_body() {
  std::string& body = RequestBuilder(request).body();
  body.clear();
  give_back_excess(body);
  document_.reset();
  arena_.reset();
  share.release();
  document_share.release();
}

void HttpExchange::reset() {
  release_body();
  RequestBuilder(request).clear();
  reply.clear();
  give_back_excess(reply.body);
  head.clear();
  match = Match();
}

bool HttpExchange::body_is_json() const {
  const std::string_view content_type = request.header("Content-Type");
  return content_type.empty() || is_json_type(content_type);
}

// A route's own limit, or that of all others: for each caller, of strangers for each address.
std::optional<HttpExchange::Limit> HttpExchange::rate_limit() const {
  const Route& route = *match.route;
  if (limits_.limiter == nullptr) return std::nullopt;
  // A key brings its own, for all that it opens.
  if (request.has_principal()) {
    if (const std::optional<PrincipalKey>& by = request.principal().key)
      return Limit{base::Rate{.count = by->requests_per_minute}, "key " + by->id};
  }
  if (route.rate_limit) {
    auto key = route.rate_key ? route.rate_key(request) : std::optional(std::string(request.client_ip()));
    if (!key) return std::nullopt;
    key->append(" ").append(request.path());
    return Limit{*route.rate_limit, *std::move(key)};
  }
  if (limits_.usual == nullptr || !request.path().starts_with("/api/")) return std::nullopt;
  std::string key = request.has_principal() ? "user " + std::to_string(request.principal().user_id.value)
                                            : "address " + std::string(request.client_ip());
  return Limit{*limits_.usual, std::move(key)};
}

void HttpExchange::check_rate() const {
  if (const auto limit = rate_limit()) limits_.limiter->check(limit->rate, limit->key);
}

bool HttpExchange::takes_document() const {
  return match.route->signature.body != nullptr && !request.body().empty() && body_is_json();
}

bool HttpExchange::make_room_to_parse(BodyBudget& budget, BodyBudget::Caller caller) {
  if (!takes_document() || request.body().size() <= BodyBudget::free_of_charge) return true;
  return document_share.grow_to(budget, bytes_when_parsed(request.body()), caller);
}

void HttpExchange::parse_document() {
  if (!takes_document()) return;
  arena_.emplace(arena_bytes_.data(), arena_bytes_.size());
  document_.emplace(parse_json_body(request.body(), json::storage_ptr(&*arena_)));
}

void HttpExchange::bind(std::span<const Slot> slots) {
  InputErrors errors;
  std::vector<const Type*> queries;
  for (const Slot& slot : slots) {
    switch (slot.source) {
      case Slot::Source::path:
        parse_path(*slot.type, slot.storage, request.path_parameters(), errors);
        break;
      case Slot::Source::query:
        queries.push_back(slot.type);
        parse_query(*slot.type, slot.storage, request.url(), errors);
        break;
      case Slot::Source::body:
        if (document_) {
          parse_value(*slot.type, slot.storage, *document_, {"body"}, errors);
        } else if (!request.body().empty()) {
          errors.add({"body"}, "model_attributes_type",
                     "Input should be a valid dictionary or object to extract fields from", nullptr);
        } else if (slot.type->kind != Kind::optional) {
          errors.add({"body"}, "missing", "Field required", nullptr);
        }
        break;
    }
  }
  note_unknown_query(queries, request.url(), errors);
  if (match.route->strict || wants_strictness(request.url())) errors.refuse_unknown();
  errors.throw_if_any();
  tell_ignored(errors);
  if (const auto limit = rate_limit()) limits_.limiter->count(limit->rate, limit->key);
  // The handler has its inputs, and may wait for long.
  document_.reset();
  arena_.reset();
  document_share.release();
}

void HttpExchange::tell_ignored(const InputErrors& errors) {
  if (errors.unknown_count() == 0) return;
  counts_->ignored_inputs.fetch_add(errors.unknown_count(), std::memory_order_relaxed);
  std::string names;
  for (const UnknownInput& input : errors.unknown()) names += (names.empty() ? "" : ", ") + header_text(input);
  if (errors.unknown_count() > errors.unknown().size()) names += ", ...";
  request.response_headers().add("OpenSPC-Ignored", names);
}

void HttpExchange::reply_value(int status, const Type& type, const void* value) {
  reply.status = status;
  reply.content_type = "application/json";
  write(type, value, reply.body);
}

void HttpExchange::reply_empty(int status) {
  reply.status = status;
}

void HttpExchange::reply_raw(Response response) {
  reply.status = response.status;
  reply.content_type = std::move(response.content_type);
  reply.body = std::move(response.body);
  for (const auto& [name, value] : response.headers.fields()) reply.header(name, value);
}

std::unique_ptr<HttpExchange> ExchangePool::take() {
  {
    const auto free = free_.lock();
    if (!free->empty()) {
      std::unique_ptr<HttpExchange> exchange = std::move(free->back());
      free->pop_back();
      return exchange;
    }
  }
  return std::make_unique<HttpExchange>();
}

void ExchangePool::give_back(std::unique_ptr<HttpExchange> exchange) {
  exchange->reset();
  const auto free = free_.lock();
  if (free->size() < max_kept) free->push_back(std::move(exchange));
}

}  // namespace openspc::net::detail
