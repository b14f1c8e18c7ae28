// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/special.h"

#include <cmath>

#include "gtest/gtest.h"

namespace attain::stats {
namespace {

void ExpectRelative(double got, double want, double tolerance) {
  EXPECT_LE(std::fabs(got - want), tolerance * std::fabs(want)) << got << " for " << want;
}

TEST(NormalTest, TheDistributionIsRightInTheMiddleAndFarOut) {
  EXPECT_EQ(NormalCdf(0), 0.5);
  ExpectRelative(NormalCdf(1), 0.84134474606854294859, 1e-15);
  ExpectRelative(NormalCdf(-1), 0.15865525393145705141, 1e-15);
  ExpectRelative(NormalCdf(-10), 7.6198530241605260660e-24, 1e-14);
  ExpectRelative(NormalTail(10), 7.6198530241605260660e-24, 1e-14);
  EXPECT_EQ(NormalCdf(-INFINITY), 0);
  EXPECT_EQ(NormalCdf(INFINITY), 1);
  EXPECT_TRUE(std::isnan(NormalCdf(NAN)));
}

TEST(NormalTest, TheChanceOfReachingATargetIsItsTail) {
  // 400 to go, three periods of 120 on average with a deviation of 50.
  ExpectRelative(NormalTail((1000 - 600 - 120 * 3) / (50 * std::sqrt(3.0))), 0.32208361134185515,
                 1e-14);
}

TEST(NormalTest, QuantilesAreRightToTheLastDigits) {
  EXPECT_EQ(NormalQuantile(0.5), 0);
  ExpectRelative(NormalQuantile(0.975), 1.9599639845400542355, 1e-15);
  ExpectRelative(NormalQuantile(0.995), 2.5758293035489007610, 1e-15);
  ExpectRelative(NormalQuantile(0.84134474606854294859), 1, 1e-15);
  ExpectRelative(NormalQuantile(0.6), 0.25334710313579979727, 1e-15);
  ExpectRelative(NormalQuantile(1e-10), -6.3613409024040562047, 1e-15);
  ExpectRelative(NormalQuantile(1e-300), -37.047096299361199237, 1e-15);
  EXPECT_EQ(NormalQuantile(0), -INFINITY);
  EXPECT_EQ(NormalQuantile(1), INFINITY);
  for (const double p : {-0.1, 1.1, std::nan("")}) EXPECT_TRUE(std::isnan(NormalQuantile(p))) << p;
}

TEST(NormalTest, QuantilesUndoTheDistribution) {
  for (int i = -3700; i <= 800; ++i) {
    const double x = i / 100.0;
    const double p = NormalCdf(x);
    // Near 1 a probability has no digits left to tell values of x apart.
    const double tolerance =
        x <= 0 ? 4e-15 : 3e-16 / (std::exp(-x * x / 2) / 2.5066282746310002 * x);
    ASSERT_NEAR(NormalQuantile(p), x, std::fabs(x) * tolerance + 1e-16) << x;
  }
}

TEST(NormalTest, QuantilesAreSymmetric) {
  for (int i = 1; i < 512; ++i) {
    const double p = i / 1024.0;  // exact, and so is 1 - p
    ASSERT_EQ(NormalQuantile(p), -NormalQuantile(1 - p)) << p;
  }
}

TEST(NormalTest, AConfidenceHasItsQuantile) {
  ExpectRelative(ZOfConfidence(0.95), 1.9599639845400542355, 1e-14);
  ExpectRelative(ZOfConfidence(0.5), 0.67448975019608174320, 1e-15);
  EXPECT_EQ(ZOfConfidence(0), 0);
  EXPECT_EQ(ZOfConfidence(1), INFINITY);
  EXPECT_TRUE(std::isnan(ZOfConfidence(1.5)));
  EXPECT_TRUE(std::isnan(ZOfConfidence(NAN)));
}

TEST(ChiSquareTest, TailsAreThoseOfTheTables) {
  EXPECT_NEAR(ChiSquareTail(3.841458820694124, 1), 0.05, 1e-15);
  EXPECT_NEAR(ChiSquareTail(5.991464547107979, 2), 0.05, 1e-15);
  EXPECT_NEAR(ChiSquareTail(7.814727903251179, 3), 0.05, 1e-14);
  EXPECT_NEAR(ChiSquareTail(18.307038053275146, 10), 0.05, 1e-14);
  EXPECT_NEAR(ChiSquareTail(124.34211340400407, 100), 0.05, 1e-12);
  EXPECT_EQ(ChiSquareTail(0, 4), 1);
  EXPECT_EQ(ChiSquareTail(-1, 4), 1);
  EXPECT_TRUE(std::isnan(ChiSquareTail(1, 0)));
  EXPECT_TRUE(std::isnan(ChiSquareTail(std::nan(""), 3)));
}

}  // namespace
}  // namespace attain::stats
