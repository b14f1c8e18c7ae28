// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/proportions.h"

#include <cmath>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

TEST(TwoProportionsTest, PooledTestAndIntervalOfTheDifference) {
  const ProportionTest test = *TwoProportions({120, 400}, {90, 420}, 0.95);
  EXPECT_NEAR(test.difference, 0.3 - 90.0 / 420, 1e-15);
  EXPECT_NEAR(test.z, 2.810866454343791, 1e-12);
  EXPECT_NEAR(test.p_two_sided, 0.0049408288766034925, 1e-14);
  EXPECT_GT(test.interval.lower, 0);
  EXPECT_LT(test.interval.upper, 0.15);
}

TEST(TwoProportionsTest, IntervalIsNewcombesHybrid) {
  // 56 of 70 against 48 of 80 (Newcombe 1998, table II, method 10): 0.0524 to 0.3339.
  const ProportionTest test = *TwoProportions({56, 70}, {48, 80}, 0.95);
  EXPECT_NEAR(test.interval.lower, 0.0524, 5e-5);
  EXPECT_NEAR(test.interval.upper, 0.3339, 5e-5);
}

TEST(TwoProportionsTest, TurningTheGroupsTurnsTheSigns) {
  const ProportionTest one = *TwoProportions({3, 17}, {11, 29}, 0.9);
  const ProportionTest other = *TwoProportions({11, 29}, {3, 17}, 0.9);
  EXPECT_EQ(one.z, -other.z);
  EXPECT_EQ(one.p_two_sided, other.p_two_sided);
  EXPECT_NEAR(one.interval.lower, -other.interval.upper, 1e-15);
}

TEST(TwoProportionsTest, NothingButSuccessesDoNotDiffer) {
  for (const double share : {0.0, 1.0}) {
    const ProportionTest test = *TwoProportions({5 * share, 5}, {9 * share, 9}, 0.95);
    EXPECT_EQ(test.z, 0);
    EXPECT_EQ(test.p_two_sided, 1);
  }
}

TEST(TwoProportionsTest, BadArgumentsHaveTheirReasons) {
  EXPECT_EQ(ReasonOf(TwoProportions({0, 0}, {1, 2}, 0.95).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(TwoProportions({1, 2}, {0, 0}, 0.95).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(TwoProportions({3, 2}, {1, 2}, 0.95).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(TwoProportions({1, 2}, {std::nan(""), 2}, 0.95).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(TwoProportions({1, 2}, {1, 2}, 1).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::stats
