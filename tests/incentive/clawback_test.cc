// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/clawback.h"

#include <random>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

using Whole = std::vector<int64_t>;

const std::vector<RateBand>& Bands() {
  static const std::vector<RateBand> bands = {
      {.from = 0, .to = Fraction(450'000), .pays = 0.05_dec},
      {.from = 450'000, .to = {}, .pays = 0.1_dec}};
  return bands;
}

TEST(ClawbackTest, ThePartTakenBackIsOfWhatWasPaid) {
  const Column earned = {10'000, 730};
  const Column paid = {10'000, 410};
  const CancelledDeals deals{.earned = earned, .paid = paid};
  const auto half =
      Clawback(deals, {.mode = ClawbackMode::kPercent, .percent = *Fraction::Of(1, 2)});
  EXPECT_THAT(Texts(half->adjustments), ElementsAre("-5000.00", "-205.00"));
  EXPECT_EQ(half->total.ToFixedString(), "-5205.00");
  const auto full = Clawback(deals, {});
  EXPECT_THAT(Texts(full->adjustments), ElementsAre("-10000.00", "-410.00"));
  const auto earned_too = Clawback(deals, {.of = ClawbackOf::kEarned});
  EXPECT_THAT(Texts(earned_too->adjustments), ElementsAre("-10000.00", "-730.00"));
}

TEST(ClawbackTest, ACancelledDealAlsoLosesWhatWasNotPaidYet) {
  const Column earned = {730};
  const Column paid = {410};
  const auto cancelled =
      Clawback({.earned = earned, .paid = paid}, {.mode = ClawbackMode::kCancel});
  EXPECT_THAT(Texts(cancelled->adjustments), ElementsAre("-410.00"));
  EXPECT_THAT(Texts(cancelled->cancelled_unpaid), ElementsAre("320.00"));
}

TEST(ClawbackTest, MonthsServedAreKept) {
  const Column earned = {900, 100, 100};
  const Column paid = {720, 100, 100};
  const Whole months = {5, 18, 30};
  const auto prorated = Clawback({.earned = earned, .paid = paid, .months_served = months},
                                 {.mode = ClawbackMode::kProratedMonths, .term = 18});
  EXPECT_THAT(Texts(prorated->adjustments), ElementsAre("-520.00", "0.00", "0.00"));
}

TEST(ClawbackTest, TheLastDayOfTheWindowIsInside) {
  const Column paid = {1'000, 1'000};
  const Whole days = {90, 91};
  const auto inside = Clawback({.earned = paid, .paid = paid, .days_since_sale = days},
                               {.mode = ClawbackMode::kCancel, .window_days = 90});
  EXPECT_THAT(Texts(inside->adjustments), ElementsAre("-1000.00", "0.00"));
}

TEST(ClawbackTest, RefusesWhatHasNoMeaning) {
  const Column one = {1};
  const Whole minus = {-1};
  const CancelledDeals deals{
      .earned = one, .paid = one, .months_served = minus, .days_since_sale = minus};
  const auto reason = [&](const ClawbackOptions& options) {
    return ReasonOf(Clawback(deals, options).status());
  };
  EXPECT_EQ(reason({.mode = ClawbackMode::kPercent, .percent = 2}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.mode = ClawbackMode::kPercent, .percent = -1}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.mode = ClawbackMode::kProratedMonths}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.mode = ClawbackMode::kProratedMonths, .term = 3}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.window_days = -1}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.window_days = 5}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.scale = 39}), Reason::kOverflow);
  const auto length = [](const CancelledDeals& columns, const ClawbackOptions& options) {
    return ReasonOf(Clawback(columns, options).status());
  };
  EXPECT_EQ(length({.earned = {}, .paid = one}, {}), Reason::kLengthMismatch);
  EXPECT_EQ(length({.earned = one, .paid = one}, {.window_days = 5}), Reason::kLengthMismatch);
  EXPECT_EQ(length({.earned = one, .paid = one}, {.mode = ClawbackMode::kProratedMonths}),
            Reason::kLengthMismatch);
}

TEST(ClawbackTest, EveryAlternativeHasAWord) {
  EXPECT_EQ(Describe(definition::Type<ClawbackMode>{}).words().size(), 4U);
  EXPECT_EQ(Describe(definition::Type<ClawbackOf>{}).words().size(), 2U);
}

TEST(RecalculatedClawbackTest, LaterDealsMoveDown) {
  const Column amounts = {400'000, 50'000, 50'000};
  const auto again = RecalculatedClawback(Bands(), amounts, std::vector<uint8_t>{0, 1, 0});
  EXPECT_EQ(again->before.ToFixedString(), "27500.00");
  EXPECT_EQ(again->after.ToFixedString(), "22500.00");
  EXPECT_EQ(again->adjustment.ToFixedString(), "-5000.00");
  EXPECT_EQ(again->own.ToFixedString(), "-2500.00");
  EXPECT_EQ(ReasonOf(RecalculatedClawback(Bands(), amounts, {}).status()), Reason::kLengthMismatch);
}

TEST(RecalculatedClawbackTest, EqualsNeverHavingSoldInAnyOrder) {
  std::mt19937 random(13);
  for (int round = 0; round < 300; ++round) {
    Column all;
    Column never_sold;
    std::vector<uint8_t> cancelled;
    Column undone;  // every deal, then the cancelled ones again with their sign turned
    for (size_t i = 0; i < 9; ++i) {
      const Decimal amount = Decimal::Unchecked(static_cast<int64_t>(random() % 20'000'000), 2);
      all.push_back(amount);
      undone.push_back(amount);
      cancelled.push_back(random() % 3 == 0 ? 1 : 0);
      if (cancelled.back() == 0) never_sold.push_back(amount);
    }
    for (size_t i = 0; i < all.size(); ++i) {
      if (cancelled[i] != 0) undone.push_back(-all[i]);
    }
    const auto again = RecalculatedClawback(Bands(), all, cancelled);
    const TierTableOptions stacked{.accumulate = true};
    const Fraction without = TierTable(Bands(), never_sold, {}, stacked)->exact_total;
    ASSERT_EQ(again->exact_after, without);
    ASSERT_EQ(TierTable(Bands(), undone, {}, stacked)->exact_total, without);
  }
}

}  // namespace
}  // namespace attain::incentive
