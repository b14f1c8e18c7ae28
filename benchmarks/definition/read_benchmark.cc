// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Reading a plan document: text to tree, tree to definition with every check, and back to text.
// Bytes per second of document.
#include <cstdint>
#include <string>

#include "../../tests/definition/sample.h"
#include "benchmark/benchmark.h"

namespace attain::definition {
namespace {

// A plan of `components` parts with three bands each, about 330 bytes a part.
std::string PlanText(int64_t components) {
  std::string text = R"({"attain": "plan/1", "id": "ae-2026", "currency": "EUR", "components": [)";
  for (int64_t i = 0; i < components; ++i) {
    text += i == 0 ? "\n" : ",\n";
    text += R"({"id": "part-)" + std::to_string(i) + R"(", "measure": "won_amount",
  "payout": {"kind": "tiers", "method": "marginal", "over": {"attainment": "quota-2026"},
             "bands": [{"from": "0%", "pays": "6%"}, {"from": "80%", "pays": 0.08}, {"from": 1, "pays": "12.5%"}]},
  "cap": "40000", "rounding": {"point": "component", "mode": "half_even", "scale": 2}, "where": "outcome == \"won\""})";
  }
  return text + "]}";
}

void CountBytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
  state.counters["bytes"] = static_cast<double>(text.size());
}

void BM_ParseJson(benchmark::State& state) {
  const std::string text = PlanText(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(ParseJson(text)->members.size());
  CountBytes(state, text);
}
BENCHMARK(BM_ParseJson)->ArgName("components")->Arg(3)->Arg(1000)->Unit(benchmark::kMicrosecond);

void BM_ReadPlan(benchmark::State& state) {
  const std::string text = PlanText(state.range(0));
  for (auto _ : state) {
    const auto plan = Read<sample::Plan>(text);
    if (!plan.ok() || static_cast<int64_t>(plan->value.components.size()) != state.range(0))
      state.SkipWithError("not read");
    benchmark::DoNotOptimize(plan.ok());
  }
  CountBytes(state, text);
}
BENCHMARK(BM_ReadPlan)->ArgName("components")->Arg(3)->Arg(1000)->Unit(benchmark::kMicrosecond);

// Every part lacks its last band's rate: as many findings, each with line and column.
void BM_ReadFaultyPlan(benchmark::State& state) {
  std::string text = PlanText(state.range(0));
  for (size_t at = 0; (at = text.find("\"pays\": \"12.5%\"", at)) != std::string::npos; ++at)
    text[at + 1] = 'b';
  for (auto _ : state) {
    const auto plan = Load<sample::Plan>(text);
    if (plan.findings.size() < state.range(0)) state.SkipWithError("faults not found");
    benchmark::DoNotOptimize(plan.findings.size());
  }
  CountBytes(state, text);
}
BENCHMARK(BM_ReadFaultyPlan)
    ->ArgName("components")
    ->Arg(3)
    ->Arg(1000)
    ->Unit(benchmark::kMicrosecond);

void BM_WritePlan(benchmark::State& state) {
  const auto plan = Read<sample::Plan>(PlanText(state.range(0)));
  if (!plan.ok()) return state.SkipWithError("not read");
  std::string text;
  for (auto _ : state) {
    text = Write(plan->value);
    benchmark::DoNotOptimize(text.data());
  }
  CountBytes(state, text);
}
BENCHMARK(BM_WritePlan)->ArgName("components")->Arg(3)->Arg(1000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace attain::definition
