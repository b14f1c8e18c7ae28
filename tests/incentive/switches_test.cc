// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The switches of a component: interpolated bands, bands that carry what lies below zero, the day
// of a version, what is prorated.

#include <map>
#include <random>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "attain/incentive/calculate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;
using testing::HasSubstr;

const Currency kEur = Currency::Unchecked("EUR", 2);
const AttainmentOf kQuota{"quota-2026"};

// What the kernel is given beside the credits, which are in cents.
struct Given {
  std::vector<Date> days = {};
  Fraction base_before = {};
  Fraction part = 1;
};

absl::StatusOr<ComponentPay> TryPay(const Component& component, const std::vector<int64_t>& cents,
                                    const Given& given = {}, Detail detail = Detail::kTrace) {
  const auto terms = ComponentTerms::Of(component, kEur);
  if (!terms.ok()) return terms.status();
  std::vector<int32_t> days(cents.size(), Date::Parse("2026-03-01")->days());
  for (size_t i = 0; i < given.days.size(); ++i) days[i] = given.days[i].days();
  PayInput input;
  input.amounts = cents;
  input.days = days;
  input.first_day = *Date::Parse("2026-01-01");
  input.last_day = *Date::Parse("2026-03-31");
  input.quotas = {{"quota-2026", 100'000}};
  input.base_before = given.base_before;
  input.part = given.part;
  return Pay(*terms, input, detail);
}

// Paid with every detail: they agree, lines and credits add up.
ComponentPay PayAll(const Component& component, const std::vector<int64_t>& cents,
                    const Given& given = {}) {
  auto pay = TryPay(component, cents, given);
  EXPECT_TRUE(pay.ok()) << pay.status();
  if (!pay.ok()) return {};
  Fraction sum;
  for (const PayLine& line : pay->lines) sum = *Add(sum, line.amount);
  EXPECT_EQ(sum, pay->total) << "the lines add up to the total";
  for (const Detail detail : {Detail::kTotal, Detail::kLines}) {
    const auto other = TryPay(component, cents, given, detail);
    EXPECT_EQ(other->total, pay->total);
    EXPECT_EQ(other->base_after, pay->base_after);
  }
  return *std::move(pay);
}

Component Of(definition::Versions<Payout> payout) {
  return {.id = "c", .measure = "won", .payout = std::move(payout)};
}

std::vector<std::string> Problems(const Component& component) {
  std::vector<std::string> found;
  const Findings findings = Validate({.id = "p", .currency = "EUR", .components = {component}});
  for (const Finding& finding : findings.items())
    found.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  return found;
}

// 1,000 for the first half of the quota, 3,000 for the second.
Tiers Sums() {
  return {.method = TierMethod::kInterpolated,
          .over = kQuota,
          .outside = Outside::kZero,
          .bands = {{.from = 0_pct, .pays = Rate(1'000)},
                    {.from = 50_pct, .to = 100_pct, .pays = Rate(3'000)}}};
}

TEST(InterpolatedTest, ABandPaysItsSumByThePartThatIsFilled) {
  // Quota 100,000; 60,000 sold: 1,000 + a fifth of 3,000.
  const ComponentPay pay = PayAll(Of(Sums()), {4'000'000, 2'000'000});
  EXPECT_EQ(pay.total, Fraction(1'600));
  EXPECT_THAT(pay.credits, ElementsAre(Fraction(800), Fraction(800)));
  ASSERT_EQ(pay.lines.size(), 2U);
  EXPECT_EQ(pay.lines[1].base, Fraction(10'000));
  EXPECT_EQ(pay.lines[1].rate, Fraction(0.06_dec));
  EXPECT_EQ(PayAll(Of(Sums()), {12'000'000}).total, Fraction(4'000)) << "nothing above the end";
}

TEST(InterpolatedTest, AnEndIsNeeded) {
  Tiers tiers = Sums();
  EXPECT_TRUE(Problems(Of(tiers)).empty());
  tiers.bands.back().to = std::nullopt;
  EXPECT_THAT(Problems(Of(tiers)),
              ElementsAre("MISSING_KEY incentive[p].components[c].payout.bands[1].to"));
  EXPECT_EQ(ReasonOf(TryPay(Of(tiers), {100}).status()), Reason::kInvalidArgument);
  tiers = Sums();
  tiers.outside = Outside::kError;
  EXPECT_EQ(ReasonOf(TryPay(Of(tiers), {12'000'000}).status()), Reason::kValueInNoBand);
}

Tiers Carrying(TierMethod method) {
  return {.method = method,
          .over = AmountOf{"won"},
          .negative = NegativeBase::kCarry,
          .bands = {{.from = 0_pct, .pays = 10_pct}, {.from = Rate(1'000), .pays = 20_pct}}};
}

TEST(CarryTest, WhatLiesBelowZeroIsTakenFromWhatComesLater) {
  for (const TierMethod method : {TierMethod::kMarginal, TierMethod::kWhole}) {
    const ComponentPay first = PayAll(Of(Carrying(method)), {-50'000, 20'000});
    EXPECT_EQ(first.total, Fraction(0));
    EXPECT_EQ(first.base_after, Fraction(-300));
    const ComponentPay second =
        PayAll(Of(Carrying(method)), {100'000, 60'000}, {.base_before = first.base_after});
    // 1,600 less 300: 1,300.
    EXPECT_EQ(second.total, Fraction(method == TierMethod::kMarginal ? 160 : 260));
    EXPECT_EQ(second.base_after, Fraction(0));
  }
}

TEST(CarryTest, AttainmentIsComparedAfterWhatWasCarried) {
  Tiers tiers{.method = TierMethod::kWhole,
              .over = kQuota,
              .negative = NegativeBase::kCarry,
              .bands = {{.from = 0_pct, .pays = 10_pct}, {.from = 100_pct, .pays = 20_pct}}};
  EXPECT_EQ(PayAll(Of(tiers), {10'000'000}, {.base_before = -1}).total, Fraction(9'999.9_dec));
  EXPECT_EQ(PayAll(Of(tiers), {10'000'000}).total, Fraction(20'000));
}

TEST(CarryTest, AnyCutOfTheCreditsPaysTheSame) {
  // What a year pays in one period is what it pays month by month: bands of one rate, carried.
  std::mt19937 random(3);
  const Tiers tiers{.method = TierMethod::kMarginal,
                    .over = AmountOf{"won"},
                    .negative = NegativeBase::kCarry,
                    .bands = {{.from = 0_pct, .pays = 10_pct}}};
  for (int i = 0; i < 200; ++i) {
    Fraction base;
    Fraction paid;
    Fraction sold;
    for (int month = 0; month < 6; ++month) {
      const int64_t cents = static_cast<int64_t>(random() % 20'001) - 10'000;
      const ComponentPay pay = PayAll(Of(tiers), {cents}, {.base_before = base});
      EXPECT_GE(pay.total, Fraction(0));
      EXPECT_LE(pay.base_after, Fraction(0));
      base = pay.base_after;
      paid = *Add(paid, pay.total);
      sold = *Add(sold, *Fraction::Of(cents, 100));
    }
    // 10 % of everything sold, plus 10 % of what is still to be made up.
    EXPECT_EQ(paid, *Multiply(*Subtract(sold, base), Fraction(0.1_dec)));
  }
}

TEST(CarryTest, ASpanCountsByItself) {
  Component component = Of(Carrying(TierMethod::kMarginal));
  component.span = Span::kYearToDate;
  EXPECT_THAT(Problems(component),
              ElementsAre("UNSUPPORTED_OPTION incentive[p].components[c].payout.negative"));
}

TEST(ClosedTest, AValueOnABoundBelongsToTheBandListedFirst) {
  Tiers tiers{.method = TierMethod::kWhole,
              .over = kQuota,
              .boundary = Boundary::kClosed,
              .bands = {{.from = 0_pct, .pays = 5_pct}, {.from = 100_pct, .pays = 8_pct}}};
  EXPECT_EQ(PayAll(Of(tiers), {10'000'000}).total, Fraction(5'000));
  EXPECT_EQ(PayAll(Of(tiers), {10'000'001}).lines[0].band, 1);
}

definition::Versions<Payout> Two(Payout old, Payout now) {
  definition::Versions<Payout> versions;
  versions.versions = {{{.to = *Date::Parse("2026-02-01")}, std::move(old)},
                       {{.from = *Date::Parse("2026-02-01")}, std::move(now)}};
  return versions;
}

TEST(VersionAtTest, RatesTakeTheDayThatIsNamed) {
  Component component = Of(Two(Flat{.rate = 10_pct}, Flat{.rate = 20_pct}));
  const Given given{.days = {*Date::Parse("2026-01-15"), *Date::Parse("2026-03-01")}};
  const auto pays = [&](std::optional<VersionAt> at) {
    component.version_at = at;
    return PayAll(component, {100'000, 100'000}, given).total;
  };
  EXPECT_EQ(pays(std::nullopt), Fraction(300));
  EXPECT_EQ(pays(VersionAt::kTransaction), Fraction(300));
  EXPECT_EQ(pays(VersionAt::kPeriodStart), Fraction(200));
  EXPECT_EQ(pays(VersionAt::kPeriodEnd), Fraction(400));
}

TEST(VersionAtTest, BandsTakeTheDayThatIsNamed) {
  const auto bands = [](Rate low, Rate high, TierMethod method = TierMethod::kMarginal) {
    return Tiers{.method = method,
                 .over = AmountOf{"won"},
                 .bands = {{.from = 0_pct, .pays = low}, {.from = Rate(1'000), .pays = high}}};
  };
  Component component = Of(Two(bands(10_pct, 20_pct), bands(30_pct, 40_pct)));
  const Given given{
      .days = {*Date::Parse("2026-01-15"), *Date::Parse("2026-03-01"), *Date::Parse("2026-01-20")}};
  const auto pays = [&](std::optional<VersionAt> at) {
    component.version_at = at;
    return PayAll(component, {60'000, 60'000, 60'000}, given).total;
  };
  EXPECT_EQ(pays(std::nullopt), Fraction(300 + 320));
  EXPECT_EQ(pays(VersionAt::kPeriodEnd), Fraction(300 + 320));
  EXPECT_EQ(pays(VersionAt::kPeriodStart), Fraction(100 + 160));
  // 600 at 10 %; 400 at 30 % and 200 at 40 %; 600 at 20 %.
  EXPECT_EQ(pays(VersionAt::kTransaction), Fraction(60 + 120 + 80 + 120));
  component.payout =
      Two(bands(10_pct, 20_pct, TierMethod::kWhole), bands(30_pct, 40_pct, TierMethod::kWhole));
  EXPECT_EQ(pays(VersionAt::kTransaction), Fraction(120 + 240 + 120)) << "1,800 in all";
}

TEST(VersionAtTest, ADayWithoutVersionIsNamed) {
  definition::Versions<Payout> late;
  late.versions = {{{.from = *Date::Parse("2026-02-01")}, Flat{.rate = 10_pct}}};
  Component component = Of(late);
  component.version_at = VersionAt::kPeriodStart;
  EXPECT_EQ(ReasonOf(TryPay(component, {100}).status()), Reason::kNoPlanVersion);
  late.versions[0].value = Carrying(TierMethod::kMarginal);
  component.payout = late;
  component.version_at = VersionAt::kTransaction;
  EXPECT_EQ(ReasonOf(TryPay(component, {100}, {.days = {*Date::Parse("2026-01-01")}}).status()),
            Reason::kNoPlanVersion);
  component.version_at = VersionAt::kPeriodStart;
  EXPECT_EQ(ReasonOf(TryPay(component, {100}).status()), Reason::kNoPlanVersion);
  EXPECT_EQ(TryPay(component, {})->total, Fraction(0)) << "an empty base pays nothing";
}

TEST(ProrateTest, TargetIncentivesAndSumsFollowTheDaysAssigned) {
  const Given half{.part = *Fraction::Of(1, 2)};
  Curve curve{.target_incentive = {7'000}, .over = kQuota, .points = {{0_pct, 100_pct}}};
  EXPECT_EQ(PayAll(Of(curve), {100}, half).total, Fraction(7'000));
  curve.prorate = true;
  EXPECT_EQ(PayAll(Of(curve), {100}, half).total, Fraction(3'500));
  EXPECT_EQ(PayAll(Of(Multiplier{.target_incentive = {9'000},
                                 .over = kQuota,
                                 .bands = {{.from = 0_pct, .pays = 100_pct}},
                                 .prorate = true}),
                   {10'000'000}, half)
                .total,
            Fraction(4'500));
  EXPECT_EQ(PayAll(Of(Matrix{.target_incentive = {1'000},
                             .axes = {{.over = kQuota, .points = {0_pct}}},
                             .cells = {{50_pct}},
                             .prorate = true}),
                   {100}, half)
                .total,
            Fraction(250));
  EXPECT_EQ(PayAll(Of(Weighted{.target_incentive = {1'000},
                               .measures = {{.over = kQuota, .weight = 100_pct}},
                               .prorate = true}),
                   {10'000'000}, half)
                .total,
            Fraction(500));
  EXPECT_EQ(PayAll(Of(LumpSums{
                       .over = kQuota, .bands = {{.from = 0_pct, .pays = {300}}}, .prorate = true}),
                   {100}, half)
                .total,
            Fraction(150));
}

TEST(SwitchesTest, AnyPlanPaysTheSameWithEveryDetailAndItsLinesAddUp) {
  std::mt19937 random(2026);
  const auto below = [&](uint32_t limit) { return static_cast<int64_t>(random() % limit); };
  const auto rate = [&] { return Rate(Decimal::Unchecked(below(2'000), 4)); };
  for (int round = 0; round < 500; ++round) {
    const Tiers tiers{.method = static_cast<TierMethod>(1 + below(4)),
                      .over = below(2) == 0 ? definition::Reference(kQuota)
                                            : definition::Reference(AmountOf{"won"}),
                      .boundary = static_cast<Boundary>(1 + below(3)),
                      .outside = Outside::kZero,
                      .negative = static_cast<NegativeBase>(1 + below(3)),
                      .bands = {{.from = 0_pct, .pays = rate()},
                                {.from = 50_pct, .pays = rate()},
                                {.from = 90_pct, .to = Rate(200), .pays = rate()}}};
    const std::vector<Payout> payouts = {tiers, tiers, Flat{.rate = rate()},
                                         Rates{.choose = RateChoice::kSpecific,
                                               .rules = {{.rate = rate()}, {.rate = rate()}},
                                               .outside = Outside::kZero},
                                         Spiff{.amount = {Decimal::Unchecked(below(9'999), 2)},
                                               .minimum = Decimal(below(300)),
                                               .mode = static_cast<SpiffMode>(1 + below(2))}};
    const auto kind = static_cast<size_t>(below(5));
    Component component = Of(Two(payouts[kind], payouts[kind]));
    component.version_at = static_cast<VersionAt>(1 + below(3));
    component.rounding = {.point = static_cast<RoundingPoint>(1 + below(4)),
                          .mode = static_cast<RoundingMode>(1 + below(3))};
    if (below(3) > 0) {
      component.cap = Cap(Decimal::Unchecked(below(40'000), 2), static_cast<CapPer>(1 + below(2)));
      component.cap->prorate = below(2) == 0;
      component.cap->after_rounding = below(2) == 0;
      component.cap->carry = component.cap->per == CapPer::kComponent && below(2) == 0;
    }
    const auto terms = ComponentTerms::Of(component, kEur);
    ASSERT_TRUE(terms.ok()) << terms.status();
    const auto count = static_cast<size_t>(below(6));
    std::vector<int64_t> cents;
    std::vector<int32_t> days;
    std::vector<Fraction> shares;
    std::vector<int32_t> chosen;
    for (size_t i = 0; i < count; ++i) {
      cents.push_back(below(10'000'000) - 3'000'000);
      days.push_back(Date::Parse("2026-01-01")->days() + static_cast<int32_t>(below(90)));
      shares.push_back(*Fraction::Of(1 + below(3), 3));
      chosen.push_back(static_cast<int32_t>(below(3)) - 1);
    }
    if (kind == 4) {
      for (int32_t& rule : chosen) rule = std::min(rule, 0);
    }
    const std::vector<std::span<const int32_t>> rules(2, chosen);
    PayInput input;
    input.amounts = cents;
    input.days = days;
    input.shares = shares;
    input.rules = rules;
    input.first_day = *Date::Parse("2026-01-01");
    input.last_day = *Date::Parse("2026-03-31");
    input.quotas = {{"quota-2026", 100'000}};
    input.part = *Fraction::Of(1 + below(4), 4);
    if (terms->carries()) {
      input.base_before = *Fraction::Of(-below(1'000'000), 100);
      input.kept_before = *Fraction::Of(below(10'000), 100);
    }
    const auto trace = Pay(*terms, input, Detail::kTrace);
    ASSERT_TRUE(trace.ok()) << trace.status();
    Fraction sum;
    for (const PayLine& line : trace->lines) sum = *Add(sum, line.amount);
    EXPECT_EQ(sum, trace->total) << round;
    const auto lines = Pay(*terms, input, Detail::kLines);
    EXPECT_EQ(lines->total, trace->total) << round;
    EXPECT_EQ(lines->credits, trace->credits) << round;
    const auto total = Pay(*terms, input, Detail::kTotal);
    EXPECT_EQ(total->total, trace->total) << round;
    EXPECT_EQ(total->kept_after, trace->kept_after);
    EXPECT_EQ(total->base_after, trace->base_after);
    if (component.cap.has_value() && component.cap->per == CapPer::kTransaction &&
        component.cap->after_rounding) {
      Fraction most = Fraction(component.cap->amount.value);
      if (component.cap->prorate) most = *Multiply(most, input.part);
      for (const Fraction& earned : trace->credits) EXPECT_LE(earned, most);
    }
  }
}

TEST(GateSpanTest, AnExcessIsToldInThePeriod) {
  Component component = Of(Flat{.rate = 5_pct});
  component.gates = {{.over = AmountOf{"won"},
                      .at_least = Rate(100),
                      .pays = GateBase::kExcess,
                      .span = Span::kYearToDate}};
  EXPECT_THAT(Problems(component),
              ElementsAre("UNSUPPORTED_OPTION incentive[p].components[c].gates[0].span"));
}

}  // namespace
}  // namespace attain::incentive
