// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/pool.h"

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

TEST(PoolTest, EqualPartsLoseNothing) {
  const auto pay = EqualPool(10'000, 3);
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->parts, ElementsAre(3'333.34_dec, 3'333.33_dec, 3'333.33_dec));
  EXPECT_EQ(pay->each, 3'333.33_dec);
  EXPECT_EQ(pay->total, 10'000_dec);
  EXPECT_EQ(pay->qualified, 3);
}

TEST(PoolTest, APoolIsRoundedToTheCurrencyBeforeItIsShared) {
  const auto pay = EqualPool(0.016_dec, 3);
  EXPECT_EQ(pay->total, 0.02_dec);
  EXPECT_THAT(pay->parts, ElementsAre(0.01_dec, 0.01_dec, 0_dec));
  EXPECT_EQ(pay->each, 0.01_dec);  // of 0.016, unrounded
  EXPECT_THAT(EqualPool(100, 3, 0)->parts, ElementsAre(34_dec, 33_dec, 33_dec));
}

TEST(PoolTest, WhoIsBelowTheGateLeavesThePoolToTheOthers) {
  const auto pay = GatedPool(100, Numbers{0.5_dec, 0.499_dec, 2}, 0.5_dec);
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->parts, ElementsAre(50_dec, 0_dec, 50_dec));
  EXPECT_EQ(pay->qualified, 2);
  EXPECT_EQ(ReasonOf(GatedPool(100, Numbers{0.4_dec}, 0.5_dec).status()), Reason::kEmptyGroup);
}

TEST(PoolTest, PartsFollowTheShares) {
  const auto pay = SharedPool(100, Numbers{1, 0, 2});
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->parts, ElementsAre(33.33_dec, 0_dec, 66.67_dec));
  EXPECT_EQ(pay->qualified, 2);
  EXPECT_THAT(SharedPool(-100, Numbers{1, 0, 2})->parts,
              ElementsAre(-33.33_dec, 0_dec, -66.67_dec));
}

TEST(PoolTest, OnePartIsFoundWithoutTheOthers) {
  EXPECT_EQ(*PoolShare(10'000, 5'000, 5), 10_dec);
  EXPECT_EQ(*PercentPool(450'000, 0.04_dec, 0.15_dec), 2'700_dec);
}

TEST(PoolTest, PartsAddUpToThePoolWhateverTheShares) {
  uint32_t state = 7;
  for (int i = 0; i < 300; ++i) {
    Numbers shares;
    for (int j = 0; j < 1 + i % 9; ++j) {
      state = state * 1664525U + 1013904223U;
      shares.push_back(*Fraction::Of(state % 1000 + 1, state % 7 + 1));
    }
    const auto pay = SharedPool(*Fraction::Of(state % 100'000, 3), shares);
    ASSERT_TRUE(pay.ok()) << pay.status();
    Decimal sum = 0;
    for (const Decimal part : pay->parts) sum = *Add(sum, part);
    EXPECT_EQ(sum, pay->total);
  }
}

TEST(PoolTest, BadInputHasAReason) {
  EXPECT_EQ(ReasonOf(EqualPool(1, 0).status()), Reason::kEmptyGroup);
  EXPECT_EQ(ReasonOf(EqualPool(1, INT64_MAX).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(EqualPool(INT64_MAX, 2).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(EqualPool(1, 2, 39).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(SharedPool(1, {}).status()), Reason::kEmptyGroup);
  EXPECT_EQ(ReasonOf(SharedPool(1, Numbers{0}).status()), Reason::kEmptyGroup);
  EXPECT_EQ(ReasonOf(SharedPool(1, Numbers{1, -1}).status()), Reason::kNegativeShare);
  EXPECT_EQ(ReasonOf(PoolShare(1, 0, 0).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PoolShare(1, 1, 2).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PoolShare(1, 1, -1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PoolShare(kHuge, 2, 2).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(PercentPool(1, 1, -1).status()), Reason::kNegativeShare);
  EXPECT_EQ(ReasonOf(PercentPool(kHuge, 2, 1).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
