// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/interval.h"

#include <cmath>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

TEST(WilsonTest, PublishedExamplesComeOut) {
  // 81 of 263 and 0 of 20 (Newcombe 1998).
  EXPECT_NEAR(Wilson(81, 263, 0.95)->lower, 0.2552885198782742, 1e-15);
  EXPECT_NEAR(Wilson(81, 263, 0.95)->upper, 0.36620957698280004, 1e-15);
  EXPECT_EQ(Wilson(0, 20, 0.95)->lower, 0);
  EXPECT_NEAR(Wilson(0, 20, 0.95)->upper, 0.16112515805281938, 1e-15);
  EXPECT_NEAR(WilsonByZ(40, 100, 1.96)->lower, 0.3093997461136028, 1e-15);
  EXPECT_NEAR(WilsonByZ(40, 100, 1.96)->upper, 0.4979992153815976, 1e-15);
}

TEST(WilsonTest, ContinuityWidensTheInterval) {
  // 0 of 20 and 1 of 29 (Newcombe 1998, method 4).
  EXPECT_EQ(WilsonContinuity(0, 20, 0.95)->lower, 0);
  EXPECT_NEAR(WilsonContinuity(0, 20, 0.95)->upper, 0.20045334501348697, 1e-15);
  EXPECT_NEAR(WilsonContinuity(1, 29, 0.95)->lower, 0.0018026402132796783, 1e-15);
  EXPECT_NEAR(WilsonContinuity(1, 29, 0.95)->upper, 0.19628175100975945, 1e-15);
  EXPECT_EQ(WilsonContinuity(7, 7, 0.95)->upper, 1);
  for (const double n : {1.0, 2.0, 9.0, 400.0}) {
    for (double successes = 0; successes <= n; ++successes) {
      const Interval plain = *Wilson(successes, n, 0.9);
      const Interval wide = *WilsonContinuity(successes, n, 0.9);
      EXPECT_LE(wide.lower, plain.lower + 1e-15) << successes << " of " << n;
      EXPECT_GE(wide.upper, plain.upper - 1e-15) << successes << " of " << n;
      const Interval mirror = *WilsonContinuity(n - successes, n, 0.9);
      EXPECT_NEAR(wide.lower, 1 - mirror.upper, 1e-14) << successes << " of " << n;
    }
  }
  EXPECT_EQ(ReasonOf(WilsonContinuity(0, 0, 0.95).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(WilsonContinuity(1, 2, 1).status()), Reason::kInvalidArgument);
}

TEST(WilsonTest, SuccessesAndFailuresMirrorEachOther) {
  for (int successes = 0; successes <= 20; ++successes) {
    const Interval won = *Wilson(successes, 20, 0.9);
    const Interval lost = *Wilson(20 - successes, 20, 0.9);
    EXPECT_NEAR(won.lower, 1 - lost.upper, 1e-15);
    EXPECT_LE(won.lower, successes / 20.0);
    EXPECT_GE(won.upper, successes / 20.0);
    EXPECT_GE(won.lower, 0);
    EXPECT_LE(won.upper, 1);
  }
  EXPECT_EQ(Wilson(20, 20, 0.9)->upper, 1);
}

TEST(WilsonTest, NoSpreadLeavesThePoint) {
  EXPECT_EQ(WilsonByZ(5, 20, 0)->lower, 0.25);
  EXPECT_EQ(WilsonByZ(5, 20, 0)->upper, 0.25);
}

TEST(WilsonTest, NoCasesAreInsufficient) {
  EXPECT_EQ(ReasonOf(Wilson(0, 0, 0.95).status()), Reason::kInsufficientData);
}

TEST(WilsonTest, ArgumentsOutOfRangeAreRefused) {
  for (const double confidence : {0.0, 1.0, -0.5, std::nan("")}) {
    EXPECT_EQ(ReasonOf(Wilson(1, 2, confidence).status()), Reason::kInvalidArgument) << confidence;
  }
  for (const double successes : {-1.0, 3.0, std::nan("")}) {
    EXPECT_EQ(ReasonOf(Wilson(successes, 2, 0.95).status()), Reason::kInvalidArgument) << successes;
  }
  for (const double n : {-1.0, double{INFINITY}, std::nan("")}) {
    EXPECT_EQ(ReasonOf(Wilson(0, n, 0.95).status()), Reason::kInvalidArgument) << n;
  }
  for (const double z : {-1.0, double{INFINITY}, std::nan("")}) {
    EXPECT_EQ(ReasonOf(WilsonByZ(1, 2, z).status()), Reason::kInvalidArgument) << z;
  }
}

}  // namespace
}  // namespace attain::stats
