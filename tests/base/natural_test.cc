// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/natural.h"

#include <string>

#include "base/random.h"
#include "gtest/gtest.h"

namespace attain::internal {
namespace {

// A number of up to `limbs` limbs, of which some are all zeros or all ones: what carries far.
Natural Draw(testing::Random& random, int limbs) {
  Natural value;
  const int size = static_cast<int>(random.Next() % static_cast<uint64_t>(limbs + 1));
  for (int i = 0; i < size; ++i) {
    const uint64_t kind = random.Next() % 4;
    value.push_back(kind == 0 ? 0 : kind == 1 ? ~uint64_t{0} : random.Next());
  }
  while (!value.empty() && value.back() == 0) value.pop_back();
  return value;
}

TEST(NaturalTest, PowersOfTenAreWrittenWithAllTheirZeros) {
  Natural value = NaturalOf(10);
  for (int i = 0; i < 6; ++i) value = Product(value, value);
  EXPECT_EQ(ToDecimalString(value), "1" + std::string(64, '0'));
  EXPECT_EQ(ToDecimalString(Difference(value, NaturalOf(1))), std::string(64, '9'));
  EXPECT_EQ(ToDecimalString({}), "0");
  EXPECT_EQ(ToDecimalString(NaturalOf(7)), "7");
}

TEST(NaturalTest, BitsAreCountedToTheHighestSet) {
  EXPECT_EQ(BitsOf({}), 0U);
  EXPECT_EQ(BitsOf(NaturalOf(1)), 1U);
  EXPECT_EQ(BitsOf(Shifted(NaturalOf(1), 200)), 201U);
  EXPECT_TRUE(FitsPart(Shifted(NaturalOf(1), 126)));
  EXPECT_FALSE(FitsPart(Shifted(NaturalOf(1), 127)));
  EXPECT_EQ(LowBits(Shifted(NaturalOf(1), 100)), uint128{1} << 100);
  EXPECT_EQ(Shifted({}, 64), Natural());
}

TEST(NaturalTest, DivisionCorrectsADigitThatWasGuessedTooHigh) {
  // Numbers for which the first guess of a digit is one too high even after the second limb.
  const Natural above = {0, 0, uint64_t{1} << 63, (uint64_t{1} << 63) - 1};
  const Natural below = {1, 0, uint64_t{1} << 63};
  const DividedNatural divided = Divide(above, below);
  EXPECT_EQ(Sum(Product(divided.quotient, below), divided.remainder), above);
  EXPECT_TRUE(Compare(divided.remainder, below) < 0);
}

TEST(NaturalPropertyTest, QuotientTimesDivisorAndRemainderGiveTheNumberBack) {
  testing::Random random(20260101);
  for (int i = 0; i < 20'000; ++i) {
    const Natural a = Draw(random, 9);
    const Natural b = Draw(random, 5);
    if (b.empty()) continue;
    const DividedNatural divided = Divide(a, b);
    ASSERT_TRUE(Compare(divided.remainder, b) < 0);
    ASSERT_EQ(Sum(Product(divided.quotient, b), divided.remainder), a);
    ASSERT_EQ(Product(a, b), Product(b, a));
    ASSERT_EQ(Difference(Sum(a, b), b), a);
    ASSERT_EQ(Divide(Shifted(a, 77), Shifted(NaturalOf(1), 77)).quotient, a);
  }
}

TEST(NaturalPropertyTest, TheGreatestCommonDivisorLeavesNothingInCommon) {
  testing::Random random(20260102);
  for (int i = 0; i < 2'000; ++i) {
    const Natural common = Draw(random, 3);
    const Natural a = Product(common, Draw(random, 3));
    const Natural b = Product(common, Draw(random, 3));
    const Natural divisor = GreatestCommonDivisor(a, b);
    if (a.empty() || b.empty()) {
      ASSERT_EQ(divisor, a.empty() ? b : a);
      continue;
    }
    ASSERT_TRUE(Divide(a, divisor).remainder.empty());
    ASSERT_TRUE(Divide(divisor, common).remainder.empty());
    const Natural rest =
        GreatestCommonDivisor(Divide(a, divisor).quotient, Divide(b, divisor).quotient);
    ASSERT_EQ(rest, NaturalOf(1));
  }
}

}  // namespace
}  // namespace attain::internal
