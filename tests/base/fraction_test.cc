// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/fraction.h"

#include <numeric>
#include <string>
#include <vector>

#include "attain/base/status.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

using testing::Random;

Fraction F(absl::int128 numerator, absl::int128 denominator) {
  const auto value = Fraction::Of(numerator, denominator);
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *value : Fraction();
}

const absl::int128 kMax = absl::Int128Max();

TEST(FractionTest, PartsAreKeptInLowestTermsWithAPositiveDenominator) {
  EXPECT_EQ(F(118000, 100000).ToString(), "59/50");
  EXPECT_EQ(F(6, -4).ToString(), "-3/2");
  EXPECT_EQ(F(-6, -4).ToString(), "3/2");
  EXPECT_EQ(F(0, -7).ToString(), "0");
  EXPECT_EQ(F(0, -7).denominator(), 1);
  EXPECT_EQ(F(8, 4).ToString(), "2");
  EXPECT_EQ(Fraction().ToString(), "0");
}

TEST(FractionTest, ZeroBelowAndPartsBeyond127BitsFail) {
  EXPECT_EQ(ReasonOf(Fraction::Of(1, 0).status()), Reason::kDivisionByZero);
  EXPECT_EQ(ReasonOf(Fraction::Of(absl::Int128Min(), 1).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Fraction::Of(1, absl::Int128Min()).status()), Reason::kOverflow);
  EXPECT_EQ(F(absl::Int128Min(), 2).ToString(), "-85070591730234615865843651857942052864");
  EXPECT_EQ(F(absl::Int128Min(), absl::Int128Min()).ToString(), "1");
}

TEST(FractionTest, DecimalsBecomeFractionsExactly) {
  EXPECT_EQ(Fraction(*Decimal::Parse("0.125")), F(1, 8));
  EXPECT_EQ(Fraction(*Decimal::Parse("-2.50")), F(-5, 2));
  EXPECT_EQ(Fraction(*Decimal::Parse("0.000")), Fraction());
  EXPECT_EQ(Fraction(Decimal(7)), 7);
  EXPECT_EQ(Fraction(*Decimal::Parse("1e-38")).denominator(), PowerOfTen(38));
}

TEST(FractionTest, DecimalsComeBackWhenTheDigitsEnd) {
  EXPECT_EQ(F(59, 50).ToDecimal()->ToString(), "1.18");
  EXPECT_EQ(F(-1, 8).ToDecimal()->ToString(), "-0.125");
  EXPECT_EQ(F(7, 1).ToDecimal()->ToString(), "7");
  EXPECT_EQ(F(1, 3).ToDecimal(), std::nullopt);
  EXPECT_EQ(F(kMax, 1).ToDecimal(), std::nullopt);
  EXPECT_EQ(F(kMax, 8).ToDecimal(), std::nullopt);
  EXPECT_EQ(F(1, absl::int128(1) << 100).ToDecimal(), std::nullopt);
  EXPECT_EQ(Fraction(*Decimal::Parse("1e-38")).ToDecimal()->ToString(),
            Decimal::Parse("1e-38")->ToString());
}

TEST(FractionTest, NothingIsLostOnTheWay) {
  const Fraction third = F(1, 3);
  EXPECT_EQ(*Multiply(third, 3), 1);
  EXPECT_EQ(*Add(*Add(third, third), third), 1);
  EXPECT_EQ(*Subtract(F(1, 2), F(1, 3)), F(1, 6));
  EXPECT_EQ(*Divide(118000, 100000), F(59, 50));
  EXPECT_EQ(*Divide(F(1, 3), F(-2, 5)), F(-5, 6));
  EXPECT_EQ(*Divide(0, 5), 0);
  EXPECT_EQ(*Add(F(1, 3), F(-1, 3)), 0);
  EXPECT_EQ(*Add(F(1, 6), F(1, 6)), F(1, 3));
  EXPECT_EQ(ReasonOf(Divide(1, 0).status()), Reason::kDivisionByZero);
  EXPECT_EQ(-F(1, 3), F(-1, 3));
  EXPECT_EQ(F(-1, 3).sign(), -1);
  EXPECT_EQ(Fraction(3).sign(), 1);
  EXPECT_TRUE(Fraction().is_zero());
}

TEST(FractionTest, OnlyAResultThatDoesNotFitOverflows) {
  // Crosswise reduction: the products in between would need far more than 128 bits.
  EXPECT_EQ(*Multiply(F(kMax, 2), F(2, kMax)), 1);
  EXPECT_EQ(*Divide(F(kMax, 2), F(kMax, 6)), 3);
  EXPECT_EQ(ReasonOf(Multiply(F(kMax, 1), 2).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Multiply(F(1, kMax), F(1, 2)).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Add(F(kMax, 1), 1).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Subtract(F(-kMax, 1), 1).status()), Reason::kOverflow);
  // 2^126 - 1 and 2^126 have no common divisor, yet the difference of their reciprocals does not
  // fit.
  const absl::int128 wide = absl::int128(1) << 126;
  EXPECT_EQ(ReasonOf(Subtract(F(1, wide - 1), F(1, wide)).status()), Reason::kOverflow);
}

