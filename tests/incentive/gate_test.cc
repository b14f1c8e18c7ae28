// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/gate.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Numbers = std::vector<Fraction>;

TEST(GateTest, AThresholdPaysFromTheFirstDollarOrOnlyTheExcess) {
  const Numbers credits = {20'999.5_dec, 21'000, 26'000};
  const auto all = ThresholdRate(credits, 70'000, 0.3_dec, 0.04_dec);
  EXPECT_THAT(all->rounded.lines, ElementsAre(0_dec, 840_dec, 1'040_dec));
  EXPECT_THAT(all->bands, ElementsAre(-1, 0, 0));
  const auto excess = ThresholdRate(credits, 70'000, 0.3_dec, 0.04_dec, GateBase::kExcess);
  EXPECT_THAT(excess->rounded.lines, ElementsAre(0_dec, 0_dec, 200_dec));
  EXPECT_EQ(ReasonOf(ThresholdRate(credits, 0, 1, 1).status()), Reason::kTargetZero);
  EXPECT_EQ(ReasonOf(ThresholdRate(credits, kHuge, 2, 1).status()), Reason::kOverflow);
}

TEST(GateTest, ALumpSumIsPaidOnceByTheHighestBandReached) {
  const std::vector<RateBand> bands = {{.from = 0.8_dec, .pays = 1'000},
                                       {.from = 1, .pays = 2'500}};
  const Numbers attained = {0.7999_dec, 0.8_dec, 1.04_dec};
  EXPECT_THAT(LumpSum(bands, attained)->rounded.lines, ElementsAre(0_dec, 1'000_dec, 2'500_dec));
  EXPECT_THAT(LumpSum(bands, attained, true)->rounded.lines,
              ElementsAre(0_dec, 1'000_dec, 3'500_dec));
  EXPECT_THAT(LumpSum(bands, attained)->bands, ElementsAre(-1, 0, 1));
  const std::vector<RateBand> descending = {bands[1], bands[0]};
  EXPECT_EQ(ReasonOf(LumpSum(descending, attained).status()), Reason::kTierOverlap);
}

TEST(GateTest, AGateIsOpenAtItsMinimum) {
  const auto pay = PassGate(Numbers{10'400, 10'400}, Numbers{0.599_dec, 0.6_dec}, 0.6_dec);
  EXPECT_THAT(pay->rounded.lines, ElementsAre(0_dec, 10'400_dec));
  EXPECT_THAT(pay->bands, ElementsAre(-1, 0));
  EXPECT_EQ(ReasonOf(PassGate(Numbers{1}, Numbers{}, 1).status()), Reason::kLengthMismatch);
}

TEST(GateTest, RatesAboveQuotaNeedEveryProductToPassTheHurdle) {
  const std::vector<HurdleRate> products = {{0.02_dec, 0.04_dec}, {0.08_dec, 0.12_dec}};
  const Numbers sales = {120, 90, 120, 95};
  const auto pay = HurdleRates(products, sales, 100, 0.95_dec);
  ASSERT_TRUE(pay.ok()) << pay.status();
  // 120 × 2 % + 90 × 8 % = 9.60;  100 × 2 % + 20 × 4 % + 95 × 8 % = 10.40.
  EXPECT_THAT(pay->rounded.lines, ElementsAre(9.6_dec, 10.4_dec));
  EXPECT_THAT(pay->bands, ElementsAre(0, 1));
  EXPECT_EQ(pay->pieces.size(), 6U);
  EXPECT_EQ(ReasonOf(HurdleRates(products, sales, 0, 1).status()), Reason::kTargetZero);
  EXPECT_EQ(ReasonOf(HurdleRates(products, Numbers{1}, 1, 1).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(HurdleRates({}, sales, 1, 1).status()), Reason::kLengthMismatch);
  const std::vector<HurdleRate> dear = {{2, 2}};
  EXPECT_EQ(ReasonOf(HurdleRates(dear, Numbers{kHuge}, kHuge, 0).status()), Reason::kOverflow);
}

TEST(GateTest, AnAcceleratorWaitsForTheQuotaOfTheYear) {
  const std::vector<RateBand> bands = {{.from = 0, .to = Fraction(9'000), .pays = 0.03_dec},
                                       {.from = 9'000, .pays = 0.09_dec}};
  const auto pay = GatedAccelerator(bands, Numbers{11'000, 13'000, 12'000}, 36'000, 0.03_dec);
  EXPECT_THAT(pay->rounded.lines, ElementsAre(330_dec, 390_dec, 540_dec));
  EXPECT_THAT(pay->bands, ElementsAre(0, 0, 1));
  EXPECT_EQ(pay->rounded.total, 1'260_dec);
  EXPECT_EQ(ReasonOf(GatedAccelerator(bands, Numbers{1}, 0, 1).status()), Reason::kTargetZero);
  EXPECT_EQ(ReasonOf(GatedAccelerator(bands, Numbers{kHuge, kHuge}, 1, 0).status()),
            Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
