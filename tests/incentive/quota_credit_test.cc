// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/quota_credit.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Column = std::vector<Decimal>;

TEST(MultipliedCreditTest, EveryMultiplierCounts) {
  EXPECT_THAT(*MultipliedCredit(Column{100'000, 10}, Column{1.5_dec, 0.5_dec}),
              ElementsAre(Fraction(75'000), Fraction(7.5_dec)));
  EXPECT_THAT(*MultipliedCredit(Column{7}, {}), ElementsAre(Fraction(7)));
  const Column huge(3, *Decimal::Of(PowerOfTen(20), 0));
  EXPECT_EQ(MultipliedCredit(huge, huge)->front().ToString(), "1" + std::string(80, '0'));
}

TEST(AccumulateTest, AnIntervalStartsAtZeroAndRunsUpToItsGoal) {
  const auto interval = Accumulate(Column{1'000, 1'500, 500}, Fraction(3'000));
  EXPECT_THAT(interval->running, ElementsAre(Fraction(1'000), Fraction(2'500), Fraction(3'000)));
  EXPECT_EQ(interval->attainment, Fraction(1));
  EXPECT_EQ(Accumulate(Column{5}, Fraction(0))->attainment, std::nullopt);
  EXPECT_EQ(Accumulate(Column{5})->attainment, std::nullopt);
}

TEST(AccumulateTest, EveryCutIntoBatchesGivesTheSame) {
  const Column credits = {0.1_dec, -3, 1'000'000.01_dec, 0.2_dec, 17, 0.3_dec};
  const auto whole = Accumulate(credits);
  for (unsigned cuts = 0; cuts < 32; ++cuts) {  // bit i: cut after credit i
    Fraction total;
    size_t start = 0;
    for (size_t i = 0; i < credits.size(); ++i) {
      if (i + 1 < credits.size() && (cuts >> i & 1) == 0) continue;
      total = Accumulate({credits.data() + start, i + 1 - start}, {}, total)->total;
      start = i + 1;
    }
    EXPECT_EQ(total, whole->total);
  }
}

}  // namespace
}  // namespace attain::incentive
