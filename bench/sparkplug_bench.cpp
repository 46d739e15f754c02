// What Sparkplug's decoder costs beside protobuf alone, and the host application on top of it. One DDATA of 100
// metrics.
#include <benchmark/benchmark.h>

#include <string>

#include "connect/sparkplug/host.h"
#include "connect/sparkplug/payload.h"
#include "sparkplug_b.pb.h"

namespace {

using namespace openspc::connect::sparkplug;

constexpr std::uint64_t kMetricsOfDevice = 100;

Payload device_payload(bool is_birth, std::uint64_t seq) {
  const openspc::base::Timestamp time{std::chrono::milliseconds(1'770'883'200'000)};
  Payload payload{.timestamp = time, .seq = seq};
  for (std::uint64_t i = 0; i < kMetricsOfDevice; ++i) {
    Metric metric{.alias = i, .timestamp = time, .value = static_cast<double>(i) * 0.25};
    if (is_birth) {
      metric.name = "Line 1/Station/Measurement " + std::to_string(i);
      metric.datatype = DataType::float64;
    }
    payload.metrics.push_back(std::move(metric));
  }
  return payload;
}

void count(benchmark::State& state, const std::string& bytes) {
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

void bare_parse(benchmark::State& state, const Payload& payload) {
  const std::string bytes = encode_sparkplug(payload);
  org::eclipse::tahu::protobuf::Payload parsed;  // used again and again: nothing that parses with protobuf is faster
  for (auto _ : state) {
    if (!parsed.ParseFromString(bytes)) state.SkipWithError("unreadable");
    benchmark::DoNotOptimize(parsed);
  }
  count(state, bytes);
}

/// As above, with a message of its own for each, as one has it who hands messages on.
void fresh_parse(benchmark::State& state, const Payload& payload) {
  const std::string bytes = encode_sparkplug(payload);
  for (auto _ : state) {
    org::eclipse::tahu::protobuf::Payload parsed;
    if (!parsed.ParseFromString(bytes)) state.SkipWithError("unreadable");
    benchmark::DoNotOptimize(parsed);
  }
  count(state, bytes);
}

void decode(benchmark::State& state, const Payload& payload) {
  const std::string bytes = encode_sparkplug(payload);
  for (auto _ : state) benchmark::DoNotOptimize(decode_sparkplug(bytes));
  count(state, bytes);
}

void BareParseData(benchmark::State& state) {
  bare_parse(state, device_payload(false, 2));
}
BENCHMARK(BareParseData);

void FreshParseData(benchmark::State& state) {
  fresh_parse(state, device_payload(false, 2));
}
BENCHMARK(FreshParseData);

void DecodeData(benchmark::State& state) {
  decode(state, device_payload(false, 2));
}
BENCHMARK(DecodeData);

void BareParseBirth(benchmark::State& state) {
  bare_parse(state, device_payload(true, 1));
}
BENCHMARK(BareParseBirth);

void FreshParseBirth(benchmark::State& state) {
  fresh_parse(state, device_payload(true, 1));
}
BENCHMARK(FreshParseBirth);

void DecodeBirth(benchmark::State& state) {
  decode(state, device_payload(true, 1));
}
BENCHMARK(DecodeBirth);

/// Decoding, order, aliases: what a message costs until its values are events.
void HostData(benchmark::State& state) {
  Host host({.host_id = "openspc"});
  openspc::base::Timestamp now{std::chrono::milliseconds(1'770'883'200'000)};
  host.feed("spBv1.0/plant/NBIRTH/press", encode_sparkplug({.timestamp = now, .seq = 0}), false, now);
  host.feed("spBv1.0/plant/DBIRTH/press/gauge", encode_sparkplug(device_payload(true, 1)), false, now);
  std::vector<std::string> all;
  for (std::uint64_t seq = 0; seq < 256; ++seq) all.push_back(encode_sparkplug(device_payload(false, (seq + 2) % 256)));
  std::size_t next = 0;
  std::size_t events = 0;
  for (auto _ : state) {
    events += host.feed("spBv1.0/plant/DDATA/press/gauge", all[next], false, now).size();
    next = (next + 1) % all.size();
  }
  if (events != state.iterations() * kMetricsOfDevice) state.SkipWithError("values are missing");
  count(state, all.front());
}
BENCHMARK(HostData);

}  // namespace
