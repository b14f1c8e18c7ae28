// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Dense ids of account names, of whole numbers and of a dictionary. `bytes/row` is what the result
// holds for each row.
#include "attain/table/intern.h"
#include "benchmark/benchmark.h"
#include "shapes.h"

namespace attain::table {
namespace {

void Run(benchmark::State& state, const Column& column) {
  int64_t bytes = 0;
  for (auto _ : state) {
    Interner ids;
    const auto dense = InternColumn(column, ids);
    if (!dense.ok()) state.SkipWithError("failed");
    bytes = static_cast<int64_t>(dense->size() * sizeof(int32_t));
    benchmark::DoNotOptimize(dense->data());
  }
  const auto rows = static_cast<double>(column.length());
  state.counters["rows/s"] =
      benchmark::Counter(rows, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["bytes/row"] = static_cast<double>(bytes) / rows;
}

void BM_InternTexts(benchmark::State& state) {
  Run(state, benchmarks::AccountColumn(state.range(0)));
}
BENCHMARK(BM_InternTexts)
    ->ArgName("rows")
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

void BM_InternInts(benchmark::State& state) { Run(state, benchmarks::RepColumn(state.range(0))); }
BENCHMARK(BM_InternInts)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_InternDictionary(benchmark::State& state) {
  Run(state, benchmarks::StageColumn(state.range(0)));
}
BENCHMARK(BM_InternDictionary)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

// And back: the text of every row.
void BM_TextsOfIds(benchmark::State& state) {
  const Column accounts = benchmarks::AccountColumn(state.range(0));
  Interner ids;
  const std::vector<int32_t> dense = *InternColumn(accounts, ids);
  for (auto _ : state) {
    size_t letters = 0;
    for (const int32_t id : dense) letters += ids.text(id).size();
    benchmark::DoNotOptimize(letters);
  }
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(dense.size()),
                                                benchmark::Counter::kIsIterationInvariantRate);
  state.counters["bytes/row"] = 0;
}
BENCHMARK(BM_TextsOfIds)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_SortedOrder(benchmark::State& state) {
  Interner ids;
  for (int64_t i = 0; i < state.range(0); ++i)
    ids.Intern("A" + std::to_string(benchmarks::U64(static_cast<uint64_t>(i), 905)));
  for (auto _ : state) benchmark::DoNotOptimize(ids.SortedOrder().data());
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(ids.size()),
                                                benchmark::Counter::kIsIterationInvariantRate);
  state.counters["bytes/row"] = sizeof(int32_t);
}
BENCHMARK(BM_SortedOrder)->ArgName("texts")->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attain::table
