// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The exact sum of amounts by rep and month: 5,000 reps, the twelve months of 2026, decimals of 128
// bits as they lie in a table.
#include "attain/measure/rollup.h"

#include <cstdint>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "shapes.h"

namespace attain::measure {
namespace {

constexpr int32_t kReps = 5000;

DayIndex Months() {
  std::vector<Period> periods;
  for (int month = 1; month <= 12; ++month)
    periods.push_back(*Period::Parse((month < 10 ? "2026-0" : "2026-") + std::to_string(month)));
  return *DayIndex::Of(periods);
}

void BM_Rollup(benchmark::State& state) {
  const int64_t rows = state.range(0);
  const table::Column reps = benchmarks::RepColumn(rows);
  const table::Column days = benchmarks::DayColumn(rows);
  const table::Column amounts = benchmarks::AmountColumn(rows);
  const DayIndex months = Months();
  Totals totals;
  for (auto _ : state) {
    auto result = Rollup(reps, days, amounts, kReps, months, {},
                         {.threads = static_cast<int>(state.range(1))});
    if (!result.ok()) {
      state.SkipWithError("the roll-up failed");
      break;
    }
    totals = *std::move(result);
    benchmark::DoNotOptimize(totals.cells.data());
  }
  // Every row lies in the year: all rows and all cents are in some cell.
  absl::int128 expected = 0;
  for (int64_t row = 0; row < rows; ++row)
    expected += absl::int128(1 + benchmarks::U64(static_cast<uint64_t>(row), 903) % 5'000'000);
  absl::int128 sum = 0;
  int64_t count = 0;
  for (const Total& cell : totals.cells) {
    sum += cell.sum;
    count += cell.n;
  }
  if (sum != expected || count != rows) state.SkipWithError("the cells do not add up to the rows");
  state.SetItemsProcessed(state.iterations() * rows);
  state.SetBytesProcessed(state.iterations() * rows * (8 + 4 + 16));
}
BENCHMARK(BM_Rollup)
    ->ArgNames({"rows", "threads"})
    ->Args({1'000'000, 1})
    ->Args({10'000'000, 1})
    ->Args({10'000'000, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace attain::measure
