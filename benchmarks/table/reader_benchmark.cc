// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Columns as typed arrays for kernels. `bytes/row` is what was converted; 0 means that the values
// were borrowed.
#include "attain/table/reader.h"
#include "benchmark/benchmark.h"
#include "shapes.h"

namespace attain::table {
namespace {

template <typename T, typename Read>
void Run(benchmark::State& state, const Column& column, Read read) {
  bool borrowed = false;
  for (auto _ : state) {
    const auto values = read(column);
    if (!values.ok()) state.SkipWithError("failed");
    borrowed = values->borrowed();
    benchmark::DoNotOptimize(values->data());
  }
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(column.length()),
                                                benchmark::Counter::kIsIterationInvariantRate);
  state.counters["bytes/row"] = borrowed ? 0 : static_cast<double>(sizeof(T));
}

void BM_ReadInts(benchmark::State& state) {
  Run<int64_t>(state, benchmarks::RepColumn(state.range(0)), &ReadInts);
}
BENCHMARK(BM_ReadInts)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadUnits(benchmark::State& state) {
  Run<int64_t>(state, benchmarks::AmountColumn(state.range(0)),
               [](const Column& column) { return ReadUnits(column, 2); });
}
BENCHMARK(BM_ReadUnits)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadDecimals(benchmark::State& state) {
  Run<absl::int128>(state, benchmarks::AmountColumn(state.range(0)), &ReadDecimals);
}
BENCHMARK(BM_ReadDecimals)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadDoubles(benchmark::State& state) {
  Run<double>(state, benchmarks::AmountColumn(state.range(0)), &ReadDoubles);
}
BENCHMARK(BM_ReadDoubles)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadDates(benchmark::State& state) {
  Run<int32_t>(state, benchmarks::DayColumn(state.range(0)), &ReadDates);
}
BENCHMARK(BM_ReadDates)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadTimestampsOfDates(benchmark::State& state) {
  Run<int64_t>(state, benchmarks::DayColumn(state.range(0)), &ReadTimestamps);
}
BENCHMARK(BM_ReadTimestampsOfDates)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadCodes(benchmark::State& state, const Column& column) {
  bool borrowed = false;
  for (auto _ : state) {
    const auto codes = ReadCodes(column);
    if (!codes.ok()) state.SkipWithError("failed");
    borrowed = codes->codes.borrowed();
    benchmark::DoNotOptimize(codes->codes.data());
  }
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(column.length()),
                                                benchmark::Counter::kIsIterationInvariantRate);
  state.counters["bytes/row"] = borrowed ? 0 : static_cast<double>(sizeof(int32_t));
}

void BM_ReadCodesOfDictionary(benchmark::State& state) {
  BM_ReadCodes(state, benchmarks::StageColumn(state.range(0)));
}
BENCHMARK(BM_ReadCodesOfDictionary)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

void BM_ReadCodesOfTexts(benchmark::State& state) {
  BM_ReadCodes(state, benchmarks::AccountColumn(state.range(0)));
}
BENCHMARK(BM_ReadCodesOfTexts)->ArgName("rows")->Arg(1'000'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attain::table
