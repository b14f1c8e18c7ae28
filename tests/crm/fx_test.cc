// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/fx.h"

#include "crm/testing.h"

namespace attain::crm {
namespace {

const Currency kEur = *Currency::Parse("EUR");
const Currency kUsd = *Currency::Parse("USD");
const Currency kJpy = *Currency::Parse("JPY");

Fx Rates() {
  return *Fx::Of(
      {{.from = kUsd, .to = kEur, .day = Day("2025-07-04"), .rate = *Decimal::Parse("0.908868")},
       {.from = kJpy, .to = kEur, .day = Day("2025-07-04"), .rate = *Decimal::Parse("0.0062")},
       {.from = kUsd,
        .to = kEur,
        .day = Day("2025-07-01"),
        .type = RateType::kMonthAvg,
        .rate = *Decimal::Parse("0.91")},
       {.from = kUsd,
        .to = kEur,
        .day = Day("2025-01-01"),
        .type = RateType::kPlan,
        .rate = *Decimal::Parse("0.9")}});
}

TEST(FxTest, ASpotRateConvertsExactlyOnItsDay) {
  const auto euros =
      Rates().Convert(*Decimal::Parse("100.00"), kUsd, kEur, Day("2025-07-04"), RateType::kSpot);
  EXPECT_EQ(euros->ToDecimal()->ToString(), "90.8868");
}

TEST(FxTest, AMissingRateNamesPairTypeAndDay) {
  const auto rate = Rates().Rate(kUsd, kEur, Day("2025-07-05"), RateType::kSpot);
  EXPECT_EQ(ReasonOf(rate.status()), Reason::kFxMissing);
  EXPECT_THAT(MessageOf(rate.status()),
              testing::HasSubstr("no spot rate USD to EUR on 2025-07-05"));
}

TEST(FxTest, AnOlderSpotRateCountsOnlyWhenTheOptionSaysSo) {
  EXPECT_TRUE(Rates().Rate(kUsd, kEur, Day("2025-07-06"), RateType::kSpot, {.max_age = 2}).ok());
  EXPECT_FALSE(Rates().Rate(kUsd, kEur, Day("2025-07-07"), RateType::kSpot, {.max_age = 2}).ok());
}

TEST(FxTest, AMonthlyAverageHoldsForItsMonthOnly) {
  EXPECT_EQ(
      Rates().Rate(kUsd, kEur, Day("2025-07-31"), RateType::kMonthAvg)->ToDecimal()->ToString(),
      "0.91");
  EXPECT_FALSE(Rates().Rate(kUsd, kEur, Day("2025-08-01"), RateType::kMonthAvg).ok());
}

TEST(FxTest, APlanRateHoldsUntilTheNext) {
  EXPECT_EQ(Rates().Rate(kUsd, kEur, Day("2025-12-31"), RateType::kPlan)->ToDecimal()->ToString(),
            "0.9");
  EXPECT_FALSE(Rates().Rate(kUsd, kEur, Day("2024-12-31"), RateType::kPlan).ok());
}

TEST(FxTest, TheReciprocalIsUsedOnlyWhenNamed) {
  EXPECT_FALSE(Rates().Rate(kEur, kUsd, Day("2025-07-01"), RateType::kMonthAvg).ok());
  EXPECT_EQ(Rates()
                .Rate(kEur, kUsd, Day("2025-07-01"), RateType::kMonthAvg, {.inverse = true})
                ->ToString(),
            "100/91");
}

TEST(FxTest, AThirdCurrencyIsPassedThroughOnlyWhenNamed) {
  EXPECT_FALSE(
      Rates().Rate(kUsd, kJpy, Day("2025-07-04"), RateType::kSpot, {.inverse = true}).ok());
  const auto rate =
      Rates().Rate(kUsd, kJpy, Day("2025-07-04"), RateType::kSpot, {.inverse = true, .via = kEur});
  EXPECT_EQ(*rate, *Fraction::Of(908868, 6200));
  EXPECT_FALSE(Rates().Rate(kUsd, kJpy, Day("2025-07-04"), RateType::kSpot, {.via = kEur}).ok());
}

TEST(FxTest, ACurrencyIntoItselfIsOneWithoutAnyTable) {
  EXPECT_EQ(Fx().Rate(kEur, kEur, Day("2025-07-04"), RateType::kSpot)->ToString(), "1");
  EXPECT_TRUE(Fx().empty());
  EXPECT_FALSE(Rates().empty());
}

TEST(FxTest, AnAmountWithoutCurrencyIsRefused) {
  EXPECT_EQ(
      ReasonOf(Rates().Convert(1, Currency(), kEur, Day("2025-07-04"), RateType::kSpot).status()),
      Reason::kCcyMissing);
}

TEST(FxTest, AllFaultyRatesAreReportedAtOnce) {
  const auto fx = Fx::Of(
      {{.from = kUsd, .to = kEur, .day = Day("2025-07-04"), .rate = 0},
       {.from = kJpy, .to = kEur, .day = Day("2025-07-04"), .rate = 1},
       {.from = kJpy, .to = kEur, .day = Day("2025-07-04"), .rate = 2},
       {.from = kUsd, .to = kEur, .day = Day("2025-08-04"), .type = RateType::kMonthAvg, .rate = 1},
       {.from = kUsd,
        .to = kEur,
        .day = Day("2025-08-05"),
        .type = RateType::kMonthAvg,
        .rate = 1}});
  const Findings findings = FindingsOf(fx.status());
  EXPECT_EQ(At(findings, Reason::kInvalidArgument).size(), 1U);
  EXPECT_EQ(At(findings, Reason::kDupKey).size(), 2U);
}

TEST(FxTest, TypesHaveTheNamesOfTheTable) {
  EXPECT_EQ(Name(RateType::kSpot), "spot");
  EXPECT_EQ(Name(RateType::kMonthAvg), "month_avg");
  EXPECT_EQ(Name(RateType::kPlan), "plan");
}

}  // namespace
}  // namespace attain::crm
