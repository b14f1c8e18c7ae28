// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/wide.h"

#include <cmath>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

using internal::ExactDifference;
using internal::ExactProduct;
using internal::ExactQuotient;
using internal::ExactSum;

const absl::int128 kMax = absl::Int128Max();

Fraction F(absl::int128 above, absl::int128 below) { return *Fraction::Of(above, below); }

// 1/3 + 1/5 + 1/7 + … over odd numbers: more bits below than any integer has.
Fraction OddSum(int terms) {
  Fraction sum;
  for (int i = 1; i <= terms; ++i) sum = *ExactSum(sum, F(1, 2 * i + 1));
  return sum;
}

TEST(WideFractionTest, SumsOfManyRatiosStayExactAndComeBack) {
  const Fraction sum = OddSum(200);
  EXPECT_TRUE(sum.is_wide());
  Fraction rest = sum;
  for (int i = 200; i > 0; --i) rest = *ExactDifference(rest, F(1, 2 * i + 1));
  EXPECT_TRUE(rest.is_zero());
  EXPECT_FALSE(rest.is_wide());
  EXPECT_EQ(*ExactQuotient(*ExactProduct(sum, F(22, 7)), F(22, 7)), sum);
  EXPECT_EQ(*ExactQuotient(sum, sum), Fraction(1));
}

TEST(WideFractionTest, TheLastDigitIsRight) {
  // 2^127 / 3 and its neighbours, written out.
  const Fraction value = *ExactSum(F(kMax, 3), F(1, 3));
  EXPECT_TRUE(value.is_wide());
  EXPECT_EQ(value.ToString(), "170141183460469231731687303715884105728/3");
  EXPECT_EQ((-value).ToString(), "-170141183460469231731687303715884105728/3");
  EXPECT_EQ(ExactSum(value, value)->ToString(), "340282366920938463463374607431768211456/3");
  EXPECT_EQ(ExactProduct(value, Fraction(3))->ToString(),
            "170141183460469231731687303715884105728");
}

TEST(WideFractionTest, WhatFitsIsNeverWide) {
  const Fraction wide = *ExactSum(Fraction::Unchecked(kMax, 1), 1);
  ASSERT_TRUE(wide.is_wide());
  const Fraction narrow = *ExactDifference(wide, 1);
  EXPECT_FALSE(narrow.is_wide());
  EXPECT_EQ(narrow, Fraction::Unchecked(kMax, 1));
  EXPECT_EQ(*ExactSum(F(1, 2), F(1, 3)), F(5, 6));
  EXPECT_EQ(*ExactSum(wide, -wide), Fraction());
}

TEST(WideFractionTest, PublicOperationsTakeWideValues) {
  const Fraction wide = OddSum(200);
  EXPECT_EQ(*Subtract(*Add(wide, F(1, 3)), F(1, 3)), wide);
  EXPECT_EQ(*Divide(*Multiply(wide, F(2, 3)), F(2, 3)), wide);
  EXPECT_EQ(*Add(wide, 0), wide);
  EXPECT_EQ(*Multiply(wide, 0), Fraction());
  EXPECT_EQ(ReasonOf(Divide(wide, 0).status()), Reason::kDivisionByZero);
  EXPECT_EQ(ReasonOf(ExactQuotient(wide, 0).status()), Reason::kDivisionByZero);
  EXPECT_EQ(ReasonOf(Add(F(kMax, 1), 1).status()), Reason::kOverflow);  // of two that are not
}

TEST(WideFractionTest, OrderAndSignAreThoseOfTheValue) {
  const Fraction wide = OddSum(200);
  const Fraction more = *ExactSum(wide, F(1, kMax));
  EXPECT_LT(wide, more);
  EXPECT_GT(-wide, -more);
  EXPECT_LT(-wide, wide);
  EXPECT_LT(wide, Fraction(10));
  EXPECT_GT(wide, Fraction(1));
  EXPECT_NE(wide, more);
  EXPECT_EQ(wide, OddSum(200));
  EXPECT_EQ(wide.sign(), 1);
  EXPECT_EQ((-wide).sign(), -1);
  EXPECT_FALSE(wide.is_zero());
}

TEST(WideFractionTest, PartsThatDoNotFitAreTheLargestThatDo) {
  const Fraction wide = *ExactSum(Fraction::Unchecked(kMax, 1), 1);
  EXPECT_EQ(wide.numerator(), kMax);
  EXPECT_EQ((-wide).numerator(), -kMax);
  EXPECT_EQ(wide.denominator(), 1);
  EXPECT_EQ(ExactQuotient(1, wide)->denominator(), kMax);
}

