// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/weighted.h"

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

TEST(WeightedTest, EachAttainmentCountsByItsWeightUpToItsCap) {
  const std::vector<MeasureWeight> weights = {{0.7_dec, Fraction(1.2_dec)},
                                              {0.3_dec, Fraction(1.2_dec)}};
  const Numbers attained = {0.8_dec, 1.45_dec};
  EXPECT_EQ(*WeightedFactor(weights, attained), Fraction(0.92_dec));
  const auto pay = PayWeighted(weights, attained, 7'000);
  EXPECT_THAT(pay->rounded.lines, ElementsAre(6'440_dec));
  ASSERT_EQ(pay->pieces.size(), 2U);
  EXPECT_EQ(pay->pieces[1].base, Fraction(2'100));
  EXPECT_EQ(pay->pieces[1].rate, Fraction(1.2_dec));
  EXPECT_EQ(pay->pieces[0].amount, Fraction(3'920));
}

TEST(WeightedTest, WithoutCapEverythingCounts) {
  const std::vector<MeasureWeight> weights = {
      {.weight = 0.6_dec}, {.weight = 0.25_dec}, {.weight = 0.15_dec}};
  EXPECT_EQ(*WeightedFactor(weights, Numbers{0.9_dec, 1.1_dec, 1}), Fraction(0.965_dec));
  EXPECT_THAT(PayWeighted(weights, Numbers{0.9_dec, 1.1_dec, 1, 0, 0, 1}, 10'000)->rounded.lines,
              ElementsAre(9'650_dec, 1'500_dec));
}

TEST(WeightedTest, RowsThatDoNotFitAreRefused) {
  const std::vector<MeasureWeight> weights = {{.weight = 2}};
  EXPECT_EQ(ReasonOf(WeightedFactor(weights, Numbers{}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(PayWeighted({}, Numbers{}, 1).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(WeightedFactor(weights, Numbers{kHuge}).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(PayWeighted(weights, Numbers{kHuge}, 1).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
