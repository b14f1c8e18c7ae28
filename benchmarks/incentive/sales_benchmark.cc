// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pay on the columns of sales in random order: totals, a line per sale, every slice, five rules at
// once, and a book after one payee's sales changed. 10,000 payees, the days of 2026. Rows per
// second; the rows are the same for every run.

#include <cstdint>
#include <string>
#include <vector>

#include "attain/base/literals.h"
#include "attain/base/period.h"
#include "attain/incentive/sales_book.h"
#include "attain/incentive/sales_pay.h"
#include "attain/incentive/tier_lines.h"
#include "benchmark/benchmark.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;

constexpr int32_t kPayees = 10'000;

std::vector<RateBand> Bands() {
  return {{.from = 0, .to = Fraction(0.5_dec), .pays = 0.04_dec},
          {.from = 0.5_dec, .to = Fraction(1), .pays = 0.06_dec},
          {.from = 1, .to = Fraction(1.5_dec), .pays = 0.09_dec},
          {.from = 1.5_dec, .to = {}, .pays = 0.12_dec}};
}

std::vector<SalesRule> Rules() {
  return {SalesRate{.rate = 0.015_dec}, SalesTiers{.bands = Bands()},
          SalesBonus{.bands = {{.from = 1, .to = Fraction(1.25_dec), .pays = 0.01_dec},
                               {.from = 1.25_dec, .to = {}, .pays = 0.02_dec}}},
          SalesSpiff{.pays = 50'00, .at_least = 15'000'00},
          SalesShare{.rate = 0.03_dec, .own = 0.7_dec}};
}

struct Year {
  explicit Year(int64_t count) {
    uint64_t seed = 7;
    const auto next = [&](int64_t limit) {
      seed = seed * 6364136223846793005U + 1442695040888963407U;
      return static_cast<int64_t>((seed >> 20) % static_cast<uint64_t>(limit));
    };
    for (int64_t i = 0; i < count; ++i) {
      payee.push_back(static_cast<int32_t>(next(kPayees)));
      day.push_back(20454 + static_cast<int32_t>(next(365)));
      amount.push_back(1 + next(2'000'000));
      partner.push_back(static_cast<int32_t>(next(kPayees)));
    }
    for (int32_t k = 0; k < kPayees * 12; ++k)
      quota.push_back(count / 1000 * (4000 + next(16'001)));
    std::vector<Period> months;
    for (int month = 1; month <= 12; ++month)
      months.push_back(
          *Period::Parse("2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month)));
    periods = *measure::DayIndex::Of(months);
  }
  SalesRows rows() const {
    return {.payee = payee, .day = day, .amount = amount, .partner = partner};
  }
  QuotaGrid quotas() const { return {.payees = kPayees, .periods = periods, .amounts = quota}; }

  std::vector<int32_t> payee, day, partner;
  std::vector<int64_t> amount, quota;
  measure::DayIndex periods;
};

ReplayOptions Threads(const benchmark::State& state) {
  ReplayOptions options;
  options.threads = static_cast<int>(state.range(1));
  return options;
}

void Count(benchmark::State& state) {
  state.counters["rows/s"] = benchmark::Counter(static_cast<double>(state.range(0)),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"rows", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const int64_t rows : {1'000'000, 10'000'000}) {
    for (const int64_t threads : {1, 2}) benchmark->Args({rows, threads});
  }
}

void BM_TierTotals(benchmark::State& state) {
  const Year year(state.range(0));
  const auto rates = TierRates::Of(Bands());
  std::vector<int64_t> totals(year.quota.size());
  for (auto _ : state) {
    if (!TierTotals(*rates, year.rows(), year.quotas(), Threads(state), totals).ok())
      state.SkipWithError("not paid");
  }
  Count(state);
}
BENCHMARK(BM_TierTotals)->Apply(Sizes);

void BM_TierLines(benchmark::State& state) {
  const Year year(state.range(0));
  const auto rates = TierRates::Of(Bands());
  std::vector<int64_t> lines(year.payee.size());
  for (auto _ : state) {
    if (!TierLines(*rates, year.rows(), year.quotas(), Threads(state), lines).ok())
      state.SkipWithError("not paid");
  }
  Count(state);
}
BENCHMARK(BM_TierLines)->Apply(Sizes);

void BM_TierTrace(benchmark::State& state) {
  const Year year(state.range(0));
  const auto rates = TierRates::Of(Bands());
  for (auto _ : state) {
    if (!TierTrace(*rates, year.rows(), year.quotas(), Threads(state)).ok())
      state.SkipWithError("not paid");
  }
  Count(state);
}
BENCHMARK(BM_TierTrace)->Apply(Sizes);

void BM_PaySales(benchmark::State& state) {
  const Year year(state.range(0));
  const std::vector<SalesRule> rules = Rules();
  for (auto _ : state) {
    if (!PaySales(rules, year.rows(), year.quotas(), {.threads = static_cast<int>(state.range(1))})
             .ok())
      state.SkipWithError("not paid");
  }
  Count(state);
}
BENCHMARK(BM_PaySales)->Apply(Sizes);

void BM_UpdateBook(benchmark::State& state) {
  const Year year(state.range(0));
  auto book = SalesBook::Open(Rules(), year.rows(), year.quotas(),
                              {.threads = static_cast<int>(state.range(1))});
  std::vector<SalesChange> changes;
  for (size_t i = 0; i < year.payee.size(); ++i) {
    if (year.payee[i] == 4321)
      changes.push_back(
          {static_cast<int64_t>(i), 4321, year.day[i], year.amount[i], year.partner[i]});
  }
  for (auto _ : state) {
    for (SalesChange& change : changes) change.amount ^= 1;
    if (!book->Update(changes).ok()) state.SkipWithError("not paid");
  }
}
BENCHMARK(BM_UpdateBook)->Apply(Sizes);

}  // namespace
}  // namespace attain::incentive
