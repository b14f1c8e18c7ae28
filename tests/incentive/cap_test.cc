// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Caps: as documents write them, and what they take away, keep and pay later.

#include "attain/incentive/cap.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "attain/definition/document.h"
#include "attain/incentive/pay.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

const Currency kEur = Currency::Unchecked("EUR", 2);

Component Flat10(Cap cap, Rounding rounding = {}) {
  return {.id = "c",
          .measure = "won",
          .payout = Flat{.rate = 10_pct},
          .cap = cap,
          .rounding = rounding};
}

struct Extra {
  Fraction part = 1;
  Fraction kept = {};
};

// Pays credits in cents with every detail; the three agree and the lines add up.
ComponentPay PayAll(const Component& component, std::vector<int64_t> cents, Extra extra = {}) {
  const auto terms = ComponentTerms::Of(component, kEur);
  EXPECT_TRUE(terms.ok()) << terms.status();
  const std::vector<int32_t> days(cents.size(), 0);
  PayInput input;
  input.amounts = cents;
  input.days = days;
  input.part = extra.part;
  input.kept_before = extra.kept;
  auto pay = Pay(*terms, input, Detail::kTrace);
  EXPECT_TRUE(pay.ok()) << pay.status();
  if (!pay.ok()) return {};
  Fraction sum;
  for (const PayLine& line : pay->lines) sum = *Add(sum, line.amount);
  EXPECT_EQ(sum, pay->total) << "the lines add up to the total";
  for (const Detail detail : {Detail::kTotal, Detail::kLines})
    EXPECT_EQ(Pay(*terms, input, detail)->total, pay->total);
  return *std::move(pay);
}

std::vector<std::string> Problems(const Component& component) {
  std::vector<std::string> found;
  const Plan plan{.id = "p", .currency = "EUR", .components = {component}};
  const Findings findings = Validate(plan);
  for (const Finding& finding : findings.items())
    found.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  return found;
}

