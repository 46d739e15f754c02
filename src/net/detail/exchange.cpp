#include "net/detail/exchange.h"

#include "net/detail/parse.h"
#include "net/detail/request_builder.h"
#include "net/detail/text.h"
#include "net/json.h"
#include "net/schema.h"

namespace openspc::net::detail {
namespace {

namespace json = boost::json;

constexpr std::size_t usual_buffer = 64 * 1024;

void give_back_excess(std::string& buffer) {
  if (buffer.capacity() > usual_buffer) buffer = std::string();
}

bool is_json_type(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t"));
  constexpr std::string_view plain = "application/json";
  constexpr std::string_view suffix = "+json";
  return equal_ignoring_case(type, plain) ||
         (type.size() > suffix.size() && equal_ignoring_case(type.substr(type.size() - suffix.size()), suffix));
}

}  // namespace

void HttpExchange::begin(RateLimiter* limiter) {
  started = std::chrono::steady_clock::now();
  limiter_ = limiter;
}

void HttpExchange::reset() {
  RequestBuilder builder(request);
  builder.clear();
  give_back_excess(builder.body());
  reply.clear();
  give_back_excess(reply.body);
  head.clear();
  match = Match();
  document_.reset();
  arena_.reset();
}

bool HttpExchange::body_is_json() const {
  const std::string_view content_type = request.header("Content-Type");
  return content_type.empty() || is_json_type(content_type);
}

void HttpExchange::parse_document() {
  if (match.route->signature.body == nullptr || request.body().empty() || !body_is_json()) return;
  arena_.emplace(arena_bytes_.data(), arena_bytes_.size());
  document_.emplace(parse_json_body(request.body(), json::storage_ptr(&*arena_)));
}

void HttpExchange::bind(std::span<const Slot> slots) {
  InputErrors errors;
  for (const Slot& slot : slots) {
    switch (slot.source) {
      case Slot::Source::path:
        parse_path(*slot.type, slot.storage, request.path_parameters(), errors);
        break;
      case Slot::Source::query:
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
  errors.throw_if_any();
  if (limiter_ != nullptr && match.route->rate_limit) {
    limiter_->count(*match.route->rate_limit, request.client_ip(), request.path());
  }
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
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      std::unique_ptr<HttpExchange> exchange = std::move(free_.back());
      free_.pop_back();
      return exchange;
    }
  }
  return std::make_unique<HttpExchange>();
}

void ExchangePool::give_back(std::unique_ptr<HttpExchange> exchange) {
  exchange->reset();
  const std::lock_guard lock(mutex_);
  if (free_.size() < max_kept) free_.push_back(std::move(exchange));
}

}  // namespace openspc::net::detail
