// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/settle.h"

#include <array>
#include <random>
#include <vector>

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;

Fraction Exactly(std::string_view text) { return Fraction(*Decimal::Parse(text)); }

Settled MustSettle(const SettleTerms& terms, const SettleInput& input) {
  auto settled = Settle(terms, input);
  EXPECT_TRUE(settled.ok()) << settled.status();
  return *std::move(settled);
}

Fraction SumOf(const StatementAmounts& amounts) {
  Fraction sum = amounts.earned;
  for (const Fraction& column : {amounts.adjusted, amounts.held, amounts.released, amounts.rounding,
                                 amounts.drawn, amounts.recovered, amounts.carried})
    sum = *Add(sum, column);
  return sum;
}

TEST(SettleTest, TheWorkedExampleOfTheHeader) {
  SettleTerms terms{.hold_share = *Fraction::Of(3, 10), .maximum = Fraction(3'000)};
  terms.draw = DrawTerms{.amount = 2'000, .recovery_scale = 2};
  const std::vector<SaleOnHold> sales = {
      {.earned = Exactly("5000.004"), .free = *Fraction::Of(1, 10)}};
  const Settled settled =
      MustSettle(terms, {.earned = Exactly("5000.004"), .sales = sales, .opening = {.draw = 400}});
  const StatementAmounts& amounts = settled.amounts;
  EXPECT_EQ(amounts.earned, Exactly("5000.004"));
  EXPECT_EQ(amounts.held, Exactly("-1500.0012"));
  EXPECT_EQ(amounts.released, Exactly("150.00012"));
  EXPECT_EQ(amounts.rounding, Exactly("-0.00292"));
  EXPECT_EQ(amounts.carried, Fraction(-650));
  EXPECT_EQ(amounts.recovered, Fraction(-400));
  EXPECT_EQ(amounts.paid, Fraction(2'600));
  EXPECT_EQ(SumOf(amounts), amounts.paid);
  EXPECT_EQ(settled.closing, (StandingBalances{.maximum = 650}));
  EXPECT_EQ(*Subtract(settled.sales[0].held, settled.sales[0].released), Exactly("1350.00108"));
}

TEST(SettleTest, ADrawIsTakenBackByHalfOfTheExcess) {
  // The table of payment_plan.h.
  SettleTerms terms;
  terms.draw = DrawTerms{
      .amount = 2'000, .last_period = 2, .share = *Fraction::Of(1, 2), .recovery_scale = 2};
  StandingBalances balances;
  const std::vector<std::array<int64_t, 5>> months = {
      {1'500, 500, 0, 2'000, 500}, {2'600, 0, -300, 2'300, 200}, {1'000, 0, -200, 800, 0}};
  for (const auto& [earned, drawn, recovered, paid, owed] : months) {
    const Settled settled = MustSettle(terms, {.earned = earned, .opening = balances});
    EXPECT_EQ(settled.amounts.drawn, Fraction(drawn));
    EXPECT_EQ(settled.amounts.recovered, Fraction(recovered));
    EXPECT_EQ(settled.amounts.paid, Fraction(paid));
    EXPECT_EQ(settled.closing.draw, Fraction(owed));
    balances = settled.closing;
    ++terms.draw_period;
  }
}

TEST(SettleTest, TakingBackLeavesTheMinimum) {
  SettleTerms terms;
  terms.draw = DrawTerms{.amount = 1'000, .last_period = 1, .minimum = Fraction(1'500)};
  // In force: 300 lie above the minimum; afterwards 500.
  EXPECT_EQ(MustSettle(terms, {.earned = 1'800, .opening = {.draw = 900}}).amounts.recovered,
            Fraction(-300));
  terms.draw_period = 2;
  EXPECT_EQ(MustSettle(terms, {.earned = 2'000, .opening = {.draw = 900}}).amounts.recovered,
            Fraction(-500));
  EXPECT_EQ(MustSettle(terms, {.earned = 1'200, .opening = {.draw = 900}}).amounts.recovered,
            Fraction(0));
}

TEST(SettleTest, ADeficitIsDrawnAndOwed) {
  SettleTerms terms;
  terms.draw = DrawTerms{.amount = 2'000, .last_period = 1};
  Settled settled = MustSettle(terms, {.earned = -300});
  EXPECT_EQ(settled.amounts.drawn, Fraction(2'300));
  EXPECT_EQ(settled.amounts.paid, Fraction(2'000));
  EXPECT_EQ(settled.closing.draw, Fraction(2'300));
  // After the end a recoverable draw still covers what is missing to zero.
  terms.draw_period = 2;
  settled = MustSettle(terms, {.earned = -300, .opening = settled.closing});
  EXPECT_EQ(settled.amounts.paid, Fraction(0));
  EXPECT_EQ(settled.closing.draw, Fraction(2'600));
  // One that is not recoverable does not: the rest is carried.
  terms.draw->kind = DrawKind::kNonRecoverableGuarantee;
  settled = MustSettle(terms, {.earned = -300});
  EXPECT_EQ(settled.amounts.paid, Fraction(0));
  EXPECT_EQ(settled.amounts.drawn, Fraction(0));
  EXPECT_EQ(settled.closing.carry, Fraction(-300));
}

TEST(SettleTest, TheFourKindsOfDraw) {
  const auto pay = [](DrawKind kind, int64_t earned) {
    SettleTerms terms;
    terms.draw = DrawTerms{.kind = kind, .amount = 2'000, .last_period = 1};
    return MustSettle(terms, {.earned = earned, .opening = {.draw = 100}});
  };
  EXPECT_EQ(pay(DrawKind::kRecoverable, 1'500).closing.draw, Fraction(600));
  EXPECT_EQ(pay(DrawKind::kNonRecoverableGuarantee, 1'500).amounts.paid, Fraction(2'000));
  EXPECT_EQ(pay(DrawKind::kNonRecoverableGuarantee, 1'500).closing.draw, Fraction(100));
  EXPECT_EQ(pay(DrawKind::kNonRecoverableAdditive, 1'500).amounts.paid, Fraction(3'500));
  const Settled forgiven = pay(DrawKind::kRecoverableForgiven, 1'500);
  EXPECT_EQ(forgiven.amounts.paid, Fraction(2'000));
  EXPECT_EQ(forgiven.forgiven, Fraction(600));
  EXPECT_EQ(forgiven.closing.draw, Fraction(0));
}

TEST(SettleTest, AGuaranteeLooksAtWhatWasEarnedAndNotTakenBack) {
  const SettleTerms raised{.top_up = Fraction(3'000)};
  Settled settled = MustSettle(raised, {.earned = Exactly("1234.567"), .clawed = -200});
  EXPECT_EQ(settled.guaranteed, Exactly("1965.433"));
  EXPECT_EQ(settled.amounts.adjusted, Exactly("1765.433"));
  EXPECT_EQ(settled.amounts.paid, Fraction(3'000));
  EXPECT_EQ(settled.amounts.rounding, Fraction(0));
  EXPECT_EQ(MustSettle(raised, {.earned = 3'001}).guaranteed, Fraction(0));
  EXPECT_EQ(MustSettle({.added = 500}, {.earned = 3'001}).amounts.paid, Fraction(3'501));
}

TEST(SettleTest, WhatLiesAboveTheMaximumWaitsOrIsLost) {
  SettleTerms terms{.maximum = Fraction(1'000)};
  Settled settled = MustSettle(terms, {.earned = 1'200});
  EXPECT_EQ(settled.amounts.paid, Fraction(1'000));
  EXPECT_EQ(settled.closing.maximum, Fraction(200));
  settled = MustSettle(terms, {.earned = 700, .opening = settled.closing});
  EXPECT_EQ(settled.amounts.paid, Fraction(900));
  EXPECT_EQ(settled.amounts.carried, Fraction(200));
  EXPECT_EQ(settled.closing.maximum, Fraction(0));
  terms.excess = Excess::kLose;
  settled = MustSettle(terms, {.earned = 1'200});
  EXPECT_EQ(settled.lost, Fraction(-200));
  EXPECT_EQ(settled.amounts.adjusted, Fraction(-200));
  EXPECT_EQ(SumOf(settled.amounts), Fraction(1'000));
}

TEST(SettleTest, ARestBelowZeroIsCarriedPaidOrWaived) {
  Settled settled = MustSettle({}, {.earned = -100, .opening = {.carry = -20}});
  EXPECT_EQ(settled.closing.carry, Fraction(-120));
  EXPECT_EQ(settled.amounts.carried, Fraction(100));
  EXPECT_EQ(MustSettle({.negative = NegativePayment::kPay}, {.earned = -100}).amounts.paid,
            Fraction(-100));
  settled = MustSettle({.negative = NegativePayment::kZero}, {.earned = -100});
  EXPECT_EQ(settled.waived, Fraction(100));
  EXPECT_EQ(settled.amounts.paid, Fraction(0));
}

TEST(SettleTest, HoldsAreReleasedInFullOnceEverythingIsFree) {
  // 30 % of 1,000 wait; 40 % of the money; a refund of a fifth; the rest of the money.
  const SettleTerms terms{.hold_share = *Fraction::Of(3, 10)};
  SaleHeld state;
  Fraction paid;
  const std::vector<std::pair<int64_t, Fraction>> steps = {
      {1'000, 0}, {0, *Fraction::Of(2, 5)}, {-200, *Fraction::Of(1, 2)}, {0, 1}};
  const std::vector<std::pair<int64_t, int64_t>> expected = {
      {-300, 0}, {0, 120}, {60, 0}, {0, 120}};
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::vector<SaleOnHold> sales = {{.held = state.held,
                                            .released = state.released,
                                            .earned = steps[i].first,
                                            .free = steps[i].second}};
    const Settled settled =
        MustSettle({.hold_share = terms.hold_share, .negative = NegativePayment::kPay},
                   {.earned = steps[i].first, .sales = sales});
    EXPECT_EQ(settled.amounts.held, Fraction(expected[i].first));
    EXPECT_EQ(settled.amounts.released, Fraction(expected[i].second));
    state = settled.sales[0];
    paid = *Add(paid, settled.amounts.paid);
  }
  EXPECT_EQ(paid, Fraction(800));
  EXPECT_EQ(state.held, state.released);
}

TEST(SettleTest, WhatIsCancelledIsNeverReleased) {
  const std::vector<SaleOnHold> sales = {{.held = 300, .released = 120, .cancelled = 180}};
  const Settled settled = MustSettle({}, {.sales = sales});
  EXPECT_EQ(settled.amounts.released, Fraction(0));
  EXPECT_EQ(settled.sales[0], (SaleHeld{.held = 120, .released = 120}));
}

TEST(SettleTest, ManyReleasesOfOddPartsStillAddUp) {
  // Parts with denominators that share nothing: their exact sum needs far more than 127 bits.
  const std::vector<int64_t> odd = {1'000'003, 1'000'033, 1'000'037, 1'000'039, 1'000'081,
                                    1'000'099, 1'000'117, 1'000'121, 1'000'133};
  std::vector<SaleOnHold> sales;
  for (const int64_t denominator : odd)
    sales.push_back({.earned = 100, .free = *Fraction::Of(333'333, denominator)});
  const SettleTerms terms{.hold_share = 1};
  const Settled first = MustSettle(terms, {.earned = 900, .sales = sales});
  for (size_t i = 0; i < sales.size(); ++i)
    sales[i] = {.held = first.sales[i].held, .released = first.sales[i].released, .free = 1};
  const Settled second = MustSettle(terms, {.sales = sales});
  EXPECT_EQ(*Add(*Add(first.amounts.held, first.amounts.released), second.amounts.released),
            Fraction(0));
  EXPECT_EQ(first.sales[0].released, *Fraction::Of(33'333'300, 1'000'003));
  EXPECT_TRUE(first.amounts.released.is_wide());
}

TEST(SettleTest, ColumnsAddUpAndNothingIsLostOverManyPeriods) {
  std::mt19937_64 random(7);
  const auto pick = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  for (int round = 0; round < 300; ++round) {
    SettleTerms terms{
        .hold_share = *Fraction::Of(pick(0, 10), 10),
        .negative = pick(0, 1) == 0 ? NegativePayment::kCarry : NegativePayment::kPay};
    if (pick(0, 1) == 0) terms.maximum = Fraction(pick(0, 3'000));
    if (pick(0, 1) == 0)
      terms.draw = DrawTerms{.amount = pick(0, 2'000),
                             .last_period = pick(1, 6),
                             .recovery_first_period = pick(1, 4),
                             .share = *Fraction::Of(pick(0, 4), 4),
                             .recovery_scale = 2};
    StandingBalances balances;
    std::vector<SaleHeld> held(3);
    Fraction earned_sum;
    Fraction paid_sum;
    Fraction rounding_sum;
    for (int period = 0; period < 8; ++period) {
      std::vector<SaleOnHold> sales;
      Exact earned;
      for (SaleHeld& sale : held) {
        const Fraction amount = *Fraction::Of(pick(-50'000, 200'000), 300);
        sales.push_back({.held = sale.held,
                         .released = sale.released,
                         .earned = amount,
                         .free = *Fraction::Of(pick(0, 4), 4)});
        earned += Exact(amount);
      }
      const Settled settled =
          MustSettle(terms, {.earned = earned.value(), .sales = sales, .opening = balances});
      EXPECT_EQ(SumOf(settled.amounts), settled.amounts.paid);
      if (terms.negative == NegativePayment::kCarry) {
        EXPECT_GE(settled.amounts.paid.sign(), 0);
      }
      balances = settled.closing;
      held = settled.sales;
      earned_sum = *Add(earned_sum, earned.value());
      paid_sum = *Add(paid_sum, settled.amounts.paid);
      rounding_sum = *Add(rounding_sum, settled.amounts.rounding);
      ++terms.draw_period;
    }
    // paid - debt + what waits + what is carried + what is still held = earned + rounding
    Fraction accounted = *Subtract(paid_sum, balances.draw);
    accounted = *Add(accounted, *Add(balances.maximum, balances.carry));
    for (const SaleHeld& sale : held)
      accounted = *Add(accounted, *Subtract(sale.held, sale.released));
    EXPECT_EQ(accounted, *Add(earned_sum, rounding_sum)) << round;
  }
}

TEST(SettleTest, BadTermsAndBalancesHaveReasons) {
  const auto reason = [](const SettleTerms& terms, const SettleInput& input) {
    return ReasonOf(Settle(terms, input).status());
  };
  EXPECT_EQ(reason({.hold_share = 2}, {}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({.maximum = Fraction(-1)}, {}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({}, {.opening = {.carry = 1}}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({}, {.opening = {.maximum = -1}}), Reason::kInvalidArgument);
  EXPECT_EQ(reason({}, {.opening = {.draw = -1}}), Reason::kInvalidArgument);
  const std::vector<SaleOnHold> sales = {{.free = 2}};
  EXPECT_EQ(reason({}, {.sales = sales}), Reason::kInvalidArgument);
  SettleTerms terms;
  terms.draw = DrawTerms{.amount = -1};
  EXPECT_EQ(reason(terms, {}), Reason::kInvalidArgument);
  const Fraction huge = *Fraction::Of(absl::Int128Max(), absl::int128(3));
  EXPECT_EQ(reason({}, {.earned = huge, .clawed = *Fraction::Of(-1, 7)}), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
