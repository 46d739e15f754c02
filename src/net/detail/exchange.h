// One request and its answer while they are worked on: inputs are bound and results written here. Objects are pooled
// and keep their buffers, so that a steady stream of requests allocates next to nothing. Private to net.
#pragma once

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/guarded.h"
#include "base/retry_later.h"
#include "net/detail/body_budget.h"
#include "net/detail/endpoint.h"
#include "net/detail/parse.h"
#include "net/detail/rate_limiter.h"
#include "net/detail/reply.h"
#include "net/request.h"
#include "net/router.h"

namespace openspc::net::detail {

class HttpExchange final : public Exchange {
 public:
  Request request;
  Reply reply;
  Match match;
  std::string head;  // bytes of the answer's head
  std::chrono::steady_clock::time_point started;
  BodyBudget::Share share;           // of the memory for bodies
  BodyBudget::Share document_share;  // of that for parsed ones, until the handler has its inputs

  /// What requests are counted against: nothing where limits are off.
  struct Limits {
    RateLimiter* limiter = nullptr;
    const base::Rate* usual = nullptr;  // of routes without one of their own
  };
  void begin(const Limits& limits, RequestCounts& counts);
  /// Forgets the body, whose room others may have: once the answer is made, or when there will be none.
  void release_body();
  /// Forgets everything but the memory; buffers that grew past what is usual are given back.
  void reset();
  /// Throws RetryLater when the route's rate limit is used up.
  void check_rate() const;
  /// Takes the room that the parsed body will need; false when there is none.
  bool make_room_to_parse(BodyBudget& budget, BodyBudget::Caller caller);
  /// Parses the body of a route that takes JSON; throws Error(invalid) when it is not JSON.
  void parse_document();

  void bind(std::span<const Slot> slots) override;
  void reply_value(int status, const Type& type, const void* value) override;
  void reply_empty(int status) override;
  void reply_raw(Response response) override;

 private:
  bool takes_document() const;
  bool body_is_json() const;
  struct Limit {
    base::Rate rate;
    std::string key;
  };
  std::optional<Limit> rate_limit() const;
  void tell_ignored(const InputErrors& errors);

  std::array<unsigned char, 2048> arena_bytes_;
  // Made anew for each document: one that is only released goes on doubling its blocks until no memory is that large.
  std::optional<boost::json::monotonic_resource> arena_;
  std::optional<boost::json::value> document_;
  Limits limits_;
  RequestCounts* counts_ = nullptr;
};

/// What a request is told whose body finds no room.
base::RetryLater no_room_for_body();

/// Exchanges that are not in use. Any thread.
class ExchangePool {
 public:
  std::unique_ptr<HttpExchange> take();
  void give_back(std::unique_ptr<HttpExchange> exchange);

 private:
  static constexpr std::size_t max_kept = 256;
  base::Guarded<std::vector<std::unique_ptr<HttpExchange>>> free_;
};

}  // namespace openspc::net::detail
