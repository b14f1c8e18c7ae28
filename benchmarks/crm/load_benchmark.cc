// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A company's deals and reps checked, with ids made dense: plain columns, and the same deals with
// text ids. Columns that need no change are shared with the dataset, never copied.
#include <cstdint>
#include <string>

#include "attain/crm/dataset.h"
#include "attain/table/table.h"
#include "benchmark/benchmark.h"
#include "shapes.h"

namespace attain::crm {
namespace {

constexpr int64_t kReps = 5000;

table::Column DealIds(int64_t rows, bool texts) {
  if (!texts)
    return table::Column::OfInts("deal_id", benchmarks::Generate<int64_t>(rows, [](uint64_t i) {
                                   return static_cast<int64_t>(i);
                                 }));
  return table::Column::OfTexts("deal_id", benchmarks::Generate<std::string>(rows, [](uint64_t i) {
                                  return "D-" + std::to_string(i);
                                }));
}

table::Tables Company(int64_t rows, bool texts) {
  const auto outcome = [](uint64_t i) {
    const uint64_t drawn = benchmarks::U64(i, 902) % 4;
    return static_cast<int32_t>(drawn % 3);
  };
  table::Tables tables;
  tables.Add(*table::Table::Of(
      "reps", {table::Column::OfInts("rep_id", benchmarks::Generate<int64_t>(kReps, [](uint64_t i) {
                                       return static_cast<int64_t>(i);
                                     }))}));
  tables.Add(*table::Table::Of(
      "deals", {DealIds(rows, texts), benchmarks::RepColumn(rows).Renamed("owner_id"),
                table::Column::OfDictionary("outcome", benchmarks::Generate<int32_t>(rows, outcome),
                                            {"open", "won", "lost"}),
                benchmarks::AmountColumn(rows), benchmarks::DayColumn(rows).Renamed("closed")}));
  return tables;
}

void BM_LoadDeals(benchmark::State& state) {
  const int64_t rows = state.range(0);
  const table::Tables tables = Company(rows, state.range(1) != 0);
  int64_t kept = 0;
  for (auto _ : state) {
    const absl::StatusOr<Dataset> data = Load(tables, {.currency = "EUR"});
    if (!data.ok()) {
      state.SkipWithError("the tables were not loaded");
      break;
    }
    kept = data->kept("deals").kept();
    benchmark::DoNotOptimize(kept);
  }
  if (kept != rows) state.SkipWithError("rows were set aside");
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(BM_LoadDeals)
    ->ArgNames({"deals", "text_ids"})
    ->Args({100'000, 0})
    ->Args({1'000'000, 0})
    ->Args({1'000'000, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attain::crm
