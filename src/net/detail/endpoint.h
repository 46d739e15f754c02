// The thin template between a handler's types and the server: it holds the inputs, calls the handler, and hands the
// result on by its run-time description. Everything that does not depend on the types is in endpoint.cpp.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/rate.h"
#include "base/task.h"
#include "net/detail/type.h"
#include "net/request.h"
#include "net/response.h"

namespace openspc::net {

/// Parameters of the path, one member for each {name}.
template <class S>
struct Path {
  S value{};
  const S* operator->() const { return &value; }
  const S& operator*() const { return value; }
};

/// Parameters behind the '?'. A std::vector member takes every occurrence, any other the last one.
template <class S>
struct Query {
  S value{};
  const S* operator->() const { return &value; }
  const S& operator*() const { return value; }
};

/// The JSON body: a described struct, a std::vector of them, boost::json::value, or std::optional of these.
template <class T>
struct Body {
  T value{};
  T* operator->() { return &value; }
  T& operator*() { return value; }
  const T* operator->() const { return &value; }
  const T& operator*() const { return value; }
};

namespace detail {

struct DeclaredResponse {
  int status;
  std::string doc;
  TypeRef type;
};

/// What a handler takes and gives, for dispatch and documentation.
struct Signature {
  TypeRef path = nullptr;
  TypeRef query = nullptr;
  TypeRef body = nullptr;
  TypeRef result = nullptr;  // nullptr: no body, or a raw Response
  bool raw_result = false;
  int success_status = 0;  // 0: by the result type
};

base::Rate rate_from(std::string_view text);

/// Where one input of a handler is to be stored.
struct Slot {
  enum class Source : std::uint8_t { path, query, body };
  Source source = Source::path;
  const Type* type = nullptr;
  void* storage = nullptr;
};

/// What the server lends to an endpoint for one call.
class Exchange {
 public:
  virtual ~Exchange() = default;
  /// Validates all inputs together (422) and then counts the request against the rate limit (429).
  virtual void bind(std::span<const Slot> slots) = 0;
  /// Writes the body of a success.
  virtual void reply_value(int status, const Type& type, const void* value) = 0;
  virtual void reply_empty(int status) = 0;
  virtual void reply_raw(Response response) = 0;
};

class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual base::Task<void> call(Request& request, Exchange& exchange) const = 0;
};

/// Where a parameter of a handler comes from. This one: made of the request by a function of its own, A::of.
template <class A>
struct Argument {
  static_assert(
      requires(const Request& request) {
        { A::of(request) } -> std::same_as<A>;
      }, "a handler takes Request&, const Principal&, Path, Query, Body, and what its own of(const Request&) makes");
  struct Storage {};
  static A pass(Request& request, Storage& /*nothing*/) { return A::of(request); }
  static void describe(Signature&) {}
  static void add_slot(Storage& /*nothing*/, std::span<Slot>, std::size_t& /*count*/) {}
};
template <class Lent>
struct LentArgument {
  struct Storage {};
  static void describe(Signature&) {}
  static void add_slot(Storage& /*nothing*/, std::span<Slot>, std::size_t& /*count*/) {}
};
template <>
struct Argument<Request> : LentArgument<Request> {
  static Request& pass(Request& request, Storage& /*nothing*/) { return request; }
};
/// Lives as long as the request.
template <>
struct Argument<Principal> : LentArgument<Principal> {
  static const Principal& pass(Request& request, Storage& /*nothing*/) { return request.principal(); }
};
template <class Input, Slot::Source Source>
struct InputArgument {
  using Storage = Input;
  static Input&& pass(Request& /*request*/, Input& input) { return std::move(input); }
  static void add_slot(Input& input, std::span<Slot> slots, std::size_t& count) {
    slots[count++] = Slot{Source, &type_of<decltype(input.value)>(), &input.value};
  }
};
template <class S>
struct Argument<Path<S>> : InputArgument<Path<S>, Slot::Source::path> {
  static void describe(Signature& s) { s.path = &type_of<S>; }
};
template <class S>
struct Argument<Query<S>> : InputArgument<Query<S>, Slot::Source::query> {
  static void describe(Signature& s) { s.query = &type_of<S>; }
};
template <class T>
struct Argument<Body<T>> : InputArgument<Body<T>, Slot::Source::body> {
  static void describe(Signature& s) { s.body = &type_of<T>; }
};

/// A coroutine that takes a reference to what is made for the call would keep it beyond its life.
template <class A>
inline constexpr bool is_kept = !std::is_reference_v<A> || !requires { std::remove_cvref_t<A>::of; };

template <class T>
struct Result {
  static constexpr int status = 200;
  static void describe(Signature& s) { s.result = &type_of<T>; }
  static void reply(Exchange& exchange, int code, T& value) { exchange.reply_value(code, type_of<T>(), &value); }
};
template <class T>
struct Result<Created<T>> {
  static constexpr int status = 201;
  static void describe(Signature& s) { s.result = &type_of<T>; }
  static void reply(Exchange& exchange, int code, Created<T>& created) {
    exchange.reply_value(code, type_of<T>(), &created.value);
  }
};
template <>
struct Result<NoContent> {
  static constexpr int status = 204;
  static void describe(Signature&) {}
  static void reply(Exchange& exchange, int code, NoContent&) { exchange.reply_empty(code); }
};
template <>
struct Result<Response> {
  static constexpr int status = 200;
  static void describe(Signature& s) { s.raw_result = true; }
  static void reply(Exchange& exchange, int, Response& response) { exchange.reply_raw(std::move(response)); }
};

/// A task without a result: 204.
template <>
struct Result<void> : Result<NoContent> {};

template <class F>
struct CallTraits : CallTraits<decltype(&F::operator())> {};
template <class C, class R, class... A>
struct CallTraits<base::Task<R> (C::*)(A...) const> {
  static_assert((is_kept<A> && ...), "take it by value");
  using ResultType = R;
  using Arguments = std::tuple<Argument<std::remove_cvref_t<A>>...>;
};

template <class F>
void describe_signature(Signature& signature) {
  using Traits = CallTraits<F>;
  [&]<class... A>(std::type_identity<std::tuple<A...>>) {
    (A::describe(signature), ...);
  }(std::type_identity<typename Traits::Arguments>{});
  Result<typename Traits::ResultType>::describe(signature);
  if (signature.success_status == 0) signature.success_status = Result<typename Traits::ResultType>::status;
}

template <class F>
class HandlerEndpoint final : public Endpoint {
 public:
  explicit HandlerEndpoint(F handler, int status) : handler_(std::move(handler)), status_(status) {}

  base::Task<void> call(Request& request, Exchange& exchange) const override {
    return run(request, exchange, std::type_identity<typename CallTraits<F>::Arguments>{});
  }

 private:
  template <class... A>
  base::Task<void> run(Request& request, Exchange& exchange, std::type_identity<std::tuple<A...>>) const {
    using R = typename CallTraits<F>::ResultType;
    std::tuple<typename A::Storage...> inputs;
    std::apply(
        [&exchange](typename A::Storage&... input) {
          std::array<Slot, sizeof...(A)> slots;
          std::size_t count = 0;
          (A::add_slot(input, slots, count), ...);
          exchange.bind(std::span<const Slot>(slots.data(), count));
        },
        inputs);
    base::Task<R> task =
        std::apply([&](typename A::Storage&... input) { return handler_(A::pass(request, input)...); }, inputs);
    if constexpr (std::is_void_v<R>) {
      co_await std::move(task);
      exchange.reply_empty(status_);
    } else {
      R result = co_await std::move(task);
      Result<R>::reply(exchange, status_, result);
    }
  }

  F handler_;
  int status_;
};

}  // namespace detail
}  // namespace openspc::net
