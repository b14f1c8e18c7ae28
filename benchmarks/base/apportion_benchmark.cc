// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cstdint>
#include <vector>

#include "attain/base/apportion.h"
#include "benchmark/benchmark.h"

namespace attain {
namespace {

std::vector<int64_t> Weights(int64_t count) {
  std::vector<int64_t> weights(static_cast<size_t>(count));
  uint64_t state = 42;
  for (int64_t& weight : weights) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    weight = static_cast<int64_t>(state >> 44);
  }
  return weights;
}

// One total over many leaves.
void BM_Apportion(benchmark::State& state) {
  const std::vector<int64_t> weights = Weights(state.range(0));
  std::vector<int64_t> parts(weights.size());
  std::vector<absl::int128> scratch;
  for (auto _ : state) {
    const absl::Status status = ApportionInto(987'654'321'098, weights, {}, parts, scratch);
    benchmark::DoNotOptimize(status.ok());
    benchmark::DoNotOptimize(parts.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Apportion)
    ->ArgName("leaves")
    ->Arg(12)
    ->Arg(1'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMicrosecond);

// A total beyond the estimate: every share is divided in 128 bits.
void BM_ApportionWide(benchmark::State& state) {
  const std::vector<int64_t> weights = Weights(state.range(0));
  std::vector<int64_t> parts(weights.size());
  std::vector<absl::int128> scratch;
  for (auto _ : state) {
    const absl::Status status =
        ApportionInto(9'087'654'321'098'765'432, weights, {}, parts, scratch);
    benchmark::DoNotOptimize(status.ok());
    benchmark::DoNotOptimize(parts.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_ApportionWide)
    ->ArgName("leaves")
    ->Arg(12)
    ->Arg(1'000'000)
    ->Unit(benchmark::kMicrosecond);

// Many yearly targets over twelve months each.
void BM_ApportionMonths(benchmark::State& state) {
  const std::vector<int64_t> weights = {81, 77, 95, 84, 88, 99, 70, 66, 92, 97, 105, 131};
  std::vector<int64_t> parts(weights.size());
  std::vector<absl::int128> scratch;
  for (auto _ : state) {
    for (int64_t rep = 0; rep < state.range(0); ++rep) {
      const absl::Status status =
          ApportionInto(1'200'000'00 + 7919 * rep, weights, {}, parts, scratch);
      benchmark::DoNotOptimize(status.ok());
      benchmark::DoNotOptimize(parts.data());
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * 12);
}
BENCHMARK(BM_ApportionMonths)->ArgName("reps")->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attain
