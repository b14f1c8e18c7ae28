// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/amortisation.h"

#include <random>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Column = std::vector<Decimal>;
using Whole = std::vector<int64_t>;

constexpr Rounding kCumulative = {
    .point = RoundingPoint::kCumulative, .mode = RoundingMode::kHalfAway, .scale = 2};

TEST(AmortiseTest, TheClosingMonthTakesWhatRoundingLeft) {
  const auto schedule = Amortise(15'000, 36);
  EXPECT_EQ(schedule->monthly.ToFixedString(), "416.67");
  EXPECT_EQ(schedule->last.ToFixedString(), "416.55");
  EXPECT_EQ(schedule->total.ToFixedString(), "15000.00");
  EXPECT_EQ(schedule->expense.size(), 36U);
  EXPECT_EQ(schedule->asset[0].ToFixedString(), "14583.33");
  EXPECT_EQ(schedule->asset[35].ToFixedString(), "0.00");
}

TEST(AmortiseTest, CumulativeRoundingSpreadsTheCents) {
  const auto alone = Amortise(0.20_dec, 36);
  EXPECT_EQ(alone->last.ToFixedString(), "-0.15");
  const auto spread = Amortise(0.20_dec, 36, {.rounding = kCumulative});
  for (const Decimal& expense : spread->expense) {
    EXPECT_GE(expense, 0_dec);
    EXPECT_LE(expense, 0.01_dec);
  }
  EXPECT_TRUE(spread->asset.back().is_zero());
}

TEST(AmortiseTest, ShortTermsMayBeExpensedAtOnce) {
  const auto once = Amortise(1'200, 12, {.expense_up_to = 12});
  EXPECT_EQ(once->expense[0], 1'200_dec);
  EXPECT_EQ(once->expense.size(), 12U);
  EXPECT_TRUE(once->last.is_zero());
  EXPECT_EQ(Amortise(1'300, 13, {.expense_up_to = 12})->monthly, 100_dec);
  EXPECT_EQ(Amortise(1'300, 1)->last, 1'300_dec);
}

TEST(AmortiseTest, EveryScheduleEndsAtZeroAndAddsUp) {
  std::mt19937 random(17);
  for (int round = 0; round < 300; ++round) {
    const Decimal commission =
        Decimal::Unchecked(static_cast<int64_t>(random() % 90'000'000) - 10'000'000, 2);
    const int64_t months = static_cast<int64_t>(random() % 120) + 1;
    AmortisationOptions options;
    if (random() % 2 == 0) options.rounding = kCumulative;
    const auto schedule = Amortise(commission, months, options);
    Decimal sum = 0;
    for (const Decimal& expense : schedule->expense) sum = *Add(sum, expense);
    ASSERT_EQ(sum, commission);
    ASSERT_TRUE(schedule->asset.back().is_zero());
  }
}

TEST(AmortiseAllTest, CommissionsThatStartInDifferentMonthsAddUp) {
  const auto all = AmortiseAll(Column{300, 200}, Whole{3, 2}, Whole{0, 2});
  EXPECT_THAT(all->expense, ElementsAre(100_dec, 100_dec, 200_dec, 100_dec));
  EXPECT_THAT(all->asset, ElementsAre(200_dec, 100_dec, 100_dec, 0_dec));
  EXPECT_EQ(all->total, 500_dec);
  EXPECT_TRUE(AmortiseAll({}, {}, {})->expense.empty());
}

TEST(AmortiseAllTest, RefusesWhatHasNoMeaning) {
  EXPECT_EQ(ReasonOf(Amortise(1, 0).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Amortise(1, 1'201).status()), Reason::kInvalidArgument);
  EXPECT_EQ(Amortise(1.005_dec, 3)->total, 1.01_dec);
  EXPECT_EQ(ReasonOf(Amortise(1, 3, {.rounding = Rounding{}}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(AmortiseAll({}, {}, {},
                                 {.rounding = {.point = RoundingPoint::kCumulative, .scale = 39}})
                         .status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(AmortiseAll(Column{1}, {}, Whole{0}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(AmortiseAll(Column{1}, Whole{1}, {}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(AmortiseAll(Column{1}, Whole{1}, Whole{-1}).status()),
            Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::incentive
