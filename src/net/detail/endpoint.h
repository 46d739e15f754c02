// The thin template between a handler's types and the server: it holds the inputs, calls the handler, and hands the
// result on by its run-time description. Everything that does not depend on the types is in endpoint.cpp.
#pragma once

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
  Source source;
  const Type* type;
  void* storage;
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

template <class T>
struct Input;
template <class S>
struct Input<Path<S>> {
  static constexpr auto source = Slot::Source::path;
  using Type = S;
  static void describe(Signature& s) { s.path = &type_of<S>; }
};
template <class S>
struct Input<Query<S>> {
  static constexpr auto source = Slot::Source::query;
  using Type = S;
  static void describe(Signature& s) { s.query = &type_of<S>; }
};
template <class T>
struct Input<Body<T>> {
  static constexpr auto source = Slot::Source::body;
  using Type = T;
  static void describe(Signature& s) { s.body = &type_of<T>; }
};

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

template <class F>
struct CallTraits : CallTraits<decltype(&F::operator())> {};
template <class C, class R, class... A>
struct CallTraits<base::Task<R> (C::*)(Request&, A...) const> {
  using ResultType = R;
  using Inputs = std::tuple<std::remove_cvref_t<A>...>;
};

template <class F>
void describe_signature(Signature& signature) {
  using Traits = CallTraits<F>;
  [&]<class... I>(std::type_identity<std::tuple<I...>>) {
    (Input<I>::describe(signature), ...);
  }(std::type_identity<typename Traits::Inputs>{});
  Result<typename Traits::ResultType>::describe(signature);
  if (signature.success_status == 0) signature.success_status = Result<typename Traits::ResultType>::status;
}

template <class F>
class HandlerEndpoint final : public Endpoint {
 public:
  explicit HandlerEndpoint(F handler, int status) : handler_(std::move(handler)), status_(status) {}

  base::Task<void> call(Request& request, Exchange& exchange) const override {
    using Traits = CallTraits<F>;
    return run(request, exchange, std::type_identity<typename Traits::Inputs>{});
  }

 private:
  template <class... I>
  base::Task<void> run(Request& request, Exchange& exchange, std::type_identity<std::tuple<I...>>) const {
    using R = typename CallTraits<F>::ResultType;
    std::tuple<I...> inputs;
    std::apply(
        [&exchange](I&... input) {
          const Slot slots[] = {Slot{Input<I>::source, &type_of<typename Input<I>::Type>(), &input.value}...,
                                Slot{Slot::Source::path, nullptr, nullptr}};
          exchange.bind(std::span<const Slot>(slots, sizeof...(I)));
        },
        inputs);
    base::Task<R> task = std::apply([&](I&... input) { return handler_(request, std::move(input)...); }, inputs);
    R result = co_await std::move(task);
    Result<R>::reply(exchange, status_, result);
  }

  F handler_;
  int status_;
};

}  // namespace detail
}  // namespace openspc::net