TEST(FractionTest, SumsThatOverflowOnTheWayButNotAtTheEndAreExact) {
  const absl::int128 wide = absl::int128(1) << 126;
  // wide/3 + wide/3 = 2^127/3: the numerator does not fit.
  EXPECT_EQ(ReasonOf(Add(F(wide, 3), F(wide, 3)).status()), Reason::kOverflow);
  // (2^127 - 1)/5 + 3/5 = (2^127 + 2)/5 = a whole number, because 2^127 mod 5 is 3.
  EXPECT_EQ(*Add(F(kMax, 5), F(3, 5)), F((kMax - 2) / 5 + 1, 1));
  EXPECT_EQ(*Subtract(F(-kMax, 5), F(3, 5)), -*Add(F(kMax, 5), F(3, 5)));
  EXPECT_EQ(*Subtract(F(kMax, 7), F(kMax, 7)), 0);
  // kMax/2 - kMax/3 = kMax/6, with products of 129 bits on the way.
  EXPECT_EQ(*Subtract(F(kMax, 2), F(kMax, 3)), F(kMax, 6));
  EXPECT_EQ(*Subtract(F(kMax, 3), F(kMax, 2)), F(-kMax, 6));
  EXPECT_EQ(*Add(F(-kMax, 2), F(kMax, 3)), F(-kMax, 6));
}

TEST(FractionTest, OrderIsByValueAtEverySize) {
  const std::vector<Fraction> ascending = {
      F(-kMax, 1),       F(-kMax, 2),       -2,         F(-1, 3),   F(-1, kMax),       0,
      F(1, kMax),        F(kMax / 3, kMax), F(1, 3),    F(34, 100), F(kMax - 1, kMax), 1,
      F(kMax, kMax - 1), F(kMax, 3),        F(kMax, 2), F(kMax, 1)};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ascending[i] < ascending[j], i < j)
          << ascending[i].ToString() << ' ' << ascending[j].ToString();
      EXPECT_EQ(ascending[i] == ascending[j], i == j);
    }
  }
}

TEST(FractionTest, DoublesAreTheNearest) {
  EXPECT_EQ(F(1, 3).ToDouble(), 1.0 / 3.0);
  EXPECT_EQ(F(-59, 50).ToDouble(), -1.18);
  EXPECT_EQ(F(absl::int128(9007199254740993), 1).ToDouble(), 9007199254740992.0);
  EXPECT_EQ(F(absl::int128(9007199254740993) * 10 + 1, 10).ToDouble(), 9007199254740994.0);
  EXPECT_EQ(F(kMax, 1).ToDouble(), 170141183460469231731687303715884105728.0);
  EXPECT_EQ(F(-1, kMax).ToDouble(), -1.0 / 170141183460469231731687303715884105728.0);
  EXPECT_EQ(F(absl::int128(1) << 70, 3).ToDouble(), 1180591620717411303424.0 / 3.0);
}

TEST(FractionPropertyTest, ArithmeticAgreesWithSmallRationals) {
  Random random(11);
  for (int i = 0; i < 30000; ++i) {
    const int64_t a = random.OfBits(20);
    const int64_t b = random.Between(1, 2000);
    const int64_t c = random.OfBits(20);
    const int64_t d = random.Between(1, 2000);
    const Fraction x = F(a, b);
    const Fraction y = F(c, d);
    ASSERT_EQ(*Add(x, y), F(a * d + c * b, b * d));
    ASSERT_EQ(*Subtract(x, y), F(a * d - c * b, b * d));
    ASSERT_EQ(*Multiply(x, y), F(a * c, b * d));
    if (c != 0) {
      ASSERT_EQ(*Divide(x, y), F(a * d, b * c));
    }
    ASSERT_EQ(x < y, a * d < c * b);
    ASSERT_EQ(x == y, a * d == c * b);
    ASSERT_EQ(std::gcd(static_cast<int64_t>(x.numerator()), static_cast<int64_t>(x.denominator())),
              1);
  }
}

TEST(FractionPropertyTest, WideOperationsUndoEachOther) {
  Random random(12);
  int done = 0;
  for (int i = 0; i < 5000; ++i) {
    const Fraction x =
        F(absl::int128(random.OfBits(62)) * random.OfBits(60), random.Between(1, INT64_MAX));
    const Fraction y = F(random.OfBits(62) | 1, random.Between(1, 1 << 20));
    const auto sum = Add(x, y);
    if (sum.ok()) {
      const auto back = Subtract(*sum, y);
      ASSERT_TRUE(back.ok());
      ASSERT_EQ(*back, x);
      ASSERT_EQ(x<*sum, y.sign()> 0);
      ++done;
    }
    const auto product = Multiply(x, y);
    if (product.ok()) {
      ASSERT_EQ(*Divide(*product, y), x);
    }
  }
  EXPECT_GT(done, 1000);
}

}  // namespace
}  // namespace attain
