// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/pay.h"

#include <algorithm>
#include <numeric>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

const Currency kEur = Currency::Unchecked("EUR", 2);
const Date kMarch = *Date::Parse("2026-03-31");

// The plan of the example: 0 – 80 % at 6 %, 80 – 100 % at 8 %, above at 12.5 %.
Tiers Example() {
  return {.method = TierMethod::kMarginal,
          .over = AttainmentOf{"quota-2026"},
          .bands = {{.from = 0_pct, .pays = 6_pct},
                    {.from = 80_pct, .pays = 8_pct},
                    {.from = 100_pct, .pays = 12.5_pct}}};
}

Component Of(Payout payout) {
  return {.id = "c", .measure = "won", .payout = std::move(payout), .rounding = {}};
}

// Credits in cents on 2026-03-31, quota 100,000.
struct Credits {
  explicit Credits(std::vector<int64_t> cents)
      : amounts(std::move(cents)), days(amounts.size(), kMarch.days()) {}
  std::vector<int64_t> amounts;
  std::vector<Fraction> exact = {};
  std::vector<int32_t> days;
  std::vector<int32_t> members = {};
  int64_t denominator = 100;
  std::optional<Fraction> quota = Fraction(100'000);
  PayInput view() const {
    PayInput input;
    input.amounts = amounts;
    input.exact = exact;
    input.days = days;
    input.members = members;
    input.denominator = denominator;
    input.last_day = kMarch;
    if (quota.has_value()) input.quotas = {{"quota-2026", *quota}};
    return input;
  }
};

ComponentPay PayAll(const Component& component, const Credits& credits,
                    Detail detail = Detail::kTrace) {
  const auto terms = ComponentTerms::Of(component, kEur);
  EXPECT_TRUE(terms.ok()) << terms.status();
  const auto pay = Pay(*terms, credits.view(), detail);
  EXPECT_TRUE(pay.ok()) << pay.status();
  return pay.ok() ? *pay : ComponentPay{};
}

Reason Failure(const Component& component, const Credits& credits) {
  return ReasonOf(
      Pay(*ComponentTerms::Of(component, kEur), credits.view(), Detail::kTotal).status());
}

Fraction SumOfLines(const ComponentPay& pay) {
  Fraction sum;
  for (const PayLine& line : pay.lines) sum = *Add(sum, line.amount);
  return sum;
}

TEST(PayTest, MarginalTiersPayTheWorkedExample) {
  const ComponentPay pay = PayAll(Of(Example()), Credits({6'000'000, 5'800'000}));
  EXPECT_EQ(pay.total, Fraction(8'650));
  EXPECT_EQ(pay.credited, Fraction(118'000));
  EXPECT_EQ(pay.attainment, Fraction(1.18_dec));
  ASSERT_EQ(pay.lines.size(), 3U);
  EXPECT_EQ(pay.lines[0].base, Fraction(80'000));
  EXPECT_EQ(pay.lines[0].amount, Fraction(4'800));
  EXPECT_THAT(pay.lines[0].credits, ElementsAre(0, 1));
  EXPECT_EQ(pay.lines[1].amount, Fraction(1'600));
  EXPECT_EQ(pay.lines[2].amount, Fraction(2'250));
  EXPECT_THAT(pay.lines[2].credits, ElementsAre(1));
  EXPECT_THAT(pay.credits, ElementsAre(Fraction(3'600), Fraction(5'050)));
}

TEST(PayTest, WholeTiersPayTheRateReachedOnEverything) {
  Tiers tiers = Example();
  tiers.method = TierMethod::kWhole;
  const ComponentPay pay = PayAll(Of(tiers), Credits({6'000'000, 5'800'000}));
  EXPECT_EQ(pay.total, Fraction(14'750));
  ASSERT_EQ(pay.lines.size(), 1U);
  EXPECT_EQ(pay.lines[0].band, 2);
  EXPECT_EQ(PayAll(Of(tiers), Credits({8'000'000})).lines[0].band, 1);
  tiers.boundary = Boundary::kUpperInclusive;
  EXPECT_EQ(PayAll(Of(tiers), Credits({8'000'000})).lines[0].band, 0);
}

TEST(PayTest, BandsMayBeOverTheAmountItself) {
  Tiers tiers = Example();
  tiers.over = AmountOf{"won"};
  tiers.bands = {{.from = 0_pct, .pays = 1_pct}, {.from = Rate(1'000), .pays = 2_pct}};
  Credits credits({150'000});
  credits.quota.reset();
  const ComponentPay pay = PayAll(Of(tiers), credits);
  EXPECT_EQ(pay.total, Fraction(20));
  EXPECT_EQ(pay.quota, std::nullopt);
}

TEST(PayTest, NegativeCreditContinuesTheFirstBand) {
  EXPECT_EQ(PayAll(Of(Example()), Credits({-100'000})).total, Fraction(-60));
  Tiers whole = Example();
  whole.method = TierMethod::kWhole;
  EXPECT_EQ(PayAll(Of(whole), Credits({-100'000})).total, Fraction(-60));
  for (Tiers tiers : {Example(), whole}) {
    tiers.negative = NegativeBase::kZero;
    EXPECT_EQ(PayAll(Of(tiers), Credits({-100'000})).total, Fraction(0));
  }
}

TEST(PayTest, NoCreditPaysNothing) {
  EXPECT_EQ(PayAll(Of(Example()), Credits({})).total, Fraction(0));
  Tiers whole = Example();
  whole.method = TierMethod::kWhole;
  EXPECT_EQ(PayAll(Of(whole), Credits({})).total, Fraction(0));
}

TEST(PayTest, AFullRefundNetsToNothing) {
  for (const RoundingPoint point :
       {RoundingPoint::kCumulative, RoundingPoint::kComponent, RoundingPoint::kPayment}) {
    Component component = Of(Example());
    component.rounding.point = point;
    EXPECT_EQ(PayAll(component, Credits({7'812'345, 3'333'333, -3'333'333, -7'812'345})).total,
              Fraction(0));
  }
}

TEST(PayTest, WhatLiesInNoBandIsNotPaidInSilence) {
  Tiers tiers = Example();
  tiers.bands = {{.from = 0_pct, .to = 50_pct, .pays = 6_pct}};
  EXPECT_EQ(Failure(Of(tiers), Credits({6'000'000})), Reason::kValueInNoBand);
  EXPECT_EQ(PayAll(Of(tiers), Credits({5'000'000})).total, Fraction(3'000));
  tiers.outside = Outside::kZero;
  EXPECT_EQ(PayAll(Of(tiers), Credits({6'000'000})).total, Fraction(3'000));
  tiers.method = TierMethod::kWhole;
  EXPECT_EQ(PayAll(Of(tiers), Credits({6'000'000})).total, Fraction(0));
  tiers.outside = Outside::kError;
  EXPECT_EQ(Failure(Of(tiers), Credits({6'000'000})), Reason::kValueInNoBand);
}

TEST(PayTest, TheCapIsALineOfItsOwn) {
  Component component = Of(Example());
  component.cap = 8'000_eur;
  const ComponentPay pay = PayAll(component, Credits({6'000'000, 5'800'000}));
  EXPECT_EQ(pay.total, Fraction(8'000));
  EXPECT_TRUE(pay.capped);
  EXPECT_EQ(pay.lines.back().rule, Rule::kCap);
  EXPECT_EQ(pay.lines.back().amount, Fraction(-650));
  component.cap = 8'650_eur;
  EXPECT_FALSE(PayAll(component, Credits({6'000'000, 5'800'000})).capped);
}

TEST(PayTest, TheFloorRaisesWhatLiesBelowIt) {
  Component component = Of(Flat{.rate = 5_pct});
  component.floor = 100_eur;
  const ComponentPay pay = PayAll(component, Credits({100'000}));
  EXPECT_EQ(pay.total, Fraction(100));
  EXPECT_EQ(pay.lines.back().rule, Rule::kFloor);
  EXPECT_EQ(pay.lines.back().amount, Fraction(50));
  EXPECT_EQ(PayAll(component, Credits({300'000})).total, Fraction(150));
}

TEST(PayTest, EachRoundingPointRoundsAtItsOwnMoment) {
  // Three times 33.33 at 10 %: 3.333 each, 9.999 together.
  Component component = Of(Flat{.rate = 10_pct});
  const Credits credits({3'333, 3'333, 3'333});
  component.rounding = {.point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway};
  EXPECT_EQ(PayAll(component, credits).total, Fraction(9.99_dec));
  EXPECT_THAT(PayAll(component, credits).credits,
              ElementsAre(Fraction(3.33_dec), Fraction(3.33_dec), Fraction(3.33_dec)));
  component.rounding.point = RoundingPoint::kCumulative;
  EXPECT_EQ(PayAll(component, credits).total, Fraction(10));
  EXPECT_THAT(PayAll(component, credits).credits,
              ElementsAre(Fraction(3.33_dec), Fraction(3.34_dec), Fraction(3.33_dec)));
  component.rounding.point = RoundingPoint::kComponent;
  EXPECT_EQ(PayAll(component, credits).total, Fraction(10));
  EXPECT_EQ(PayAll(component, credits).lines.back().rule, Rule::kRounding);
  component.rounding.point = RoundingPoint::kPayment;
  EXPECT_EQ(PayAll(component, credits).total, Fraction(9.999_dec));
}

TEST(PayTest, AFlatRateTakesTheVersionOfEachDay) {
  Component component = Of(Flat{.rate = 5_pct});
  component.payout.versions[0].valid.to = *Date::Parse("2026-03-31");
  component.payout.versions.push_back({{.from = *Date::Parse("2026-03-31")}, Flat{.rate = 8_pct}});
  Credits credits({10'000, 10'000, -10'000});
  credits.days[0] = credits.days[2] = kMarch.days() - 1;
  const ComponentPay pay = PayAll(component, credits);
  EXPECT_EQ(pay.total, Fraction(8));
  ASSERT_EQ(pay.lines.size(), 2U);
  EXPECT_THAT(pay.lines[0].credits, ElementsAre(0, 2));
  EXPECT_EQ(pay.lines[1].version, 1);
  component.payout.versions[0].valid.from = kMarch - 1;
  credits.days[0] = kMarch.days() - 2;
  EXPECT_EQ(Failure(component, credits), Reason::kNoPlanVersion);
}

TEST(PayTest, BandsTakeTheVersionOfTheLastDay) {
  Component component = Of(Example());
  component.payout.versions[0].valid.to = kMarch;
  Tiers later = Example();
  later.bands = {{.from = 0_pct, .pays = 1_pct}};
  component.payout.versions.push_back({{.from = kMarch}, later});
  Credits credits({100'000});
  credits.days[0] -= 60;
  EXPECT_EQ(PayAll(component, credits).total, Fraction(10));
}

TEST(PayTest, AnOverrideIsCollectiveOrByMember) {
  Override override_{.rate = 1_pct};
  Credits credits({100'000, 200'000, 300'000});
  credits.members = {7, 3, 7};
  const ComponentPay together = PayAll(Of(override_), credits);
  EXPECT_EQ(together.total, Fraction(60));
  EXPECT_EQ(together.lines.size(), 1U);
  EXPECT_EQ(together.lines[0].rule, Rule::kOverride);
  override_.mode = OverrideMode::kIndividual;
  const ComponentPay apart = PayAll(Of(override_), credits);
  EXPECT_EQ(apart.total, Fraction(60));
  ASSERT_EQ(apart.lines.size(), 2U);
  EXPECT_EQ(apart.lines[0].member, 3);
  EXPECT_EQ(apart.lines[0].amount, Fraction(20));
}

TEST(PayTest, MissingAndZeroQuotasAreNamed) {
  Credits credits({100});
  credits.quota.reset();
  EXPECT_EQ(Failure(Of(Example()), credits), Reason::kNoQuota);
  credits.quota = 0;
  EXPECT_EQ(Failure(Of(Example()), credits), Reason::kTargetZero);
}

TEST(PayTest, ColumnsMustFitTogether) {
  Credits credits({100});
  credits.days.clear();
  EXPECT_EQ(Failure(Of(Example()), credits), Reason::kLengthMismatch);
  Credits zero({100});
  zero.denominator = 0;
  EXPECT_EQ(Failure(Of(Example()), zero), Reason::kInvalidArgument);
}

TEST(PayTest, FractionsAndWideNumbersPayTheSame) {
  const Component component = Of(Example());
  const std::vector<int64_t> cents = {6'000'001, -250'000, 5'800'003};
  const ComponentPay small = PayAll(component, Credits(cents));
  // The same amounts in ever smaller units: past 64 bits the walk takes 128.
  Credits wide(cents);
  wide.denominator = 100'000'000'000;
  for (int64_t& amount : wide.amounts) amount *= 1'000'000'000;
  EXPECT_EQ(PayAll(component, wide).total, small.total);
  EXPECT_EQ(PayAll(component, wide).lines, small.lines);
  Credits exact({});
  for (const int64_t amount : cents) exact.exact.push_back(*Fraction::Of(amount, 100));
  exact.days.assign(cents.size(), kMarch.days());
  for (const Detail detail : {Detail::kTotal, Detail::kLines, Detail::kTrace}) {
    EXPECT_EQ(PayAll(component, exact, detail).total, small.total);
  }
  EXPECT_EQ(PayAll(component, exact).lines, small.lines);
  EXPECT_EQ(PayAll(component, exact).credits, small.credits);
}

TEST(PayTest, TheThreeSinksAgreeAndLinesAddUp) {
  uint64_t seed = 42;
  const auto next = [&] {
    return (seed = seed * 6364136223846793005U + 1442695040888963407U) >> 33;
  };
  Tiers whole = Example();
  whole.method = TierMethod::kWhole;
  for (int round = 0; round < 60; ++round) {
    std::vector<int64_t> cents;
    for (int i = 0; i < 15; ++i)
      cents.push_back(static_cast<int64_t>(next() % 2'000'000) - 300'000);
    const Credits credits(cents);
    for (const Payout& payout : std::vector<Payout>{Example(), whole, Flat{.rate = 7.77_pct}}) {
      for (const RoundingPoint point : {RoundingPoint::kTransaction, RoundingPoint::kCumulative,
                                        RoundingPoint::kComponent, RoundingPoint::kPayment}) {
        Component component = Of(payout);
        component.cap = 9'000_eur;
        component.floor = 10_eur;
        component.rounding.point = point;
        const ComponentPay total = PayAll(component, credits, Detail::kTotal);
        const ComponentPay lines = PayAll(component, credits, Detail::kLines);
        const ComponentPay trace = PayAll(component, credits, Detail::kTrace);
        EXPECT_EQ(total.total, trace.total);
        EXPECT_EQ(lines.total, trace.total);
        EXPECT_EQ(lines.credits, trace.credits);
        EXPECT_TRUE(total.credits.empty());
        EXPECT_TRUE(total.lines.empty());
        EXPECT_EQ(SumOfLines(trace), trace.total);
      }
    }
  }
}

TEST(ComponentTermsTest, TermsKnowWhatTheyNeed) {
  Component component = Of(Example());
  component.payout.versions.push_back(component.payout.versions[0]);
  const auto terms = ComponentTerms::Of(component, kEur);
  EXPECT_THAT(terms->targets(), ElementsAre("quota-2026"));
  EXPECT_FALSE(terms->pays_on_team());
  EXPECT_TRUE(ComponentTerms::Of(Of(Override{.rate = 1_pct}), kEur)->pays_on_team());
  EXPECT_EQ(terms->currency(), kEur);
  component.cap = 5_usd;
  EXPECT_EQ(ReasonOf(ComponentTerms::Of(component, kEur).status()), Reason::kCurrencyMismatch);
}

TEST(PayTest, RulesHaveNames) {
  EXPECT_EQ(Name(Rule::kRate), "rate");
  EXPECT_EQ(Name(Rule::kBand), "band");
  EXPECT_EQ(Name(Rule::kOverride), "override");
  EXPECT_EQ(Name(Rule::kFloor), "floor");
  EXPECT_EQ(Name(Rule::kCap), "cap");
  EXPECT_EQ(Name(Rule::kRounding), "rounding");
  EXPECT_EQ(Name(Rule{99}), "");
}

}  // namespace
}  // namespace attain::incentive
