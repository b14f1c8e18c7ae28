// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/steps.h"

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

const std::vector<Step> kSteps = {
    {{.from = 0, .to = Fraction(0.8_dec), .pays = 0.04_dec}, TierMethod::kWhole},
    {{.from = 0.8_dec, .to = Fraction(1), .pays = 0.06_dec}, TierMethod::kRetroactive},
    {{.from = 1, .pays = 0.09_dec}, TierMethod::kMarginal}};

TEST(StepsTest, ARetroactiveStepReplacesAndAMarginalOneAdds) {
  const auto pay = PaySteps(kSteps, Numbers{70'000, 80'000, 90'000, 120'000}, 100'000);
  ASSERT_TRUE(pay.ok()) << pay.status();
  EXPECT_THAT(pay->rounded.lines, ElementsAre(2'800_dec, 4'800_dec, 5'400_dec, 7'800_dec));
  ASSERT_EQ(pay->pieces.size(), 5U);
  EXPECT_EQ(pay->pieces[3].base, Fraction(100'000));
  EXPECT_EQ(pay->pieces[4].amount, Fraction(1'800));
}

TEST(StepsTest, ThePiecesAddUpToTheLine) {
  Numbers credits;
  for (int64_t credit = 0; credit < 150'000; credit += 7'919) credits.emplace_back(credit);
  const auto pay = PaySteps(kSteps, credits, 100'000);
  Numbers sums(credits.size(), Fraction(0));
  for (const Piece& piece : pay->pieces) {
    Fraction& sum = sums[static_cast<size_t>(piece.row)];
    sum = *Add(sum, piece.amount);
  }
  EXPECT_EQ(sums, pay->exact);
}

TEST(StepsTest, WhatHasNoMeaningIsRefused) {
  EXPECT_EQ(ReasonOf(PaySteps(kSteps, Numbers{1}, 0).status()), Reason::kTargetZero);
  EXPECT_EQ(ReasonOf(PaySteps(kSteps, Numbers{kHuge}, 1).status()), Reason::kOverflow);
  const std::vector<Step> interpolated = {{{.from = 0, .pays = 1}, TierMethod::kInterpolated}};
  EXPECT_EQ(ReasonOf(PaySteps(interpolated, Numbers{1}, 1).status()), Reason::kInvalidArgument);
  const std::vector<Step> dear = {{{.from = 0, .pays = 2}, TierMethod::kWhole}};
  EXPECT_EQ(ReasonOf(PaySteps(dear, Numbers{kHuge}, 1).status()), Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
