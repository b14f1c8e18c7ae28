// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A table out through Arrow and in again. Going out shares the columns; coming in checks offsets,
// indices, digits and encoding, and copies nothing: `bytes/row` is what of the values was copied.
#include "attain/table/arrow.h"
#include "benchmark/benchmark.h"
#include "shapes.h"

namespace attain::table {
namespace {

// Bytes of values that do not lie where they lay.
int64_t CopiedBytes(const Table& from, const Table& to) {
  int64_t bytes = 0;
  for (size_t c = 0; c < from.columns().size(); ++c) {
    for (size_t k = 0; k < from.columns()[c].chunks().size(); ++k) {
      const Chunk& before = from.columns()[c].chunks()[k];
      const Chunk& after = to.columns()[c].chunks()[k];
      if (before.values != after.values) bytes += after.length * 8;
      if (after.text != nullptr && before.text != after.text) bytes += after.length * 8;
    }
  }
  return bytes;
}

void Run(benchmark::State& state, const Table& table) {
  int64_t copied = 0;
  for (auto _ : state) {
    ArrowArrayStream stream;
    if (!ExportStream(table, &stream).ok()) state.SkipWithError("failed");
    const auto again = ImportStream("deals", &stream);
    if (!again.ok()) state.SkipWithError("failed");
    copied = CopiedBytes(table, *again);
  }
  const auto rows = static_cast<double>(table.rows());
  state.counters["rows/s"] =
      benchmark::Counter(rows, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["bytes/row"] = static_cast<double>(copied) / rows;
}

void BM_ImportDeals(benchmark::State& state) { Run(state, benchmarks::Deals(state.range(0))); }
BENCHMARK(BM_ImportDeals)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_ImportInts(benchmark::State& state) {
  Run(state, *Table::Of("deals", {benchmarks::IdColumn(state.range(0))}));
}
BENCHMARK(BM_ImportInts)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_ImportDecimals(benchmark::State& state) {
  Run(state, *Table::Of("deals", {benchmarks::AmountColumn(state.range(0))}));
}
BENCHMARK(BM_ImportDecimals)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_ImportTexts(benchmark::State& state) {
  Run(state, *Table::Of("deals", {benchmarks::AccountColumn(state.range(0))}));
}
BENCHMARK(BM_ImportTexts)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void BM_ImportDictionary(benchmark::State& state) {
  Run(state, *Table::Of("deals", {benchmarks::StageColumn(state.range(0))}));
}
BENCHMARK(BM_ImportDictionary)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attain::table
