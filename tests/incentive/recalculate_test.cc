// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/recalculate.h"

#include <random>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::Each;
using testing::ElementsAre;

using Column = std::vector<Decimal>;

const std::vector<RateBand>& Bands() {
  static const std::vector<RateBand> bands = {{.from = 0, .to = Fraction(3'000), .pays = 0.02_dec},
                                              {.from = 3'000, .to = {}, .pays = 0.07_dec}};
  return bands;
}

TEST(RecalculateRateTest, EveryPeriodPaysTheDifferenceOfTwoRoundedAmounts) {
  const auto again = RecalculateRate(Column{10'000, 20'000, 15'000}, 0.05_dec, 0.06_dec);
  EXPECT_THAT(again->deltas, ElementsAre(100_dec, 200_dec, 150_dec));
  EXPECT_EQ(again->total, 450_dec);
  // 0.10 × 5 % = 0.005, rounded 0.01; × 4 % = 0.004, rounded 0.00.
  EXPECT_THAT(RecalculateRate(Column{0.10_dec}, 0.05_dec, 0.04_dec)->deltas,
              ElementsAre(-0.01_dec));
}

TEST(RecalculateLateTest, LaterPeriodsStartHigher) {
  const std::vector<LateCredit> late = {{0, 1'100}};
  const auto again = RecalculateLate(Bands(), Column{2'400, 900}, late);
  EXPECT_THAT(again->before, ElementsAre(48_dec, 33_dec));
  EXPECT_THAT(again->after, ElementsAre(95_dec, 63_dec));
  EXPECT_THAT(again->deltas, ElementsAre(47_dec, 30_dec));
  EXPECT_EQ(again->total, 77_dec);
}

TEST(RecalculateLateTest, NothingNewGivesAnEmptyDelta) {
  std::mt19937 random(19);
  Column credits;
  for (int i = 0; i < 12; ++i) {
    credits.push_back(Decimal::Unchecked(static_cast<int64_t>(random() % 90'000), 2));
  }
  EXPECT_THAT(RecalculateLate(Bands(), credits, {})->deltas, Each(0_dec));
  const std::vector<LateCredit> undone = {{3, 70}, {3, -70}};
  EXPECT_THAT(RecalculateLate(Bands(), credits, undone)->deltas, Each(0_dec));
  EXPECT_THAT(RecalculateRate(credits, 0.05_dec, 0.05_dec)->deltas, Each(0_dec));
}

TEST(RecalculateLateTest, RefusesAPeriodThatIsNone) {
  EXPECT_EQ(ReasonOf(RecalculateRate({}, 1, 1, 39).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(RecalculateLate(Bands(), Column{1}, std::vector<LateCredit>{{1, 1}}).status()),
            Reason::kRowOutOfRange);
  EXPECT_EQ(
      ReasonOf(RecalculateLate(Bands(), Column{1}, std::vector<LateCredit>{{-1, 1}}).status()),
      Reason::kRowOutOfRange);
}

}  // namespace
}  // namespace attain::incentive
