// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The exact split of one total over leaves and months, and its check: the same sums as every
// program that splits the same data.
#include "attain/target/allocate.h"

#include <array>
#include <cstdint>
#include <vector>

#include "benchmark/benchmark.h"
#include "shapes.h"

namespace attain::target {
namespace {

constexpr int64_t kTotal = 123'456'789'012;
constexpr std::array<int64_t, 12> kMonths = {612, 480, 905,  790, 801,  940,
                                             733, 760, 1011, 822, 1090, 1056};

// What the cells must come to; empty when they do.
const char* WrongIn(const std::vector<int64_t>& cells) {
  const int64_t leaves = static_cast<int64_t>(cells.size() / kMonths.size());
  int64_t total = 0;
  int64_t hash = 0;
  for (int64_t i = 0; i < leaves; ++i) {
    int64_t leaf = 0;
    for (size_t j = 0; j < kMonths.size(); ++j)
      leaf += cells[static_cast<size_t>(i) * kMonths.size() + j];
    total += leaf;
    hash = (hash + leaf * (i + 1) % 1'000'003) % 1'000'003;
  }
  if (total != kTotal) return "the cells do not add up to the total";
  if (hash != (leaves == 1'000'000 ? 995'421 : 173'320)) return "the leaves are not those expected";
  const int64_t expected = leaves == 1'000'000 ? 62'339'962'409'356 : 62'301'002'484'661;
  return benchmarks::WeightedSum(cells) == expected ? "" : "the cells are not those expected";
}

void BM_SplitCascade(benchmark::State& state) {
  const int64_t leaves = state.range(0);
  const auto weights = benchmarks::Generate<int64_t>(
      leaves, [](uint64_t i) { return static_cast<int64_t>(1 + benchmarks::U64(i, 701) % 5000); });
  std::vector<int64_t> cells(static_cast<size_t>(leaves) * kMonths.size());
  for (auto _ : state) {
    const absl::Status status = SplitCascade(kTotal, weights, kMonths, cells,
                                             {.threads = static_cast<int>(state.range(1))});
    if (!status.ok()) state.SkipWithError("the split failed");
    benchmark::DoNotOptimize(cells.data());
  }
  if (const char* wrong = WrongIn(cells); *wrong != '\0') state.SkipWithError(wrong);
  const auto count = static_cast<int64_t>(cells.size());
  state.SetItemsProcessed(state.iterations() * count);
  state.SetBytesProcessed(state.iterations() * count * 8);
}
BENCHMARK(BM_SplitCascade)
    ->ArgNames({"leaves", "threads"})
    ->Args({100'000, 1})
    ->Args({1'000'000, 1})
    ->Args({1'000'000, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace attain::target