TEST(WideFractionTest, CopiesShareAndMovesLeaveZero) {
  Fraction wide = OddSum(200);
  const Fraction same = wide;
  Fraction other = F(1, 2);
  other = wide;
  EXPECT_EQ(other, same);
  const Fraction& self = other;
  other = self;
  EXPECT_EQ(other, same);
  Fraction moved = std::move(wide);
  EXPECT_EQ(moved, same);
  moved = F(1, 2);
  EXPECT_EQ(moved, F(1, 2));
  std::vector<Fraction> many(100, same);
  many.erase(many.begin(), many.begin() + 50);
  EXPECT_EQ(many.back(), same);
}

TEST(WideFractionTest, RoundingSeesTheExactHalf) {
  // Half a cent, and the smallest thing above and below it that 200 bits can say.
  const Fraction tiny = *ExactQuotient(F(1, kMax), Fraction::Unchecked(kMax, 1));
  const Fraction half = F(25, 1000);
  const Fraction above = *ExactSum(half, tiny);
  const Fraction below = *ExactDifference(half, tiny);
  ASSERT_TRUE(above.is_wide());
  const auto round = [](const Fraction& value, RoundingMode mode) {
    return Round(value, 2, mode)->ToString();
  };
  EXPECT_EQ(round(above, RoundingMode::kHalfEven), "0.03");
  EXPECT_EQ(round(below, RoundingMode::kHalfEven), "0.02");
  EXPECT_EQ(round(below, RoundingMode::kHalfAway), "0.02");
  EXPECT_EQ(round(-above, RoundingMode::kHalfTowardZero), "-0.03");
  EXPECT_EQ(round(-below, RoundingMode::kFloor), "-0.03");
  EXPECT_EQ(round(-below, RoundingMode::kCeiling), "-0.02");
  EXPECT_EQ(round(below, RoundingMode::kUp), "0.03");
  EXPECT_EQ(round(above, RoundingMode::kDown), "0.02");
  // A wide half itself: (2^128 + 1) / 2.
  const Fraction wide = *ExactQuotient(
      *ExactSum(*ExactProduct(Fraction::Unchecked(absl::int128(1) << 100, 1), 1), 1), 2);
  EXPECT_EQ(Round(wide, 0, RoundingMode::kHalfEven)->ToString(), "633825300114114700748351602688");
  const Fraction large = *ExactProduct(Fraction::Unchecked(kMax, 1), 4);
  EXPECT_EQ(ReasonOf(Round(large, 0, RoundingMode::kDown).status()), Reason::kOverflow);
}

TEST(WideFractionTest, DoublesAreTheNearest) {
  EXPECT_DOUBLE_EQ(OddSum(200).ToDouble(), 2.6334079827018195);
  const Fraction large = *ExactProduct(Fraction::Unchecked(kMax, 1), Fraction::Unchecked(kMax, 1));
  EXPECT_DOUBLE_EQ(large.ToDouble(), std::ldexp(1.0, 254));
  EXPECT_DOUBLE_EQ((-*ExactQuotient(3, large)).ToDouble(), -3 * std::ldexp(1.0, -254));
  EXPECT_FALSE(OddSum(200).ToDecimal().has_value());
}

TEST(WideFractionTest, MoreBitsThanMoneyNeedsAreRefused) {
  Fraction value = Fraction::Unchecked(kMax, 1);
  absl::Status status;
  for (int i = 0; i < 20 && status.ok(); ++i) {
    const absl::StatusOr<Fraction> square = ExactProduct(value, value);
    status = square.status();
    if (square.ok()) value = *square;
  }
  EXPECT_EQ(ReasonOf(status), Reason::kOverflow);
}

TEST(WideFractionPropertyTest, OperationsUndoEachOtherAtEverySize) {
  testing::Random random(20260103);
  std::vector<Fraction> values = {0, 1, F(-1, 3), F(kMax, 7), F(3, kMax), OddSum(60), -OddSum(90)};
  for (int i = 0; i < 400; ++i) {
    const Fraction& a = values[random.Next() % values.size()];
    const Fraction& b = values[random.Next() % values.size()];
    const Fraction sum = *ExactSum(a, b);
    ASSERT_EQ(*ExactDifference(sum, b), a);
    ASSERT_EQ(*ExactSum(b, a), sum);
    ASSERT_EQ(sum <=> a, b.sign() <=> 0);
    if (!b.is_zero()) {
      const Fraction product = *ExactProduct(a, b);
      ASSERT_EQ(*ExactQuotient(product, b), a);
    }
    if (values.size() < 40 && sum.ToString().size() < 2'000) values.push_back(sum);
  }
}

}  // namespace
}  // namespace attain
