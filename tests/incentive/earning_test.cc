// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/earning.h"

#include <algorithm>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Column = std::vector<Decimal>;

RateBand To(Fraction from, Fraction to, Decimal pays) {
  return {.from = from, .to = to, .pays = pays};
}
RateBand Up(Fraction from, Decimal pays) { return {.from = from, .to = {}, .pays = pays}; }

std::vector<std::string> Texts(const std::vector<Decimal>& values) {
  std::vector<std::string> texts;
  for (const Decimal& value : values) texts.push_back(value.ToFixedString());
  return texts;
}

TEST(RoundLinesTest, EachPointRoundsAtItsOwnMoment) {
  const std::vector<Fraction> thirds(3, *Fraction::Of(10, 3));
  const auto each = RoundLines(thirds, {.point = RoundingPoint::kTransaction});
  EXPECT_THAT(Texts(each->lines), ElementsAre("3.33", "3.33", "3.33"));
  EXPECT_EQ(each->total.ToFixedString(), "9.99");
  const auto cumulative = RoundLines(thirds, {.point = RoundingPoint::kCumulative});
  EXPECT_THAT(Texts(cumulative->lines), ElementsAre("3.33", "3.34", "3.33"));
  EXPECT_EQ(cumulative->total.ToFixedString(), "10.00");
  const auto once = RoundLines(thirds, {.point = RoundingPoint::kPayment});
  EXPECT_TRUE(once->lines.empty());
  EXPECT_EQ(once->total.ToFixedString(), "10.00");
  EXPECT_EQ(ReasonOf(RoundLines(thirds, {.scale = 39}).status()), Reason::kOverflow);
}

TEST(FlatRateTest, ACreditNoteTakesBackWhatItsInvoicePaid) {
  FlatRateOptions options{.rate = 0.08_dec, .margin = true};
  const auto earned =
      FlatRate(Column{700, 300, 90}, Column{450, 200, 140}, std::vector<uint8_t>{0, 1, 0}, options);
  EXPECT_THAT(Texts(earned->rounded.lines), ElementsAre("20.00", "-8.00", "-4.00"));
  EXPECT_EQ(earned->rounded.total.ToFixedString(), "8.00");
  options.margin_floor = 0;
  EXPECT_EQ(FlatRate(Column{90}, Column{140}, {}, options)->rounded.total, 0_dec);
}

