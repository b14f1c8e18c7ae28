// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Payouts that pay for what is reached, gates and modifiers: what a component of a plan pays by
// them, the lines it leaves, and what is found wrong before anything is paid.

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "attain/incentive/pay.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Currency kEur = Currency::Unchecked("EUR", 2);
const Date kMarch = *Date::Parse("2026-03-31");
const AttainmentOf kQuota{"quota-2026"};

Component Of(Payout payout) {
  return {.id = "c",
          .measure = "won",
          .payout = std::move(payout),
          .rounding = {.point = RoundingPoint::kComponent, .mode = RoundingMode::kHalfAway}};
}

// Credits of `cents`, a quota of 100,000; the margin target stands at 30 of 100.
absl::StatusOr<ComponentPay> TryPay(const Component& component, std::vector<int64_t> cents,
                                    Detail detail = Detail::kTrace, Fraction quota = 100'000) {
  const auto terms = ComponentTerms::Of(component, kEur);
  if (!terms.ok()) return terms.status();
  const std::vector<int32_t> days(cents.size(), kMarch.days());
  PayInput input;
  input.amounts = cents;
  input.days = days;
  input.last_day = kMarch;
  input.quotas = {{"quota-2026", quota}, {"margin", 100}};
  input.actuals = {{"margin", 30}};
  return Pay(*terms, input, detail);
}

ComponentPay PayAll(const Component& component, std::vector<int64_t> cents) {
  const auto pay = TryPay(component, cents);
  EXPECT_TRUE(pay.ok()) << pay.status();
  if (!pay.ok()) return {};
  Fraction sum;
  for (const PayLine& line : pay->lines) sum = *Add(sum, line.amount);
  EXPECT_EQ(sum, pay->total) << "the lines add up to the total";
  for (const Detail detail : {Detail::kTotal, Detail::kLines})
    EXPECT_EQ(TryPay(component, cents, detail)->total, pay->total);
  return *pay;
}

std::vector<Reason> Reasons(const Payout& payout) {
  std::vector<Reason> reasons;
  const Findings findings = Validate(payout, "won", "payout");
  for (const Finding& finding : findings.items()) reasons.push_back(finding.reason);
  return reasons;
}

