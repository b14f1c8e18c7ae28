// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <cstdint>
#include <string_view>
#include <vector>

#include "attain/expression.h"
#include "benchmark/benchmark.h"

namespace attain::expression {
namespace {

using table::Column;
using table::Table;

Table MakeDeals(int64_t rows) {
  uint64_t state = 42;
  const auto next = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int64_t>(state >> 33);
  };
  std::vector<int32_t> stages(static_cast<size_t>(rows));
  std::vector<absl::int128> amounts(static_cast<size_t>(rows));
  for (int64_t i = 0; i < rows; ++i) {
    stages[i] = static_cast<int32_t>(next() % 8);
    amounts[i] = next() % 1'000'000;
  }
  return *Table::Of("deals", {Column::OfDictionary("stage", std::move(stages),
                                                   {"new", "qualified", "proposal", "review", "won",
                                                    "lost", "held", "dead"}),
                              Column::OfDecimals("amount", std::move(amounts), 2)});
}

void Count(benchmark::State& state, int64_t rows) {
  state.counters["rows/s"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate);
}

void RunSelect(benchmark::State& state, std::string_view text) {
  const Table deals = MakeDeals(state.range(0));
  const Bound bound = *Bind(*Parse(text), deals);
  for (auto _ : state) benchmark::DoNotOptimize(Select(bound, deals)->count);
  Count(state, state.range(0));
}

void BM_SelectDictionaryAndDecimal(benchmark::State& state) {
  RunSelect(state, "stage == 'won' && amount >= 1000.00");
}
BENCHMARK(BM_SelectDictionaryAndDecimal)
    ->ArgName("rows")
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

void BM_SelectDecimal(benchmark::State& state) { RunSelect(state, "amount >= 1000.00"); }
BENCHMARK(BM_SelectDecimal)->ArgName("rows")->Arg(10'000'000)->Unit(benchmark::kMillisecond);

void RunEvaluate(benchmark::State& state, std::string_view text) {
  const Table deals = MakeDeals(state.range(0));
  const Bound bound = *Bind(*Parse(text), deals);
  for (auto _ : state) benchmark::DoNotOptimize(Evaluate(bound, deals)->length());
  Count(state, state.range(0));
}

void BM_EvaluateTenTermsOfDecimals(benchmark::State& state) {
  RunEvaluate(state,
              "amount + amount * 2 - amount * 0.5 + amount + 1.25 - amount * 3 + amount * 0.1 + "
              "amount - 7 + amount");
}
BENCHMARK(BM_EvaluateTenTermsOfDecimals)
    ->ArgName("rows")
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

void BM_EvaluateOutcomeFromStage(benchmark::State& state) {
  RunEvaluate(state, "stage == 'won' ? 'won' : stage == 'lost' ? 'lost' : 'open'");
}
BENCHMARK(BM_EvaluateOutcomeFromStage)
    ->ArgName("rows")
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond);

void BM_EvaluateRowPrepared(benchmark::State& state) {
  const Table deals = MakeDeals(1000);
  const Bound bound = *Bind(*Parse("stage == 'won' && amount >= 1000.00"), deals);
  int64_t row = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(EvaluateRow(bound, deals, row));
    row = (row + 1) % 1000;
  }
}
BENCHMARK(BM_EvaluateRowPrepared);

void BM_ParseAndBind(benchmark::State& state) {
  const Table deals = MakeDeals(1);
  for (auto _ : state)
    benchmark::DoNotOptimize(Bind(*Parse("stage == 'won' && amount >= 1000.00"), deals)->type());
}
BENCHMARK(BM_ParseAndBind);

}  // namespace
}  // namespace attain::expression
