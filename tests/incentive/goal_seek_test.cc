// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/goal_seek.h"

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

const std::vector<RateBand> kBands = {{.from = 0, .to = Fraction(4'000), .pays = 0.04_dec},
                                      {.from = 4'000, .to = Fraction(9'000), .pays = 0.08_dec},
                                      {.from = 9'000, .pays = 0.12_dec}};

TEST(GoalSeekTest, OneRateBesideWhatIsCertain) {
  EXPECT_THAT(*GoalSeek(Numbers{50'000, 60'000}, 33'750, 0.4_dec), ElementsAre(40'625, 65'625));
  EXPECT_EQ(ReasonOf(GoalSeek(Numbers{1}, 0, 0).status()), Reason::kDivisionByZero);
  EXPECT_EQ(ReasonOf(GoalSeek(Numbers{kHuge}, -kHuge, 1).status()), Reason::kOverflow);
}

TEST(GoalSeekTest, BandsAreTurnedAround) {
  EXPECT_THAT(*GoalSeekTiers(kBands, Numbers{90, 160, 400, 620}),
              ElementsAre(2'250, 4'000, 7'000, 9'500));
  EXPECT_THAT(*GoalSeekTiers(kBands, Numbers{0}), ElementsAre(0));
}

TEST(GoalSeekTest, ThePlanPaysWhatWasWantedOnTheAnswer) {
  Numbers wanted;
  for (int64_t i = 1; i < 400; ++i) wanted.push_back(*Fraction::Of(i * 7, 3));
  const Numbers sales = *GoalSeekTiers(kBands, wanted);
  for (size_t i = 0; i < sales.size(); ++i) EXPECT_EQ(*Marginal(kBands, 0, sales[i]), wanted[i]);
}

TEST(GoalSeekTest, BandsThatPayNothingArePassedOver) {
  const std::vector<RateBand> bands = {{.from = 0, .to = Fraction(100), .pays = 0},
                                       {.from = 200, .pays = 0.5_dec}};
  EXPECT_THAT(*GoalSeekTiers(bands, Numbers{10}), ElementsAre(220));
}

TEST(GoalSeekTest, BadInputHasAReason) {
  const std::vector<RateBand> closed = {{.from = 0, .to = Fraction(100), .pays = 0.1_dec}};
  EXPECT_THAT(*GoalSeekTiers(closed, Numbers{10}), ElementsAre(100));  // its end is still inside
  const std::vector<RateBand> overlap = {kBands[1], kBands[0]};
  const std::vector<RateBand> negative = {{.from = 0, .pays = -1}};
  EXPECT_EQ(ReasonOf(GoalSeekTiers(closed, Numbers{11}).status()), Reason::kValueInNoBand);
  EXPECT_EQ(ReasonOf(GoalSeekTiers({}, Numbers{1}).status()), Reason::kValueInNoBand);
  EXPECT_EQ(ReasonOf(GoalSeekTiers(overlap, Numbers{1}).status()), Reason::kTierOverlap);
  EXPECT_EQ(ReasonOf(GoalSeekTiers(negative, Numbers{1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(GoalSeekTiers(kBands, Numbers{-1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(GoalSeekTiers(closed, Numbers{kHuge}).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
