// What holds for all Sparkplug messages: what is written reads back, no bytes do harm, and order is restored.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "unit/connect/sparkplug/script.h"

namespace openspc::connect::sparkplug {
namespace {

using Type = DataType;

template <class Wire>
rc::Gen<Value> whole() {
  using Held = std::conditional_t<std::is_signed_v<Wire>, std::int64_t, std::uint64_t>;
  return rc::gen::map(rc::gen::arbitrary<Wire>(), [](Wire value) { return Value(static_cast<Held>(value)); });
}

template <class Wire>
rc::Gen<Value> wholes() {
  using Held = std::conditional_t<std::is_signed_v<Wire>, std::int64_t, std::uint64_t>;
  return rc::gen::map(rc::gen::arbitrary<std::vector<Wire>>(), [](const std::vector<Wire>& values) {
    return Value(std::vector<Held>(values.begin(), values.end()));
  });
}

template <class Held>
rc::Gen<Value> held() {
  return rc::gen::map(rc::gen::arbitrary<Held>(), [](Held value) { return Value(std::move(value)); });
}

std::string letters(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) text.push_back(static_cast<char>('a' + static_cast<unsigned char>(c) % 26));
  return text;
}

rc::Gen<Value> text() {
  return rc::gen::map(rc::gen::arbitrary<std::string>(),
                      [](const std::string& bytes) { return Value(letters(bytes)); });
}

rc::Gen<Value> texts() {
  return rc::gen::map(rc::gen::arbitrary<std::vector<std::string>>(), [](const std::vector<std::string>& all) {
    std::vector<std::string> each;
    std::ranges::transform(all, std::back_inserter(each), letters);
    return Value(std::move(each));
  });
}

rc::Gen<Value> bytes() {
  return rc::gen::map(rc::gen::arbitrary<std::string>(),
                      [](std::string data) { return Value(Bytes{std::move(data)}); });
}

rc::Gen<Value> time() {
  return rc::gen::map(rc::gen::arbitrary<std::uint64_t>(), [](std::uint64_t ms) { return Value(DateTime{ms}); });
}

/// Every datatype with what its values may be.
std::vector<std::pair<Type, rc::Gen<Value>>> kinds() {
  return {{Type::int8, whole<std::int8_t>()},
          {Type::int16, whole<std::int16_t>()},
          {Type::int32, whole<std::int32_t>()},
          {Type::int64, whole<std::int64_t>()},
          {Type::uint8, whole<std::uint8_t>()},
          {Type::uint16, whole<std::uint16_t>()},
          {Type::uint32, whole<std::uint32_t>()},
          {Type::uint64, whole<std::uint64_t>()},
          {Type::float32, held<float>()},
          {Type::float64, held<double>()},
          {Type::boolean, held<bool>()},
          {Type::string, text()},
          {Type::text, text()},
          {Type::uuid, text()},
          {Type::datetime, time()},
          {Type::bytes, bytes()},
          {Type::file, bytes()},
          {Type::int8_array, wholes<std::int8_t>()},
          {Type::int16_array, wholes<std::int16_t>()},
          {Type::int32_array, wholes<std::int32_t>()},
          {Type::int64_array, wholes<std::int64_t>()},
          {Type::uint8_array, wholes<std::uint8_t>()},
          {Type::uint16_array, wholes<std::uint16_t>()},
          {Type::uint32_array, wholes<std::uint32_t>()},
          {Type::uint64_array, wholes<std::uint64_t>()},
          {Type::float_array, held<std::vector<float>>()},
          {Type::double_array, held<std::vector<double>>()},
          {Type::boolean_array, held<std::vector<bool>>()},
          {Type::string_array, texts()}};
}

Metric any_metric() {
  static const auto all = kinds();
  const auto& [type, values] = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  return {.name = letters(*rc::gen::arbitrary<std::string>()),
          .alias = *rc::gen::arbitrary<bool>() ? std::optional(*rc::gen::arbitrary<std::uint64_t>()) : std::nullopt,
          .timestamp = kScriptStart + std::chrono::milliseconds(*rc::gen::inRange(-1'000'000, 1'000'000)),
          .datatype = type,
          .is_historical = *rc::gen::arbitrary<bool>(),
          .is_transient = *rc::gen::arbitrary<bool>(),
          .value = *rc::gen::arbitrary<bool>() ? *values : Value()};
}

RC_GTEST_PROP(SparkplugProperty, WhatIsWrittenReadsBack, ()) {
  Payload payload{.timestamp = kScriptStart, .seq = *rc::gen::inRange<std::uint64_t>(0, 256), .uuid = "u"};
  const auto count = *rc::gen::inRange(0, 8);
  for (int i = 0; i < count; ++i) payload.metrics.push_back(any_metric());
  const auto outcome = decode_sparkplug(encode_sparkplug(payload));
  RC_ASSERT(std::holds_alternative<Payload>(outcome));
  RC_ASSERT(std::get<Payload>(outcome) == payload);
}

RC_GTEST_PROP(SparkplugProperty, NoBytesDoHarm, (const std::string& bytes)) {
  const auto outcome = decode_sparkplug(bytes);
  const auto* unreadable = std::get_if<payload::Unreadable>(&outcome);
  RC_ASSERT((unreadable == nullptr || !unreadable->reason.empty()));
}

RC_GTEST_PROP(SparkplugProperty, NoChangedMessageDoesHarm, ()) {
  Payload payload{.metrics = {any_metric(), any_metric()}, .seq = 1};
  std::string bytes = encode_sparkplug(payload);
  const auto changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i)
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  ListeningHost host;
  ScriptedEdgeNode edge;
  host.hear(edge.nbirth());
  const auto events = host.hear({"spBv1.0/plant/NDATA/press", bytes});
  for (const MetricUpdate& update : only<MetricUpdate>(events)) RC_ASSERT(base::is_utf8(*update.metric));
}

RC_GTEST_PROP(SparkplugProperty, OrderIsRestoredWithinTheWindow, ()) {
  constexpr int window = 100;
  ListeningHost host;
  ScriptedEdgeNode edge;
  host.hear(edge.nbirth({int32_metric("n", -1, 1)}));
  // Begins somewhere in the numbers, so that they wrap within the window as well.
  const int before = *rc::gen::inRange(0, 256);
  for (int i = 0; i < before; ++i) host.hear(edge.ndata({}));
  std::vector<ScriptedMessage> messages;
  std::vector<int> order;
  for (int i = 0; i < window; ++i) {
    messages.push_back(edge.ndata({by_alias(1, static_cast<std::uint64_t>(i))}));
    order.push_back(i);
  }
  for (int i = window - 1; i > 0; --i)
    std::swap(order[static_cast<std::size_t>(i)],
              order[*rc::gen::inRange<std::size_t>(0, static_cast<std::size_t>(i) + 1)]);
  std::vector<std::string> seen, expected;
  for (const int i : order) {
    for (auto& value : values(host.hear(messages[static_cast<std::size_t>(i)]))) seen.push_back(std::move(value));
  }
  for (int i = 0; i < window; ++i) expected.push_back("n=" + std::to_string(i));
  RC_ASSERT(seen == expected);
  RC_ASSERT(host.host.snapshot().nodes.at(0).rebirth_requests == 0u);
}

}  // namespace
}  // namespace openspc::connect::sparkplug
