// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/random.h"

#include <cmath>

#include "gtest/gtest.h"

namespace attain::stats {
namespace {

TEST(RandomTest, GivesThePublishedNumbersOfSplitMix64) {
  // Vigna's reference program, seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317U);
  EXPECT_EQ(random.Next(), 3203168211198807973U);
  EXPECT_EQ(random.Next(), 9817491932198370423U);
}

TEST(RandomTest, AStreamPerNameIsItsOwn) {
  EXPECT_EQ(Random::Of(1, "R-104").Next(), Random::Of(1, "R-104").Next());
  EXPECT_NE(Random::Of(1, "R-104").Next(), Random::Of(1, "R-105").Next());
  EXPECT_NE(Random::Of(1, "R-104").Next(), Random::Of(2, "R-104").Next());
}

TEST(RandomTest, UniformAndNormalHaveTheirMoments) {
  Random random(42);
  double sum = 0;
  double squares = 0;
  double uniform = 0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = random.Uniform();
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    uniform += u;
    const double z = random.Normal();
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(uniform / kDraws, 0.5, 0.005);
  EXPECT_NEAR(sum / kDraws, 0.0, 0.015);
  EXPECT_NEAR(squares / kDraws, 1.0, 0.02);
}

}  // namespace
}  // namespace attain::stats