TEST(CapTest, APlainAmountIsACapWithNothingElse) {
  const auto plain = definition::Load<Cap>("\"40000 EUR\"", {});
  ASSERT_FALSE(plain.findings.has_errors()) << plain.findings.ToStatus();
  EXPECT_EQ(plain.value, Cap(40'000_eur));
  const auto number = definition::Load<Cap>("40000", {});
  EXPECT_EQ(number.value, Cap(40'000));
  const auto object =
      definition::Load<Cap>(R"({"amount": "500", "per": "transaction", "prorate": true})", {});
  ASSERT_FALSE(object.findings.has_errors());
  EXPECT_EQ(object.value.per, CapPer::kTransaction);
  EXPECT_TRUE(object.value.prorate);
  EXPECT_FALSE(object.value.carry);
}

TEST(CapTest, BothSpellingsAreWrittenBackTheSameWay) {
  const std::string as_object =
      R"({"id": "c", "measure": "m", "payout": {"kind": "flat", "rate": "1%"}, "cap": {"amount": 5}})";
  const auto loaded = definition::Load<Component>(as_object, {});
  ASSERT_FALSE(loaded.findings.has_errors()) << loaded.findings.ToStatus();
  EXPECT_THAT(definition::Write(loaded.value), HasSubstr(R"("cap":"5")"));
  Component carrying = loaded.value;
  carrying.cap->carry = true;
  EXPECT_THAT(definition::Write(carrying), HasSubstr(R"("cap":{"amount":"5","carry":true})"));
}

TEST(CapTest, WhatIsNoAmountIsFoundAtTheCap) {
  const auto loaded = definition::Load<Component>(
      R"({"id": "c", "measure": "m", "payout": {"kind": "flat", "rate": "1%"}, "cap": "much"})",
      {});
  ASSERT_TRUE(loaded.findings.has_errors());
  EXPECT_EQ(loaded.findings.items()[0].where.path, "cap");
}

TEST(CapTest, ACapPerTransactionCutsEachInBothDirections) {
  // 10 % of 4,000, 9,000 and -9,000: 400, 500 of 900, -500 of -900.
  const ComponentPay pay =
      PayAll(Flat10(Cap(500_eur, CapPer::kTransaction)), {400'000, 900'000, -900'000});
  EXPECT_EQ(pay.total, Fraction(400));
  EXPECT_THAT(pay.credits, ElementsAre(Fraction(400), Fraction(500), Fraction(-500)));
  EXPECT_TRUE(pay.capped);
  ASSERT_EQ(pay.lines.size(), 2U);
  EXPECT_EQ(pay.lines[1].rule, Rule::kCap);
  EXPECT_EQ(pay.lines[1].amount, Fraction(0));
  EXPECT_THAT(pay.lines[1].credits, ElementsAre(1, 2));
  EXPECT_FALSE(PayAll(Flat10(Cap(900_eur, CapPer::kTransaction)), {900'000}).capped);
}

TEST(CapTest, ACapWithCarryKeepsTheRestForLater) {
  Cap cap(1'000_eur);
  cap.carry = true;
  // The example of the header: 1,500, 600 and 700 earned.
  const ComponentPay first = PayAll(Flat10(cap), {1'500'000});
  EXPECT_EQ(first.total, Fraction(1'000));
  EXPECT_EQ(first.kept_after, Fraction(500));
  const ComponentPay second = PayAll(Flat10(cap), {600'000}, {.kept = first.kept_after});
  EXPECT_EQ(second.total, Fraction(1'000));
  EXPECT_EQ(second.kept_after, Fraction(100));
  const ComponentPay third = PayAll(Flat10(cap), {700'000}, {.kept = second.kept_after});
  EXPECT_EQ(third.total, Fraction(800));
  EXPECT_EQ(third.kept_after, Fraction(0));
  ASSERT_EQ(second.lines.size(), 3U);
  EXPECT_EQ(second.lines[1].rule, Rule::kCarry);
  EXPECT_EQ(second.lines[1].amount, Fraction(500));
  EXPECT_EQ(second.lines[2].amount, Fraction(-100));
}

TEST(CapTest, ACapMayBeComparedAfterRounding) {
  const Rounding up{.point = RoundingPoint::kComponent, .mode = RoundingMode::kUp, .scale = 0};
  Cap cap(*Money::Parse("100.50 EUR"));
  // 10 % of 1,004.00 = 100.40: below the cap, then rounded to 101 above it.
  EXPECT_EQ(PayAll(Flat10(cap, up), {100'400}).total, Fraction(101));
  cap.after_rounding = true;
  EXPECT_EQ(PayAll(Flat10(cap, up), {100'400}).total, Fraction(100.5_dec));
  const Rounding each{.point = RoundingPoint::kTransaction, .mode = RoundingMode::kUp, .scale = 0};
  Cap of_each(*Money::Parse("100.50 EUR"), CapPer::kTransaction);
  EXPECT_EQ(PayAll(Flat10(of_each, each), {100'400}).total, Fraction(101));
  of_each.after_rounding = true;
  EXPECT_EQ(PayAll(Flat10(of_each, each), {100'400}).total, Fraction(100.5_dec));
}

TEST(CapTest, AProratedCapHoldsForTheDaysAssigned) {
  Cap cap(1'000_eur);
  EXPECT_EQ(PayAll(Flat10(cap), {900'000}, {.part = *Fraction::Of(1, 3)}).total, Fraction(900));
  cap.prorate = true;
  EXPECT_EQ(PayAll(Flat10(cap), {900'000}, {.part = *Fraction::Of(1, 3)}).total,
            *Fraction::Of(1'000, 3));
}

TEST(CapTest, SwitchesThatDoNotGoTogetherAreFound) {
  Component component = Flat10(Cap(-5));
  EXPECT_THAT(Problems(component), ElementsAre("CAP_NEGATIVE incentive[p].components[c].cap"));
  component.cap = Cap(5, CapPer::kTransaction);
  component.cap->carry = true;
  component.cap->after_rounding = true;
  EXPECT_THAT(Problems(component),
              ElementsAre("UNSUPPORTED_OPTION incentive[p].components[c].cap.carry",
                          "UNSUPPORTED_OPTION incentive[p].components[c].cap.after_rounding"));
  component = Flat10(Cap(5));
  component.cap->carry = true;
  component.span = Span::kYearToDate;
  EXPECT_THAT(Problems(component),
              ElementsAre("UNSUPPORTED_OPTION incentive[p].components[c].cap.carry"));
  component = Flat10(Cap(5, CapPer::kTransaction));
  component.payout =
      LumpSums{.over = AttainmentOf{"q"}, .bands = {{.from = 100_pct, .pays = {100}}}};
  EXPECT_THAT(Problems(component),
              ElementsAre("UNSUPPORTED_OPTION incentive[p].components[c].cap.per"));
}

TEST(CapTest, AFloorMayLieAboveTheCapOfATransaction) {
  Component component = Flat10(Cap(500_eur, CapPer::kTransaction));
  component.floor = definition::Amount{1'000};
  EXPECT_TRUE(Problems(component).empty());
  component.cap->per = CapPer::kComponent;
  EXPECT_THAT(Problems(component), ElementsAre("OUT_OF_BOUNDS incentive[p].components[c].floor"));
}

TEST(CapTest, TheCapOfAPlanIsAnAmountOfAPeriod) {
  Plan plan{.id = "p", .currency = "EUR", .components = {Flat10(Cap(5))}};
  plan.cap = Cap(1'000);
  plan.cap->prorate = true;
  plan.budget = definition::Amount{10'000};
  EXPECT_FALSE(Validate(plan).has_errors());
  plan.cap->carry = true;
  plan.budget = definition::Amount{-1};
  std::vector<std::string> found;
  const Findings findings = Validate(plan);
  for (const Finding& finding : findings.items())
    found.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  EXPECT_THAT(found, ElementsAre("UNSUPPORTED_OPTION incentive[p].cap",
                                 "CAP_NEGATIVE incentive[p].budget"));
}

}  // namespace
}  // namespace attain::incentive
