// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/true_up.h"

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

const std::vector<RateBand> kOver = {{.from = 1, .to = Fraction(1.5_dec), .pays = 2},
                                     {.from = 1.5_dec, .to = Fraction(2), .pays = 1}};

TEST(TrueUpTest, EntitledIsTheAttainmentAndWhatLiesAboveByItsSlope) {
  EXPECT_EQ(*Entitlement(kOver, 0.8_dec, 12'000), Fraction(9'600));
  EXPECT_EQ(*Entitlement(kOver, 1.1_dec, 12'000), Fraction(14'400));
  // 100 % + 2 × 50 % + 50 %; nothing above 200 %.
  EXPECT_EQ(*Entitlement(kOver, 3, 12'000), Fraction(30'000));
  EXPECT_EQ(ReasonOf(Entitlement(kOver, 3, kHuge).status()), Reason::kOverflow);
}

TEST(TrueUpTest, WhatWasPaidIsTakenOffAndMayLeaveLessThanNothing) {
  const auto pay = TrueUp(Numbers{14'400, 9'600}, Numbers{11'000, 10'000});
  EXPECT_THAT(pay->rounded.lines, ElementsAre(3'400_dec, -Decimal(400)));
  EXPECT_EQ(ReasonOf(TrueUp(Numbers{1}, Numbers{}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(TrueUp(Numbers{kHuge}, Numbers{-kHuge}).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