Curve ExampleCurve() {
  return {.target_incentive = {7'000},
          .over = kQuota,
          .points = {{60_pct, 20_pct}, {100_pct, 100_pct}, {130_pct, 190_pct}}};
}

TEST(PayKindsTest, ACurvePaysTheTargetIncentiveTimesItsFactor) {
  const ComponentPay pay = PayAll(Of(ExampleCurve()), {6'000'000, 5'500'000});
  EXPECT_EQ(pay.total, Fraction(10'150));  // 115 %: 7,000 × 145 %
  ASSERT_EQ(pay.lines.size(), 1U);
  EXPECT_EQ(pay.lines[0].rule, Rule::kCurve);
  EXPECT_EQ(pay.lines[0].band, 1);
  EXPECT_EQ(pay.lines[0].rate, Fraction(1.45_dec));
  EXPECT_THAT(pay.lines[0].credits, ElementsAre(0, 1));
  ASSERT_EQ(pay.attained.size(), 1U);
  EXPECT_EQ(pay.attained[0].attainment, Fraction(1.15_dec));
  EXPECT_EQ(PayAll(Of(ExampleCurve()), {5'999'999}).total, Fraction(0));
}

TEST(PayKindsTest, AMultiplierPaysByBand) {
  Multiplier multiplier{
      .target_incentive = {9'000},
      .over = kQuota,
      .method = TierMethod::kMarginal,
      .bands = {{.from = 0_pct, .pays = 60_pct}, {.from = 70_pct, .pays = 120_pct}}};
  const ComponentPay pay = PayAll(Of(multiplier), {9'000'000});
  EXPECT_EQ(pay.total, Fraction(5'940));
  ASSERT_EQ(pay.lines.size(), 2U);
  EXPECT_EQ(pay.lines[1].base, Fraction(1'800));
  multiplier.method = TierMethod::kWhole;
  EXPECT_EQ(PayAll(Of(multiplier), {7'000'000}).total, Fraction(7'560));
  multiplier.bands[1].to = 80_pct;
  EXPECT_EQ(ReasonOf(TryPay(Of(multiplier), {9'000'000}).status()), Reason::kValueInNoBand);
  multiplier.outside = Outside::kZero;
  EXPECT_EQ(PayAll(Of(multiplier), {9'000'000}).total, Fraction(0));
  multiplier.method = TierMethod::kMarginal;
  EXPECT_EQ(PayAll(Of(multiplier), {9'000'000}).total, Fraction(4'860));
  multiplier.outside = Outside::kError;
  EXPECT_EQ(ReasonOf(TryPay(Of(multiplier), {9'000'000}).status()), Reason::kValueInNoBand);
}

TEST(PayKindsTest, AMatrixPaysByTwoAttainments) {
  Matrix matrix{.target_incentive = {1'000},
                .method = MatrixMethod::kLookup,
                .axes = {{.over = kQuota, .points = {0_pct, 80_pct, 100_pct}},
                         {.over = AttainmentOf{"margin"}, .points = {0_pct, 30_pct}}},
                .cells = {{20_pct, 40_pct}, {60_pct, 90_pct}, {100_pct, 150_pct}}};
  const ComponentPay pay = PayAll(Of(matrix), {8'500'000});
  EXPECT_EQ(pay.total, Fraction(900));
  EXPECT_EQ(pay.lines[0].rule, Rule::kMatrix);
  EXPECT_EQ(pay.attained.size(), 2U);
  matrix.method = MatrixMethod::kLinear;
  EXPECT_EQ(PayAll(Of(matrix), {9'000'000}).total, Fraction(1'200));  // half-way, last column
}

TEST(PayKindsTest, AWeightedPayoutCutsEachMeasureToItsCap) {
  const Weighted weighted{.target_incentive = {7'000},
                          .measures = {{.over = kQuota, .weight = 70_pct, .cap = 120_pct},
                                       {.over = AttainmentOf{"margin"}, .weight = 30_pct}}};
  const ComponentPay pay = PayAll(Of(weighted), {14'500'000});
  EXPECT_EQ(pay.total, Fraction(6'510));  // 4,900 × 120 % + 2,100 × 30 %
  ASSERT_EQ(pay.lines.size(), 2U);
  EXPECT_EQ(pay.lines[0].rule, Rule::kWeight);
}

TEST(PayKindsTest, ALumpSumIsTheHighestBandOrEveryBandReached) {
  LumpSums sums{.over = kQuota, .bands = {{80_pct, {1'000}}, {100_pct, {2'500}}}};
  EXPECT_EQ(PayAll(Of(sums), {10'400'000}).total, Fraction(2'500));
  EXPECT_EQ(PayAll(Of(sums), {7'999'999}).total, Fraction(0));
  sums.each = true;
  const ComponentPay pay = PayAll(Of(sums), {10'400'000});
  EXPECT_EQ(pay.total, Fraction(3'500));
  EXPECT_EQ(pay.lines.size(), 2U);
  sums.over = AmountOf{"won"};
  sums.bands = {{Rate(50'000), {300}}};
  EXPECT_EQ(PayAll(Of(sums), {5'000'000}).total, Fraction(300));
}

TEST(PayKindsTest, AFormulaIsCalculatedExactly) {
  // 3 % of everything once both goals are met, else 2 % of the one that is.
  const Formula formula{
      .value =
          "own.actual >= own.quota && m.attainment >= decimal('0.3') "
          "? decimal('0.03') * (own.actual + m.actual) : decimal('0.02') * credited / 3",
      .inputs = {{"own", kQuota}, {"m", AttainmentOf{"margin"}}}};
  const ComponentPay pay = PayAll(Of(formula), {10'000'000});
  EXPECT_EQ(pay.total, Fraction(3'000.9_dec));
  EXPECT_EQ(pay.lines[0].rule, Rule::kFormula);
  EXPECT_EQ(pay.attained.size(), 2U);
  EXPECT_EQ(TryPay(
                [&] {
                  Component exact = Of(formula);
                  exact.rounding.point = RoundingPoint::kPayment;
                  return exact;
                }(),
                {100})
                ->total,
            *Fraction::Of(2, 300));
  EXPECT_EQ(PayAll(Of(Formula{.value = "7"}), {}).total, Fraction(7));
  EXPECT_EQ(ReasonOf(TryPay(Of(Formula{.value = "'text'"}), {1}).status()),
            Reason::kExpressionType);
  EXPECT_EQ(ReasonOf(TryPay(Of(Formula{.value = "credited / 0"}), {1}).status()),
            Reason::kDivisionByZero);
}

TEST(PayKindsTest, AFormulaAsksOnlyForWhatItIsGiven) {
  EXPECT_THAT(Reasons(Formula{.value = "credited *"}), ElementsAre(Reason::kExpressionSyntax));
  EXPECT_THAT(Reasons(Formula{.value = "credit + m.actual", .inputs = {{"m", kQuota}}}),
              ElementsAre(Reason::kUnknownName));
  EXPECT_THAT(Reasons(Formula{.value = "m.actual", .inputs = {{"m", AmountOf{"other"}}}}),
              ElementsAre(Reason::kUnknownReference));
}

TEST(PayKindsTest, EveryRuleHasAName) {
  EXPECT_EQ(Name(Rule::kCurve), "curve");
  EXPECT_EQ(Name(Rule::kMatrix), "matrix");
  EXPECT_EQ(Name(Rule::kWeight), "weight");
  EXPECT_EQ(Name(Rule::kLumpSum), "lump_sum");
  EXPECT_EQ(Name(Rule::kGate), "gate");
  EXPECT_EQ(Name(Rule::kModifier), "modifier");
  EXPECT_EQ(Name(Rule::kTrueUp), "true_up");
  EXPECT_EQ(Name(Rule::kFormula), "formula");
}

Plan PlanOf(Component component) {
  return {.id = "p", .currency = "EUR", .components = {std::move(component)}};
}

TEST(PayKindsTest, AClosedGateTakesEverythingAndAnOpenOneNothing) {
  Component component = Of(Flat{10_pct});
  component.gates = {{.over = kQuota, .at_least = 60_pct}};
  EXPECT_EQ(PayAll(component, {6'000'000}).total, Fraction(6'000));
  const ComponentPay closed = PayAll(component, {5'999'999});
  EXPECT_EQ(closed.total, Fraction(0));
  EXPECT_EQ(closed.lines[1].rule, Rule::kGate);
  EXPECT_THAT(closed.credits, ElementsAre(Fraction(0)));
  component.gates.push_back({.over = AttainmentOf{"margin"}, .at_least = 31_pct});
  EXPECT_EQ(PayAll(component, {6'000'000}).lines[1].band, 1);
}

TEST(PayKindsTest, AGateMayPayOnlyTheExcess) {
  Component component = Of(Flat{4_pct});
  component.gates = {{.over = kQuota, .at_least = 30_pct, .pays = GateBase::kExcess}};
  EXPECT_EQ(PayAll(component, {2'600'000, 900'000}).total, Fraction(200));
  EXPECT_EQ(PayAll(component, {2'999'999}).total, Fraction(0));
  component.gates = {
      {.over = AmountOf{"won"}, .at_least = Rate(21'000), .pays = GateBase::kExcess}};
  EXPECT_EQ(PayAll(component, {2'600'000}).total, Fraction(200));
}

TEST(PayKindsTest, EveryPayoutOnAnAmountMayPayOnlyTheExcess) {
  // Above 30 % of a quota of 100,000.
  const std::vector<Gate> gates = {{.over = kQuota, .at_least = 30_pct, .pays = GateBase::kExcess}};
  Component bands =
      Of(Tiers{.method = TierMethod::kMarginal,
               .over = kQuota,
               .bands = {{.from = 0_pct, .pays = 2_pct}, {.from = 50_pct, .pays = 10_pct}}});
  bands.gates = gates;
  const ComponentPay marginal = PayAll(bands, {2'500'000, 1'500'000, 2'000'000});
  EXPECT_EQ(marginal.total, Fraction(1'400));  // 20,000 × 2 % + 10,000 × 10 %
  EXPECT_THAT(marginal.credits, ElementsAre(Fraction(0), Fraction(200), Fraction(1'200)));
  std::get<Tiers>(bands.payout.versions[0].value).method = TierMethod::kWhole;
  EXPECT_EQ(PayAll(bands, {6'000'000}).total, Fraction(3'000));  // 30,000 × 10 %
  EXPECT_EQ(PayAll(bands, {4'000'000, -1'000'001}).total, Fraction(0));
  Component rates = Of(Rates{.rules = {{.rate = 3_pct}}});
  rates.gates = gates;
  EXPECT_EQ(PayAll(rates, {2'000'000, 2'000'000}).total, Fraction(300));
  Component team = Of(Override{.rate = 1_pct});
  team.gates = gates;
  EXPECT_EQ(PayAll(team, {4'000'000}).total, Fraction(100));
  Component factor = Of(
      Multiplier{.target_incentive = {1'000},
                 .over = kQuota,
                 .method = TierMethod::kMarginal,
                 .bands = {{.from = 0_pct, .pays = 100_pct}, {.from = 50_pct, .pays = 200_pct}}});
  factor.gates = gates;
  EXPECT_EQ(PayAll(factor, {6'000'000}).total, Fraction(400));  // 1,000 × (20 % + 10 % × 2)
  std::get<Multiplier>(factor.payout.versions[0].value).method = TierMethod::kWhole;
  EXPECT_EQ(PayAll(factor, {6'000'000}).total, Fraction(600));  // 1,000 × 30 % × 2
  EXPECT_EQ(PayAll(factor, {2'000'000}).total, Fraction(0));
}

TEST(PayKindsTest, OfSeveralGatesTheHighestExcessCountsAndVersionsShareIt) {
  Component component = Of(Flat{4_pct});
  component.gates = {
      {.over = kQuota, .at_least = 10_pct, .pays = GateBase::kExcess},
      {.over = AmountOf{"won"}, .at_least = Rate(30'000), .pays = GateBase::kExcess}};
  EXPECT_EQ(PayAll(component, {2'000'000, 2'000'000}).total, Fraction(400));
}

TEST(PayKindsTest, WhatHasNoPartAboveAGateIsRefused) {
  Component component = Of(LumpSums{.over = kQuota, .bands = {{1_pct, {1}}}});
  component.gates = {{.over = kQuota, .at_least = 1_pct, .pays = GateBase::kExcess}};
  const auto paths = [&] {
    std::vector<std::string> found;
    const Findings all = Validate(PlanOf(component));
    for (const Finding& finding : all.items())
      if (finding.severity == Severity::kError) found.push_back(finding.where.path);
    return found;
  };
  const std::string pays = "incentive[p].components[c].gates[0].pays";
  EXPECT_THAT(paths(), ElementsAre(pays));
  component.payout = Multiplier{.target_incentive = {1},
                                .over = AttainmentOf{"margin"},
                                .method = TierMethod::kWhole,
                                .bands = {{.from = 0_pct, .pays = 1_pct}}};
  EXPECT_THAT(paths(), ElementsAre(pays));
  component.payout = Flat{1_pct};
  EXPECT_THAT(paths(), ElementsAre());
  component.gates[0].over = AttainmentOf{"margin"};  // of another measure: told when it is paid
  EXPECT_EQ(ReasonOf(TryPay(component, {1}).status()), Reason::kUnsupportedOption);
}

TEST(PayKindsTest, ModifiersMultiplyOneAfterTheOther) {
  Component component = Of(Flat{10_pct});
  component.modifiers = {
      {.over = AttainmentOf{"margin"},
       .bands = {{.from = 0_pct, .pays = 90_pct}, {.from = 40_pct, .pays = 130_pct}}},
      {.over = kQuota, .bands = {{.from = 0_pct, .pays = 200_pct}}}};
  component.cap = definition::Amount{5'000};
  const ComponentPay pay = PayAll(component, {1'000'000, 2'000'000});
  EXPECT_EQ(pay.total, Fraction(5'000));  // 3,000 × 0.9 × 2 = 5,400, capped
  EXPECT_EQ(pay.lines[1].rule, Rule::kModifier);
  EXPECT_EQ(pay.lines[1].amount, Fraction(-300));
  EXPECT_EQ(pay.lines[2].amount, Fraction(2'700));
  EXPECT_THAT(pay.credits, ElementsAre(Fraction(1'800), Fraction(3'600)));
  component.modifiers[0].bands[0].from = 35_pct;
  EXPECT_EQ(ReasonOf(TryPay(component, {1}).status()), Reason::kValueInNoBand);
}

TEST(PayKindsTest, WithoutQuotaOrVersionNothingIsGuessed) {
  EXPECT_EQ(ReasonOf(TryPay(Of(ExampleCurve()), {1}, Detail::kTotal, 0).status()),
            Reason::kTargetZero);
  Curve other = ExampleCurve();
  other.over = AttainmentOf{"another"};
  EXPECT_EQ(ReasonOf(TryPay(Of(other), {1}).status()), Reason::kNoQuota);
  Component later = Of(ExampleCurve());
  later.payout.versions[0].valid.from = *Date::Parse("2026-04-01");
  EXPECT_EQ(ReasonOf(TryPay(later, {1}).status()), Reason::kNoPlanVersion);
}

TEST(PayKindsTest, EveryFaultOfADefinitionIsFoundBeforeMoneyIsPaid) {
  EXPECT_THAT(Reasons(ExampleCurve()), ElementsAre(Reason::kTierCliff));  // 0 to 20 % at 60 %
  Curve curve = ExampleCurve();
  curve.points = {{0_pct, 0_pct}, {100_pct, 50_pct}, {100_pct, 100_pct}, {90_pct, 0_pct}};
  EXPECT_THAT(Reasons(curve), ElementsAre(Reason::kTierCliff, Reason::kTierOverlap));
  curve.points = {{0_pct, 0_pct}, {0_pct, 10_pct}, {0_pct, 20_pct}};
  curve.above = CurveAbove::kExtrapolate;
  EXPECT_THAT(Reasons(curve),
              ElementsAre(Reason::kTierCliff, Reason::kTierUnreachable, Reason::kInvalidArgument));
  curve = {.target_incentive = {1}, .over = AmountOf{"other"}, .points = {}};
  EXPECT_THAT(Reasons(curve), ElementsAre(Reason::kUnknownReference, Reason::kMissingKey));

  const Multiplier multiplier{
      .target_incentive = {1},
      .over = kQuota,
      .method = TierMethod::kRetroactive,
      .bands = {{.from = 0_pct, .to = 50_pct, .pays = 1_pct}, {.from = 60_pct, .pays = 1_pct}}};
  EXPECT_THAT(Reasons(multiplier), ElementsAre(Reason::kUnsupportedOption, Reason::kTierGap));

  EXPECT_THAT(Reasons(Matrix{.target_incentive = {1}, .axes = {}, .cells = {}}),
              ElementsAre(Reason::kInvalidArgument));
  const Matrix matrix{.target_incentive = {1},
                      .axes = {{.over = kQuota, .points = {50_pct, 50_pct}},
                               {.over = kQuota, .points = {}},
                               {.over = kQuota, .points = {0_pct}}},
                      .cells = {{1_pct, 2_pct}}};
  EXPECT_THAT(Reasons(matrix),
              ElementsAre(Reason::kTierOverlap, Reason::kTierGap, Reason::kMissingKey,
                          Reason::kInvalidArgument, Reason::kInvalidArgument));

  EXPECT_THAT(Reasons(Weighted{.target_incentive = {1}, .measures = {}}),
              ElementsAre(Reason::kMissingKey));
  EXPECT_THAT(
      Reasons(Weighted{.target_incentive = {1}, .measures = {{.over = kQuota, .weight = 90_pct}}}),
      ElementsAre(Reason::kOutOfBounds));
  EXPECT_THAT(Reasons(LumpSums{.over = kQuota, .bands = {}}), ElementsAre(Reason::kMissingKey));
  EXPECT_THAT(Reasons(LumpSums{.over = kQuota, .bands = {{1_pct, {2}}, {2_pct, {1}}}}),
              ElementsAre(Reason::kTierCliff));
  EXPECT_THAT(
      Reasons(LumpSums{.over = kQuota, .bands = {{1_pct, {2}}, {2_pct, {1}}}, .each = true}),
      ElementsAre());
  EXPECT_THAT(Reasons(LumpSums{.over = kQuota, .bands = {{1_pct, {1}}, {1_pct, {1}}}}),
              ElementsAre(Reason::kTierOverlap));
}

TEST(PayKindsTest, GatesAndModifiersAreCheckedWithTheirPlan) {
  Component component = Of(Flat{1_pct});
  component.gates = {{.over = AmountOf{"other"}, .at_least = 1_pct, .pays = GateBase::kExcess},
                     {.over = kQuota, .at_least = 1_pct}};
  component.modifiers = {
      {.over = AttainmentOf{"lost"}, .bands = {{.from = 10_pct, .pays = 1_pct}}}};
  const Findings findings = Validate(PlanOf(component), {.targets = {"quota-2026"}});
  std::vector<std::string> at;
  for (const Finding& finding : findings.items()) at.push_back(finding.where.path);
  EXPECT_THAT(at, ElementsAre("incentive[p].components[c].modifiers[0].over",
                              "incentive[p].components[c].gates[0].over",
                              "incentive[p].components[c].modifiers[0].bands[0].from"));
}

TEST(PayKindsTest, WhatIsPaidForReachingIsNotRoundedByTransaction) {
  Component component = Of(ExampleCurve());
  component.rounding.point = RoundingPoint::kTransaction;
  EXPECT_TRUE(Validate(PlanOf(component)).has_errors());
}

TEST(PayKindsTest, DocumentsOfEveryKindComeBackAsTheyWere) {
  const std::string text =
      R"({ "attain": "incentive/1", "id": "p", "currency": "EUR", "components": [
    { "id": "a", "measure": "won", "payout": { "kind": "curve", "target_incentive": "7000",
        "over": { "attainment": "q" }, "points": [ { "at": "0%", "pays": "0%" }, { "at": "100%", "pays": "100%" } ],
        "above": "extrapolate" },
      "gates": [ { "over": { "attainment": "m" }, "at_least": "60%" } ],
      "modifiers": [ { "over": { "attainment": "m" }, "bands": [ { "from": "0%", "pays": "90%" } ] } ] },
    { "id": "b", "measure": "won", "payout": { "kind": "multiplier", "target_incentive": "9000 EUR", "method": "whole",
        "over": { "attainment": "q" }, "bands": [ { "from": "0%", "pays": "60%" } ] } },
    { "id": "c", "measure": "won", "payout": { "kind": "matrix", "target_incentive": "100", "method": "linear",
        "axes": [ { "over": { "attainment": "q" }, "points": [ "0%", "100%" ] },
                  { "over": { "measure": "won" }, "points": [ "0", "5000" ] } ],
        "cells": [ [ "0%", "10%" ], [ "50%", "100%" ] ] } },
    { "id": "d", "measure": "won", "payout": { "kind": "weighted", "target_incentive": "7000",
        "measures": [ { "over": { "attainment": "q" }, "weight": "100%", "cap": "120%" } ] } },
    { "id": "e", "measure": "won", "payout": { "kind": "lump_sum", "over": { "attainment": "q" },
        "bands": [ { "from": "100%", "pays": "2500" } ], "each": true } } ] })";
  const auto loaded = Parse(text);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_THAT(loaded->findings.items(), IsEmpty());
  const auto again = Parse(definition::Write(loaded->value));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->value, loaded->value);
  EXPECT_EQ(KindOf(loaded->value.components[3].payout.versions[0].value), "weighted");
  std::vector<std::string> kinds;
  for (const Component& component : loaded->value.components)
    kinds.emplace_back(KindOf(component.payout.versions[0].value));
  EXPECT_THAT(kinds, ElementsAre("curve", "multiplier", "matrix", "weighted", "lump_sum"));
}

}  // namespace
}  // namespace attain::incentive
