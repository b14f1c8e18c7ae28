// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Marginal tiers over transactions in random order: the total of each payee and month, a line per
// transaction, and every slice. Rows per second; the rows are the same for every run.

#include <cstdint>
#include <numeric>
#include <vector>

#include "attain/base/literals.h"
#include "attain/incentive/earning.h"
#include "attain/incentive/replay.h"
#include "benchmark/benchmark.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;

std::vector<RateBand> Bands() {
  return {{.from = 0, .to = Fraction(0.5_dec), .pays = 0.04_dec},
          {.from = 0.5_dec, .to = Fraction(1), .pays = 0.06_dec},
          {.from = 1, .to = Fraction(1.5_dec), .pays = 0.09_dec},
          {.from = 1.5_dec, .to = {}, .pays = 0.12_dec}};
}

// Rows of a year: payees × 12 groups, cents up to 20,000.00, quotas near what is sold.
struct Year {
  explicit Year(int64_t rows, int32_t payees) {
    uint64_t seed = 7;
    const auto next = [&] {
      return (seed = seed * 6364136223846793005U + 1442695040888963407U) >> 33;
    };
    for (int64_t i = 0; i < rows; ++i) {
      const auto day_of_year = static_cast<int32_t>(next() % 365);
      group.push_back(static_cast<int32_t>(next() % static_cast<uint64_t>(payees)) * 12 +
                      day_of_year * 12 / 365);
      day.push_back(20'454 + day_of_year);
      amount.push_back(1 + static_cast<int64_t>(next() % 2'000'000));
    }
    const int64_t sold = rows * 10'000 / (int64_t{payees} * 12);
    for (int32_t g = 0; g < payees * 12; ++g) {
      units.push_back(
          Fraction(1 + sold / 2 + static_cast<int64_t>(next() % static_cast<uint64_t>(sold + 1))));
    }
  }
  std::vector<int32_t> group;
  std::vector<int32_t> day;
  std::vector<int64_t> amount;
  std::vector<Fraction> units;
  ReplayRows rows() const { return {.group = group, .day = day, .amount = amount}; }
};

void Count(benchmark::State& state) {
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(state.range(0)),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void BM_ReplayLines(benchmark::State& state) {
  const Year year(state.range(0), static_cast<int32_t>(state.range(1)));
  const auto rates = TierRates::Of(Bands());
  std::vector<int64_t> lines(year.group.size());
  for (auto _ : state) {
    const auto status = ReplayLines(*rates, year.units, year.rows(),
                                    {.threads = static_cast<int>(state.range(2))}, lines);
    if (!status.ok()) state.SkipWithError("failed");
    benchmark::DoNotOptimize(lines.data());
  }
  Count(state);
}
BENCHMARK(BM_ReplayLines)
    ->ArgNames({"rows", "payees", "threads"})
    ->Args({1'000'000, 10'000, 1})
    ->Args({10'000'000, 10'000, 1})
    ->Args({10'000'000, 10'000, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void BM_ReplayTotals(benchmark::State& state) {
  const Year year(state.range(0), static_cast<int32_t>(state.range(1)));
  const auto rates = TierRates::Of(Bands());
  std::vector<int64_t> totals(year.units.size());
  for (auto _ : state) {
    const auto status = ReplayTotals(*rates, year.units, year.rows(), {}, totals);
    if (!status.ok()) state.SkipWithError("failed");
    benchmark::DoNotOptimize(totals.data());
  }
  Count(state);
}
BENCHMARK(BM_ReplayTotals)
    ->ArgNames({"rows", "payees"})
    ->Args({10'000'000, 10'000})
    ->Unit(benchmark::kMillisecond);

void BM_ReplayTrace(benchmark::State& state) {
  const Year year(state.range(0), static_cast<int32_t>(state.range(1)));
  const auto rates = TierRates::Of(Bands());
  for (auto _ : state) {
    const auto pieces = ReplayTrace(*rates, year.units, year.rows(), {});
    if (!pieces.ok()) state.SkipWithError("failed");
    benchmark::DoNotOptimize(pieces->data());
  }
  Count(state);
}
BENCHMARK(BM_ReplayTrace)
    ->ArgNames({"rows", "payees"})
    ->Args({1'000'000, 10'000})
    ->Unit(benchmark::kMillisecond);

void BM_TierTable(benchmark::State& state) {
  const Year year(state.range(0), 10);
  std::vector<Decimal> amounts;
  for (const int64_t cents : year.amount) amounts.push_back(Decimal::Unchecked(cents, 2));
  for (auto _ : state) {
    const auto earned =
        TierTable(Bands(), amounts, {},
                  {.basis = TierBasis::kAttainment, .accumulate = true, .quota = 1'000'000});
    benchmark::DoNotOptimize(earned->exact.data());
  }
  Count(state);
}
BENCHMARK(BM_TierTable)->ArgName("rows")->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace attain::incentive
