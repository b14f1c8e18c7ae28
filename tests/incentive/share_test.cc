// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/share.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

TEST(ShareTest, AllocationConservesTheTotalAndMirrorsItself) {
  const std::vector<Decimal> ratios = {1, 1, 1};
  EXPECT_THAT(*Allocate(100, ratios, 2), ElementsAre(33.34_dec, 33.33_dec, 33.33_dec));
  EXPECT_THAT(*Allocate(-Decimal(100), ratios, 2), ElementsAre(-33.34_dec, -33.33_dec, -33.33_dec));
  EXPECT_THAT(*Allocate(1.5_dec, std::vector<Decimal>{0, 1}, 2), ElementsAre(0_dec, 1.5_dec));
}

TEST(ShareTest, AllocationRefusesWhatItCannotDo) {
  EXPECT_EQ(ReasonOf(Allocate(1.005_dec, std::vector<Decimal>{1}, 2).status()), Reason::kInexact);
  EXPECT_EQ(ReasonOf(Allocate(1, std::vector<Decimal>{0, 0}, 2).status()), Reason::kInvalidWeights);
  const Decimal huge = *Decimal::Parse("100000000000000000000");
  EXPECT_EQ(ReasonOf(Allocate(huge, std::vector<Decimal>{1}, 2).status()), Reason::kOverflow);
}

TEST(ShareTest, ACommissionIsRoundedOnceAndThenSplit) {
  const auto pay = SplitCommission(999.99_dec, 0.08_dec, std::vector<Decimal>{0.5_dec, 0.5_dec});
  EXPECT_EQ(pay->total.ToFixedString(), "80.00");
  EXPECT_THAT(pay->parts, ElementsAre(40_dec, 40_dec));
}

TEST(ShareTest, CreditsAddUpPerPayee) {
  // c1 3,700 to Ida 0.7 and Bo 0.3, c2 400 to Bo.
  const std::vector<int32_t> payees = {0, 1, 1};
  const std::vector<Decimal> amounts = {3'700, 3'700, 400};
  const std::vector<Decimal> shares = {0.7_dec, 0.3_dec, 1};
  EXPECT_THAT(*SplitCredit(payees, amounts, shares, 2),
              ElementsAre(Fraction(2'590), Fraction(1'510)));
  EXPECT_EQ(ReasonOf(SplitCredit(payees, amounts, shares, 1).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(SplitCredit(payees, amounts, std::vector<Decimal>{1}, 2).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(SplitCredit(payees, std::vector<Decimal>{1}, shares, -1).status()),
            Reason::kLengthMismatch);
}

TEST(ShareTest, EveryLevelOfAChainIsRoundedOnItsOwn) {
  const auto pay = OverrideChain(333.33_dec, std::vector<Decimal>{0.05_dec, 0.02_dec, 0.01_dec});
  EXPECT_THAT(pay->parts, ElementsAre(16.67_dec, 6.67_dec, 3.33_dec));
  EXPECT_EQ(pay->total, 26.67_dec);
}

TEST(ShareTest, ARollupPaysOnTheTeamAlone) {
  const std::vector<uint8_t> in_team = {1, 0, 1};
  const std::vector<int32_t> owners = {0, 1, 2};
  const std::vector<Decimal> amounts = {4'100, 8'300, 900};
  EXPECT_EQ(OverrideRollup(0.03_dec, in_team, owners, amounts)->ToFixedString(), "150.00");
  EXPECT_EQ(
      ReasonOf(OverrideRollup(0.03_dec, in_team, std::vector<int32_t>{3, 0, 0}, amounts).status()),
      Reason::kRowOutOfRange);
}

TEST(ShareTest, CollectiveAndIndividualMeasureDiffer) {
  // 120 against 100 and 60 against 100 at 10 % / 20 %: together 180 of 200, apart 20 are above
  // quota.
  const auto pay = ManagerMeasure(std::vector<Decimal>{120, 60}, std::vector<Decimal>{100, 100},
                                  0.1_dec, 0.2_dec);
  EXPECT_EQ(pay->collective, 18_dec);
  EXPECT_EQ(pay->individual, 20_dec);
  EXPECT_EQ(ReasonOf(ManagerMeasure(std::vector<Decimal>{1}, {}, 0, 0).status()),
            Reason::kLengthMismatch);
}

}  // namespace
}  // namespace attain::incentive
