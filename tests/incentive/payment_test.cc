// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/payment.h"

#include <random>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

// Whole and half cents of both signs, the same on every machine.
Column RandomEarnings(std::mt19937& random, size_t count) {
  Column earned;
  for (size_t i = 0; i < count; ++i) {
    earned.push_back(Decimal::Unchecked(static_cast<int64_t>(random() % 8'000'000) - 2'000'000, 3));
  }
  return earned;
}

TEST(PaymentMaximumTest, TheExcessWaitsForRoomOrIsLost) {
  const Column earned = {1'200, 700, 1'600, 300};
  const auto carry = PaymentMaximum(earned, 1'000, Excess::kCarry);
  EXPECT_THAT(Texts(carry->paid), ElementsAre("1000.00", "900.00", "1000.00", "900.00"));
  EXPECT_THAT(Texts(carry->balances), ElementsAre("200.00", "0.00", "600.00", "0.00"));
  const auto lose = PaymentMaximum(earned, 1'000, Excess::kLose);
  EXPECT_THAT(Texts(lose->paid), ElementsAre("1000.00", "700.00", "1000.00", "300.00"));
  EXPECT_TRUE(lose->closing.is_zero());
}

TEST(PaymentMaximumTest, PeriodsOneByOneWithTheBalanceHandedOnEqualOneRun) {
  std::mt19937 random(7);
  const Column earned = RandomEarnings(random, 24);
  const auto whole = PaymentMaximum(earned, 1'500, Excess::kCarry);
  Fraction balance;
  Fraction earned_sum;
  Fraction paid_sum;
  for (size_t i = 0; i < earned.size(); ++i) {
    const auto one = PaymentMaximum({&earned[i], 1}, 1'500, Excess::kCarry, balance);
    ASSERT_EQ(one->exact[0], whole->exact[i]);
    balance = one->closing;
    earned_sum = *Add(earned_sum, earned[i]);
    paid_sum = *Add(paid_sum, one->exact[0]);
  }
  EXPECT_EQ(*Add(paid_sum, balance), earned_sum);
}

TEST(PaymentMaximumTest, RefusesWhatHasNoMeaning) {
  EXPECT_EQ(ReasonOf(PaymentMaximum(Column{1}, -1, Excess::kCarry).status()), Reason::kCapNegative);
  EXPECT_EQ(ReasonOf(PaymentMaximum(Column{1}, 1, Excess::kCarry, -1).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PaymentMaximum(Column{1}, 1, Excess::kLose, 1).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(PaymentMaximum(Column{1}, 1, Excess::kLose, 0, 39).status()),
            Reason::kOverflow);
}

TEST(DealAndPeriodCapTest, ADealAndThenThePeriodRunOut) {
  const Column earned = {60'000, 80'000, 50'000, 30'000, 70'000};
  const auto paid = DealAndPeriodCap(earned, 50'000, 200'000);
  EXPECT_THAT(Texts(paid->payouts),
              ElementsAre("50000.00", "50000.00", "50000.00", "30000.00", "20000.00"));
  EXPECT_THAT(Texts(paid->withheld),
              ElementsAre("10000.00", "30000.00", "0.00", "0.00", "50000.00"));
  EXPECT_EQ(paid->total.ToFixedString(), "200000.00");
  EXPECT_TRUE(paid->room.is_zero());
}

TEST(DealAndPeriodCapTest, ARefundGivesItsRoomBack) {
  const auto paid = DealAndPeriodCap(Column{100, -40, 70}, 100, 100);
  EXPECT_THAT(Texts(paid->payouts), ElementsAre("100.00", "-40.00", "40.00"));
  EXPECT_EQ(ReasonOf(DealAndPeriodCap(Column{1}, -1, 1).status()), Reason::kCapNegative);
  EXPECT_EQ(ReasonOf(DealAndPeriodCap(Column{1}, 1, -1).status()), Reason::kCapNegative);
}

TEST(GuaranteeTest, TopsUpToTheFloorOfThePeriod) {
  const auto paid = Guarantee(Column{0, 1'000, 3'000, 4'000}, Column{3'000, 3'000, 3'000, 3'000});
  EXPECT_THAT(Texts(paid->top_up), ElementsAre("3000.00", "2000.00", "0.00", "0.00"));
  EXPECT_THAT(Texts(paid->paid), ElementsAre("3000.00", "3000.00", "3000.00", "4000.00"));
  EXPECT_EQ(ReasonOf(Guarantee(Column{1}, Column{}).status()), Reason::kLengthMismatch);
}

TEST(DrawTest, ARecoverableDrawIsTakenBackFromWhatIsAboveIt) {
  const Column earned = {2'750, 3'000, 1'500, 2'375, 3'000, 2'750};
  const auto paid = Draw(earned, {.amount = 2'000});
  EXPECT_THAT(Texts(paid->paid),
              ElementsAre("2750.00", "3000.00", "2000.00", "2000.00", "2875.00", "2750.00"));
  EXPECT_THAT(Texts(paid->balances),
              ElementsAre("0.00", "0.00", "500.00", "125.00", "0.00", "0.00"));
  EXPECT_EQ(paid->steps[2].drawn, Fraction(500));
  EXPECT_EQ(paid->steps[3].recovered, Fraction(375));
}

TEST(DrawTest, TheTwoNonRecoverableKindsAreAFloorAndAnAddition) {
  const Column earned = {700, 1'300};
  const auto floor = Draw(earned, {.kind = DrawKind::kNonRecoverableGuarantee, .amount = 1'000});
  EXPECT_THAT(Texts(floor->paid), ElementsAre("1000.00", "1300.00"));
  EXPECT_THAT(Texts(floor->balances), ElementsAre("0.00", "0.00"));
  const auto added =
      Draw(earned, {.kind = DrawKind::kNonRecoverableAdditive, .amount = 1'000, .last_period = 1});
  EXPECT_THAT(Texts(added->paid), ElementsAre("1700.00", "1300.00"));
}

TEST(DrawTest, DebtLeftAtTheLastPeriodIsForgiven) {
  const DrawTerms terms{.kind = DrawKind::kRecoverableForgiven, .amount = 100, .last_period = 3};
  const auto paid = Draw(Column{50, 120, 40, 500}, terms);
  EXPECT_THAT(Texts(paid->paid), ElementsAre("100.00", "100.00", "100.00", "500.00"));
  EXPECT_THAT(Texts(paid->balances), ElementsAre("50.00", "30.00", "0.00", "0.00"));
  EXPECT_EQ(paid->forgiven.ToFixedString(), "90.00");
}

TEST(DrawTest, RecoveryStartsLateAndTakesOnlyItsShare) {
  // 60 advanced; nothing taken in period 2; then half of what is above the draw, and after the
  // last period half of everything.
  const DrawTerms terms{
      .amount = 100, .last_period = 3, .recovery_first_period = 3, .share = Fraction(0.5_dec)};
  const auto paid = Draw(Column{40, 150, 130, 60}, terms);
  EXPECT_THAT(Texts(paid->paid), ElementsAre("100.00", "150.00", "115.00", "30.00"));
  EXPECT_THAT(Texts(paid->balances), ElementsAre("60.00", "60.00", "45.00", "15.00"));
}

TEST(DrawTest, ARecoveryMayBeRoundedToTheCurrencyButNeverAboveTheDebt) {
  const DrawTerms terms{.amount = 0, .share = Fraction(0.5_dec), .recovery_scale = 2};
  // Half of 0.05 is 0.025, to even 0.02; half of 0.07 is 0.035, to even 0.04.
  EXPECT_EQ(DrawOnce(terms, 1, 0.05_dec, 1)->recovered, Fraction(0.02_dec));
  EXPECT_EQ(DrawOnce(terms, 1, 0.07_dec, 1)->recovered, Fraction(0.04_dec));
  EXPECT_EQ(DrawOnce(terms, 1, 10, 0.006_dec)->recovered, Fraction(0.006_dec));
}

TEST(DrawTest, ALossAfterTheDrawIsOwed) {
  const auto paid = Draw(Column{-30, 50}, {.amount = 100, .last_period = 1}, 0, 2);
  EXPECT_THAT(Texts(paid->paid), ElementsAre("0.00", "20.00"));
  EXPECT_THAT(Texts(paid->balances), ElementsAre("30.00", "0.00"));
}

TEST(DrawTest, WhatIsPaidLessWhatIsOwedIsWhatWasEarned) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    const Column earned = RandomEarnings(random, 12);
    DrawTerms terms{.amount = static_cast<int64_t>(random() % 3'000),
                    .recovery_first_period = static_cast<int64_t>(random() % 6 + 1),
                    .share = *Fraction::Of(random() % 8, 7)};
    if (random() % 2 == 0) terms.last_period = random() % 12 + 1;
    if (random() % 2 == 0) terms.kind = DrawKind::kRecoverableForgiven;
    if (random() % 2 == 0) terms.recovery_scale = 2;
    const Fraction opening = static_cast<int64_t>(random() % 500);
    const auto drawn = Draw(earned, terms, opening);
    ASSERT_TRUE(drawn.ok()) << drawn.status();
    Fraction difference = opening;  // paid - closing debt - forgiven - earned + opening debt
    Fraction debt = opening;
    for (size_t i = 0; i < earned.size(); ++i) {
      const DrawStep& step = drawn->steps[i];
      difference = *Subtract(*Add(difference, step.paid), earned[i]);
      difference = *Subtract(difference, step.forgiven);
      ASSERT_GE(step.debt.sign(), 0);
      ASSERT_GE(step.recovered.sign(), 0);
      const bool in_force = static_cast<int64_t>(i) < terms.last_period.value_or(99);
      ASSERT_GE(step.paid, in_force ? terms.amount : Fraction(0));
      ASSERT_EQ(DrawOnce(terms, static_cast<int64_t>(i) + 1, earned[i], debt)->paid, step.paid);
      debt = step.debt;
    }
    ASSERT_EQ(difference, drawn->closing);
    const auto first = Draw({earned.data(), 5}, terms, opening);
    const auto rest = Draw({earned.data() + 5, 7}, terms, first->closing, 6);
    ASSERT_EQ(rest->closing, drawn->closing);
    ASSERT_EQ(rest->paid.back(), drawn->paid.back());
  }
}

TEST(DrawTest, RefusesTermsWithoutMeaning) {
  const auto reason = [](const DrawTerms& terms, const Fraction& opening = 0) {
    return ReasonOf(Draw(Column{1}, terms, opening).status());
  };
  EXPECT_EQ(reason({.amount = -1}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.share = 2}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.share = -1}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.last_period = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.recovery_first_period = 0}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.amount = 1}, -1), Reason::kInvalidArgument);
}

TEST(DrawTest, AnOverflowIsAnErrorAndNeverAWrap) {
  const Decimal huge = *Decimal::Of(PowerOfTen(37), 0);
  const Column earned(20, -huge);
  EXPECT_EQ(ReasonOf(Draw(earned, {.amount = huge}).status()), Reason::kOverflow);
}

TEST(PaymentWordsTest, EveryAlternativeHasAWord) {
  EXPECT_EQ(Describe(definition::Type<Excess>{}).words().size(), 2U);
  EXPECT_EQ(Describe(definition::Type<DrawKind>{}).words().size(), 4U);
}

TEST(BudgetScaleTest, AwardsShrinkInProportionToTheBudget) {
  const auto scaled = BudgetScale(Column{640, 360}, 700);
  EXPECT_THAT(Texts(scaled->payouts), ElementsAre("448.00", "252.00"));
  EXPECT_EQ(scaled->factor, *Fraction::Of(7, 10));
  EXPECT_EQ(BudgetScale(Column{640, 360}, 1'000)->factor, Fraction(1));
  EXPECT_EQ(BudgetScale(Column{0, 0}, 0)->factor, Fraction(1));
}

TEST(BudgetScaleTest, CumulativeRoundingSpendsTheBudgetExactly) {
  const Column thirds = {10, 10, 10};
  EXPECT_EQ(BudgetScale(thirds, 10)->total.ToFixedString(), "9.99");
  const Rounding exact{
      .point = RoundingPoint::kCumulative, .mode = RoundingMode::kHalfAway, .scale = 2};
  EXPECT_EQ(BudgetScale(thirds, 10, exact)->total.ToFixedString(), "10.00");
  EXPECT_EQ(ReasonOf(BudgetScale(thirds, -1).status()), Reason::kCapNegative);
  EXPECT_EQ(ReasonOf(BudgetScale(thirds, 1, Rounding{}).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::incentive
