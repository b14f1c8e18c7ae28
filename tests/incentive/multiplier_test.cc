// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/multiplier.h"

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

const std::vector<RateBand> kFactors = {{.from = 0, .to = Fraction(0.7_dec), .pays = 0.6_dec},
                                        {.from = 0.7_dec, .pays = 1.2_dec}};

TEST(MultiplierTest, MarginalFactorsPayTheirSliceOfTheAttainment) {
  const auto pay = TargetMultiplier(kFactors, Numbers{0.9_dec}, {.target_incentive = 9'000});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->rounded.lines, ElementsAre(5'940_dec));  // 9,000 × (70 % × 0.6 + 20 % × 1.2)
  ASSERT_EQ(pay->pieces.size(), 2U);
  EXPECT_EQ(pay->pieces[1].base, Fraction(0.2_dec));
  EXPECT_EQ(pay->pieces[1].amount, Fraction(2'160));
}

TEST(MultiplierTest, WholeFactorsPayTheWholeAttainment) {
  const MultiplierOptions options{.target_incentive = 9'000, .method = TierMethod::kWhole};
  const auto pay = TargetMultiplier(kFactors, Numbers{0.65_dec, 0.7_dec}, options);
  EXPECT_THAT(pay->rounded.lines, ElementsAre(3'510_dec, 7'560_dec));
  EXPECT_THAT(pay->bands, ElementsAre(0, 1));
}

TEST(MultiplierTest, TheBoundSaysWhoHoldsAValueOnIt) {
  const MultiplierOptions options{.target_incentive = 1'000,
                                  .method = TierMethod::kWhole,
                                  .boundary = Boundary::kUpperInclusive};
  EXPECT_THAT(TargetMultiplier(kFactors, Numbers{0.7_dec}, options)->rounded.lines,
              ElementsAre(420_dec));
}

TEST(MultiplierTest, WhatLiesInNoBandIsAnErrorUnlessItPaysNothing) {
  const std::vector<RateBand> bands = {{.from = 0, .to = Fraction(1), .pays = 1}};
  MultiplierOptions options{.target_incentive = 1'000, .method = TierMethod::kWhole};
  EXPECT_EQ(ReasonOf(TargetMultiplier(bands, Numbers{2}, options).status()),
            Reason::kValueInNoBand);
  options.outside = Outside::kZero;
  EXPECT_THAT(TargetMultiplier(bands, Numbers{2}, options)->bands, ElementsAre(-1));
  options.method = TierMethod::kMarginal;
  EXPECT_THAT(TargetMultiplier(bands, Numbers{2}, options)->rounded.lines, ElementsAre(1'000_dec));
}

TEST(MultiplierTest, OtherMethodsAreRefused) {
  const MultiplierOptions options{.target_incentive = 1, .method = TierMethod::kRetroactive};
  EXPECT_EQ(ReasonOf(TargetMultiplier(kFactors, Numbers{1}, options).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(TargetMultiplier(kFactors, Numbers{2}, {.target_incentive = kHuge}).status()),
            Reason::kOverflow);
}

TEST(MultiplierTest, AModifierMultipliesWhatWasEarned) {
  const std::vector<RateBand> modifier = {
      {.from = 0.4_dec, .pays = 1.3_dec},
      {.from = 0.15_dec, .to = Fraction(0.4_dec), .pays = 0.9_dec}};
  const auto pay = Modify(Numbers{330, 330}, Numbers{0.4_dec, 0.39_dec}, modifier);
  EXPECT_THAT(pay->rounded.lines, ElementsAre(429_dec, 297_dec));
  EXPECT_THAT(pay->bands, ElementsAre(0, 1));
  EXPECT_EQ(ReasonOf(Modify(Numbers{1}, Numbers{0.1_dec}, modifier).status()),
            Reason::kValueInNoBand);
  EXPECT_THAT(
      Modify(Numbers{1}, Numbers{0.1_dec}, modifier, Boundary::kLowerInclusive, Outside::kZero)
          ->rounded.lines,
      ElementsAre(0_dec));
  EXPECT_EQ(ReasonOf(Modify(Numbers{1}, Numbers{}, modifier).status()), Reason::kLengthMismatch);
}

TEST(MultiplierTest, TheValueLookedUpAndTheBasePaidOnAreTwoThings) {
  const std::vector<RateBand> bands = {
      {.from = 0, .to = Fraction(0.4_dec), .pays = 0.06_dec},
      {.from = 0.4_dec, .to = Fraction(0.9_dec), .pays = 0.07_dec}};
  const Numbers actuals = {14'000, 32'000};
  const Numbers orders = {700, 700};
  EXPECT_THAT(RateByAttainment(bands, actuals, 80'000, orders)->rounded.lines,
              ElementsAre(42_dec, 49_dec));
  EXPECT_THAT(RateByAttainment(bands, actuals, 80'000, orders, Boundary::kUpperInclusive)->bands,
              ElementsAre(0, 0));
  EXPECT_EQ(ReasonOf(RateByAttainment(bands, actuals, 0, orders).status()), Reason::kTargetZero);
  EXPECT_EQ(ReasonOf(RateByAttainment(bands, actuals, 10'000, orders).status()),
            Reason::kValueInNoBand);
  EXPECT_EQ(ReasonOf(RateByAttainment(bands, actuals, 1, Numbers{}).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::incentive
