// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/credit_rule.h"

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

TEST(CreditRuleTest, OverlaysComeOnTopOfTheSale) {
  const auto credits =
      OverlayCredit(64'000, Numbers{0.75_dec, 0.25_dec}, Numbers{0.3_dec, 0.1_dec});
  ASSERT_TRUE(credits.ok()) << credits.status();
  EXPECT_THAT(credits->revenue, ElementsAre(48'000, 16'000));
  EXPECT_THAT(credits->overlay, ElementsAre(19'200, 6'400));
  EXPECT_EQ(credits->revenue_total, Fraction(64'000));
  EXPECT_EQ(credits->all_credit, Fraction(89'600));
}

TEST(CreditRuleTest, RevenueSharesMustAddUpToExactlyOne) {
  EXPECT_EQ(ReasonOf(OverlayCredit(1, Numbers{0.5_dec, 0.49_dec}, {}).status()), Reason::kSplitSum);
  EXPECT_EQ(ReasonOf(OverlayCredit(1, {}, {}).status()), Reason::kSplitSum);
  const Fraction third = *Fraction::Of(1, 3);
  EXPECT_TRUE(OverlayCredit(1, Numbers{third, third, third}, {}).ok());
  EXPECT_EQ(ReasonOf(OverlayCredit(1, Numbers{2, -1}, {}).status()), Reason::kNegativeShare);
  EXPECT_EQ(ReasonOf(OverlayCredit(1, Numbers{1}, Numbers{-1}).status()), Reason::kNegativeShare);
  EXPECT_EQ(ReasonOf(OverlayCredit(kHuge, Numbers{1}, Numbers{1}).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(OverlayCredit(kHuge, Numbers{1}, Numbers{2}).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(OverlayCredit(1, Numbers{kHuge, kHuge}, {}).status()), Reason::kOverflow);
}

TEST(CreditRuleTest, TwoPeopleMayHaveFullCreditAndShareOneCommission) {
  const std::vector<Decimal> split = {80_dec, 20_dec};
  const auto pay = OverlayCommission(80'000, 0.1_dec, Numbers{1, 1}, split, 100);
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->quota_credit, ElementsAre(80'000, 80'000));
  EXPECT_THAT(pay->commission.parts, ElementsAre(6'400_dec, 1'600_dec));
  EXPECT_EQ(pay->commission.total, 8'000_dec);
  EXPECT_EQ(ReasonOf(OverlayCommission(1, 1, Numbers{1}, split).status()), Reason::kSplitSum);
  EXPECT_EQ(ReasonOf(OverlayCommission(1, 1, Numbers{-1}, split, 100).status()),
            Reason::kNegativeShare);
}

TEST(CreditRuleTest, AnOrderCountsOnceForItsManager) {
  const std::vector<int32_t> orders = {0, 0, 1};
  const auto rollup = RollupDedup(orders, Numbers{4'000, 2'500, 900}, Numbers{4'000, 1'700});
  ASSERT_TRUE(rollup.ok()) << rollup.status();
  EXPECT_EQ(rollup->credit, Fraction(4'900));
  EXPECT_EQ(rollup->naive, Fraction(7'400));
  const auto refund = RollupDedup(orders, Numbers{-4'000, -2'500, -900}, Numbers{-4'000, -1'700});
  EXPECT_EQ(refund->credit, Fraction(-4'900));
}

TEST(CreditRuleTest, RollupRefusesOrdersThatAreNotThere) {
  const std::vector<int32_t> orders = {1};
  EXPECT_EQ(ReasonOf(RollupDedup(orders, Numbers{1}, Numbers{1}).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(RollupDedup(orders, Numbers{}, Numbers{1}).status()), Reason::kLengthMismatch);
  const std::vector<int32_t> twice = {0, 0};
  EXPECT_EQ(ReasonOf(RollupDedup(twice, Numbers{kHuge, kHuge}, Numbers{1}).status()),
            Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
