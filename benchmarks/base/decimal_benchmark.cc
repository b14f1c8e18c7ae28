// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <string>
#include <vector>

#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "benchmark/benchmark.h"

namespace attain {
namespace {

std::vector<Decimal> Amounts(int64_t count) {
  std::vector<Decimal> amounts;
  for (int64_t i = 0; i < count; ++i)
    amounts.push_back(Decimal::Unchecked(1'000'003 * (i + 1) % 99'999'989, 2));
  return amounts;
}

void BM_ParseDecimal(benchmark::State& state) {
  std::vector<std::string> texts;
  for (const Decimal amount : Amounts(state.range(0))) texts.push_back(amount.ToFixedString());
  for (auto _ : state) {
    for (const std::string& text : texts)
      benchmark::DoNotOptimize(Decimal::Parse(text)->coefficient());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_ParseDecimal)->ArgName("values")->Arg(10'000)->Unit(benchmark::kMicrosecond);

void BM_AddDecimal(benchmark::State& state) {
  const std::vector<Decimal> amounts = Amounts(state.range(0));
  for (auto _ : state) {
    Decimal total;
    for (const Decimal amount : amounts) total = *Add(total, amount);
    benchmark::DoNotOptimize(total);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_AddDecimal)->ArgName("values")->Arg(10'000)->Unit(benchmark::kMicrosecond);

void BM_MultiplyDecimal(benchmark::State& state) {
  const std::vector<Decimal> amounts = Amounts(state.range(0));
  const Decimal rate = Decimal::Unchecked(125, 3);
  for (auto _ : state) {
    for (const Decimal amount : amounts)
      benchmark::DoNotOptimize(Multiply(amount, rate)->coefficient());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_MultiplyDecimal)->ArgName("values")->Arg(10'000)->Unit(benchmark::kMicrosecond);

void BM_DivideAndCompareFraction(benchmark::State& state) {
  const std::vector<Decimal> amounts = Amounts(state.range(0));
  const Fraction quota = 100'000;
  const Fraction threshold = *Fraction::Of(4, 5);
  for (auto _ : state) {
    int64_t above = 0;
    for (const Decimal amount : amounts) above += *Divide(amount, quota) >= threshold ? 1 : 0;
    benchmark::DoNotOptimize(above);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_DivideAndCompareFraction)
    ->ArgName("values")
    ->Arg(10'000)
    ->Unit(benchmark::kMicrosecond);

void BM_AddFraction(benchmark::State& state) {
  const std::vector<Decimal> amounts = Amounts(state.range(0));
  for (auto _ : state) {
    Fraction total;
    for (const Decimal amount : amounts) total = *Add(total, amount);
    benchmark::DoNotOptimize(total);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_AddFraction)->ArgName("values")->Arg(10'000)->Unit(benchmark::kMicrosecond);

void BM_RoundFraction(benchmark::State& state) {
  std::vector<Fraction> values;
  for (const Decimal amount : Amounts(state.range(0))) values.push_back(*Divide(amount, 7));
  for (auto _ : state) {
    for (const Fraction& value : values) {
      benchmark::DoNotOptimize(Round(value, 2, RoundingMode::kHalfEven)->coefficient());
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_RoundFraction)->ArgName("values")->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attain
