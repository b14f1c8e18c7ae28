// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/curve.h"

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

CurveLine Line(CurveAbove above = CurveAbove::kHold) {
  return {.points = {{0.6_dec, 0.2_dec}, {1, 1}, {1.3_dec, 1.9_dec}}, .above = above};
}

TEST(CurveTest, BetweenTwoPointsTheFactorFollowsTheLine) {
  const auto pay =
      PayoutCurve(Line(), Numbers{0.59_dec, 0.6_dec, 1.15_dec, 1.3_dec, 1.7_dec}, 7'000);
  ASSERT_TRUE(pay.ok()) << pay.status();
  // 0; 7,000 × 20 %; 7,000 × (100 % + 190 %) / 2; 7,000 × 190 %, twice.
  EXPECT_THAT(pay->rounded.lines,
              ElementsAre(0_dec, 1'400_dec, 10'150_dec, 13'300_dec, 13'300_dec));
  EXPECT_THAT(pay->bands, ElementsAre(-1, 0, 1, 2, 2));
  EXPECT_EQ(pay->rounded.total, 38'150_dec);
  EXPECT_EQ(pay->exact_total, Fraction(38'150));
}

TEST(CurveTest, AboveTheLastPointTheLineGoesOnWhereThePlanSaysSo) {
  // 190 % + 30 % × (90 % / 30 %) = 280 %.
  EXPECT_EQ(*FactorAt(Line(CurveAbove::kExtrapolate), 1.6_dec), Fraction(2.8_dec));
  EXPECT_EQ(*FactorAt(Line(CurveAbove::kExtrapolate), 1.3_dec), Fraction(1.9_dec));
}

TEST(CurveTest, BelowTheFirstPointTheFirstFactorHoldsWhereThePlanSaysSo) {
  CurveLine line = Line();
  line.below = CurveBelow::kHold;
  EXPECT_EQ(*FactorAt(line, 0), Fraction(0.2_dec));
}

TEST(CurveTest, TwoPointsAtOnePlaceAreAJumpAndThePlaceItselfPaysTheLater) {
  const CurveLine line{.points = {{0, 0}, {1, 0.5_dec}, {1, 1}, {2, 3}}};
  EXPECT_EQ(*FactorAt(line, 0.9_dec), Fraction(0.45_dec));
  EXPECT_EQ(*FactorAt(line, 1), Fraction(1));
  EXPECT_EQ(*FactorAt(line, 1.5_dec), Fraction(2));
}

TEST(CurveTest, FactorsStayExactWhereDigitsDoNotEnd) {
  const CurveLine line{.points = {{0, 0}, {3, 1}}};
  EXPECT_EQ(*FactorAt(line, 1), *Fraction::Of(1, 3));
  EXPECT_EQ(PayoutCurve(line, Numbers{1, 2}, 100)->rounded.lines[1], 66.67_dec);
}

TEST(CurveTest, ACurveThatIsNoneIsRefused) {
  EXPECT_EQ(ReasonOf(FactorAt({}, 1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FactorAt({.points = {{1, 1}, {0, 0}}}, 1).status()), Reason::kTierOverlap);
  const CurveLine point{.points = {{1, 1}}, .above = CurveAbove::kExtrapolate};
  EXPECT_EQ(ReasonOf(FactorAt(point, 2).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PayoutCurve(point, Numbers{2}, 1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PayoutCurve(Line(), Numbers{1.3_dec}, kHuge).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