TEST(FlatRateTest, AMarginNeedsCosts) {
  EXPECT_EQ(ReasonOf(FlatRate(Column{90}, {}, {}, {.rate = 0.1_dec, .margin = true}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(
      ReasonOf(FlatRate(Column{90}, {}, std::vector<uint8_t>{0, 1}, {.rate = 0.1_dec}).status()),
      Reason::kLengthMismatch);
  EXPECT_EQ(FlatRate(Column{90}, {}, {}, {.rate = 0.1_dec})->effective_rate, Fraction(0.1_dec));
}

TEST(TierTableTest, WholeTiersPayOneRateOnEverything) {
  const std::vector<RateBand> bands = {To(0, 40'000, 0.02_dec), Up(40'000, 0.035_dec)};
  const TierTableOptions on_total{
      .method = TierMethod::kWhole, .accumulate = true, .lookup_on_total = true};
  const auto total = TierTable(bands, Column{40'000}, {}, on_total);
  EXPECT_EQ(total->rounded.total.ToFixedString(), "1400.00");
  EXPECT_THAT(total->bands, ElementsAre(1));
  const TierTableOptions alone{.method = TierMethod::kWhole};
  EXPECT_THAT(Texts(TierTable(bands, Column{39'999, 40'000}, {}, alone)->rounded.lines),
              ElementsAre("799.98", "1400.00"));
  const TierTableOptions running{
      .method = TierMethod::kWhole, .accumulate = true, .initial = 39'000};
  EXPECT_THAT(TierTable(bands, Column{500, 600}, {}, running)->bands, ElementsAre(0, 1));
}

TEST(TierTableTest, AnotherColumnMayChooseTheBand) {
  const std::vector<RateBand> bands = {To(0, 0.35_dec, 0.1_dec), To(0.35_dec, 0.6_dec, 0.25_dec),
                                       Up(0.6_dec, 0.4_dec)};
  const TierTableOptions options{.method = TierMethod::kWhole,
                                 .basis = TierBasis::kMeasure,
                                 .boundary = Boundary::kUpperInclusive};
  EXPECT_EQ(TierTable(bands, Column{50}, Column{0.5_dec}, options)->rounded.total.ToFixedString(),
            "12.50");
  const TierTableOptions attainment{.method = TierMethod::kWhole,
                                    .basis = TierBasis::kAttainment,
                                    .accumulate = true,
                                    .initial = 10,
                                    .quota = 100};
  EXPECT_EQ(TierTable(bands, Column{50}, {}, attainment)->rounded.total, 20_dec);
}

TEST(TierTableTest, WhatLiesInNoBandIsAnErrorOrNothing) {
  const std::vector<RateBand> bands = {To(15'000, 16'000, 0.2_dec)};
  TierTableOptions options{.method = TierMethod::kWhole, .boundary = Boundary::kClosed};
  EXPECT_EQ(ReasonOf(TierTable(bands, Column{14'999.99_dec}, {}, options).status()),
            Reason::kValueInNoBand);
  options.outside = Outside::kZero;
  const auto earned =
      TierTable(bands, Column{15'100, 14'999.99_dec, 16'000, 16'000.01_dec}, {}, options);
  EXPECT_THAT(Texts(earned->rounded.lines), ElementsAre("3020.00", "0.00", "3200.00", "0.00"));
  EXPECT_THAT(earned->bands, ElementsAre(0, -1, 0, -1));
}

TEST(TierTableTest, MarginalTiersStandOnTopOfOneAnother) {
  const std::vector<RateBand> bands = {To(0, 610, 0.01_dec), To(610, 930, 0)};
  const auto earned = TierTable(bands, Column{550, 120.5_dec}, {}, {.accumulate = true});
  EXPECT_THAT(Texts(earned->rounded.lines), ElementsAre("5.50", "0.60"));
  EXPECT_EQ(Round(earned->effective_rate, 6, RoundingMode::kHalfAway)->ToFixedString(), "0.009098");
  ASSERT_EQ(earned->pieces.size(), 3U);
  EXPECT_EQ(earned->pieces[2].base, Fraction(60.5_dec));
  EXPECT_EQ(earned->pieces[2].band, 1);
}

TEST(TierTableTest, BoundsMayBeFractionsOfAQuota) {
  const std::vector<RateBand> bands = {To(0, 0.5_dec, 0.04_dec), To(0.5_dec, 0.9_dec, 0.06_dec),
                                       Up(0.9_dec, 0.13_dec)};
  const TierTableOptions options{
      .basis = TierBasis::kAttainment, .accumulate = true, .initial = 22'400, .quota = 64'000};
  const auto earned = TierTable(bands, Column{36'000}, {}, options);
  EXPECT_EQ(earned->rounded.total.ToFixedString(), "2024.00");
  EXPECT_EQ(Round(earned->effective_rate, 6, RoundingMode::kHalfAway)->ToFixedString(), "0.056222");
  EXPECT_EQ(earned->pieces.size(), 3U);
}

TEST(TierTableTest, UnitsSpreadTheMoneyEvenly) {
  const std::vector<RateBand> bands = {To(0, 20, 0.03_dec), To(20, 60, 0.07_dec)};
  const TierTableOptions options{.basis = TierBasis::kUnits};
  const auto earned = TierTable(bands, Column{910, 130}, Column{30, 7}, options);
  EXPECT_THAT(Texts(earned->rounded.lines), ElementsAre("39.43", "3.90"));
  EXPECT_EQ(earned->rounded.total.ToFixedString(), "43.33");
  EXPECT_EQ(ReasonOf(TierTable(bands, Column{910}, Column{0}, options).status()),
            Reason::kDivisionByZero);
}

TEST(TierTableTest, InterpolationPaysThePartOfTheBandThatIsFilled) {
  const std::vector<RateBand> bands = {To(0, 1'000, 0.01_dec), To(1'000, 5'000, 0.02_dec),
                                       To(5'000, 10'000, 0.03_dec)};
  TierTableOptions options{.method = TierMethod::kInterpolated};
  options.rounding.scale = 6;
  const auto earned = TierTable(bands, Column{2'000}, {}, options);
  EXPECT_EQ(earned->rounded.total.ToFixedString(), "0.015000");
  EXPECT_EQ(earned->pieces.size(), 2U);
}

TEST(TierTableTest, RefundsBelowZeroContinueTheFirstBandWhenAsked) {
  const std::vector<RateBand> bands = {To(0, 100, 0.1_dec), Up(100, 0.2_dec)};
  TierTableOptions options{.accumulate = true};
  const Column sale_and_refund = {150, -150.00_dec, -50};
  EXPECT_THAT(Texts(TierTable(bands, sale_and_refund, {}, options)->rounded.lines),
              ElementsAre("20.00", "-20.00", "0.00"));
  options.negative = NegativeBase::kFirstBand;
  EXPECT_THAT(Texts(TierTable(bands, sale_and_refund, {}, options)->rounded.lines),
              ElementsAre("20.00", "-20.00", "-5.00"));
}

TEST(TierTableTest, MeaninglessCombinationsAreRefused) {
  const std::vector<RateBand> bands = {Up(0, 0.1_dec)};
  const auto reason = [&](const TierTableOptions& options) {
    return ReasonOf(TierTable(bands, Column{1}, {}, options).status());
  };
  EXPECT_EQ(reason({.method = TierMethod::kRetroactive}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.method = TierMethod::kWhole, .lookup_on_total = true}),
            Reason::kInvalidArgument);
  EXPECT_EQ(reason({.method = TierMethod::kInterpolated, .accumulate = true}),
            Reason::kInvalidArgument);
  EXPECT_EQ(reason({.basis = TierBasis::kMeasure}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.basis = TierBasis::kAttainment, .quota = 0}), Reason::kTargetZero);
  EXPECT_EQ(reason({.basis = TierBasis::kUnits}), Reason::kLengthMismatch);
}

TEST(TierTableTest, LinesTelescopeHoweverTheSaleIsCut) {
  const std::vector<RateBand> bands = {To(0, 333, 0.07_dec), To(333, 1'111, 0.111_dec),
                                       Up(1'111, 0.0305_dec)};
  uint32_t seed = 7;
  for (int round = 0; round < 200; ++round) {
    Column parts;
    Decimal sum = 0;
    for (int i = 0; i < 12; ++i) {
      seed = seed * 1664525 + 1013904223;
      parts.push_back(Decimal::Unchecked(static_cast<int64_t>(seed >> 12) % 60'000 - 9'000, 2));
      sum = *Add(sum, parts.back());
    }
    const TierTableOptions options{
        .accumulate = true,
        .negative = NegativeBase::kFirstBand,
        .rounding = {
            .point = RoundingPoint::kCumulative, .mode = RoundingMode::kHalfAway, .scale = 2}};
    const auto cut = TierTable(bands, parts, {}, options);
    const auto whole = TierTable(bands, Column{sum}, {}, options);
    EXPECT_EQ(cut->exact_total, whole->exact_total);
    EXPECT_EQ(cut->rounded.total, whole->rounded.total);
    std::reverse(parts.begin(), parts.end());
    EXPECT_EQ(TierTable(bands, parts, {}, options)->exact_total, whole->exact_total);
  }
}

TEST(TierPeriodsTest, RetroactiveTiersReRateWhatCameBefore) {
  const std::vector<RateBand> bands = {To(0, 0.25_dec, 0.02_dec), To(0.25_dec, 1.5_dec, 0.07_dec)};
  const auto earned =
      TierPeriods(bands, Column{12'000, 8'000, 7'000}, 80'000, TierMethod::kRetroactive);
  EXPECT_THAT(Texts(earned->lines), ElementsAre("240.00", "1160.00", "490.00"));
  EXPECT_THAT(Texts(earned->catch_up_lines), ElementsAre("0.00", "600.00", "0.00"));
  EXPECT_EQ(earned->total.ToFixedString(), "1890.00");
}

TEST(TierPeriodsTest, MarginalTiersGoOnWhereThePeriodBeforeEnded) {
  const std::vector<RateBand> bands = {To(0, 0.25_dec, 0.02_dec), To(0.25_dec, 1.5_dec, 0.07_dec)};
  const auto earned = TierPeriods(bands, Column{12'000, 10'000}, 80'000, TierMethod::kMarginal);
  EXPECT_THAT(Texts(earned->lines), ElementsAre("240.00", "300.00"));
  EXPECT_THAT(Texts(earned->catch_up_lines), ElementsAre("0.00", "0.00"));
}

TEST(TierPeriodsTest, QuotaMethodAndBandsAreChecked) {
  const std::vector<RateBand> bands = {To(0, 1, 0.02_dec)};
  EXPECT_EQ(ReasonOf(TierPeriods(bands, Column{1}, 0, TierMethod::kMarginal).status()),
            Reason::kTargetZero);
  EXPECT_EQ(ReasonOf(TierPeriods(bands, Column{1}, 10, TierMethod::kWhole).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(TierPeriods(bands, Column{10}, 10, TierMethod::kRetroactive).status()),
            Reason::kValueInNoBand);
}

TEST(CappedRateTest, TheCapKeepsBackWhatIsAboveIt) {
  const auto earned = CappedRate(Column{10'000, 50'000}, 0.1_dec, 3'000);
  EXPECT_THAT(Texts(earned->payouts), ElementsAre("1000.00", "3000.00"));
  EXPECT_THAT(Texts(earned->withheld), ElementsAre("0.00", "2000.00"));
  EXPECT_EQ(ReasonOf(CappedRate(Column{1}, 1, -1).status()), Reason::kCapNegative);
}

TEST(EffectiveRatesTest, ARateHoldsFromItsDayOn) {
  const std::vector<RateVersion> versions = {{*Date::Parse("2026-01-01"), 0.05_dec},
                                             {*Date::Parse("2026-03-01"), 0.08_dec}};
  const std::vector<Date> days = {*Date::Parse("2026-02-28"), *Date::Parse("2026-03-01"),
                                  *Date::Parse("2026-02-28")};
  const auto earned = EffectiveRates(versions, days, Column{100, 100, -100.00_dec});
  EXPECT_THAT(Texts(earned->rounded.lines), ElementsAre("5.00", "8.00", "-5.00"));
  EXPECT_THAT(earned->bands, ElementsAre(0, 1, 0));
  EXPECT_EQ(
      ReasonOf(EffectiveRates(versions, std::vector<Date>{*Date::Parse("2025-12-31")}, Column{1})
                   .status()),
      Reason::kNoPlanVersion);
  EXPECT_EQ(ReasonOf(EffectiveRates(versions, {}, Column{1}).status()), Reason::kLengthMismatch);
  const std::vector<RateVersion> twice = {versions[1], versions[0]};
  EXPECT_EQ(ReasonOf(EffectiveRates(twice, days, Column{1, 1, 1}).status()),
            Reason::kIntervalOverlap);
}

}  // namespace
}  // namespace attain::incentive
