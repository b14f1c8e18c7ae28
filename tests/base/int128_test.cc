// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/int128.h"

#include "base/random.h"
#include "gtest/gtest.h"

namespace attain::internal {
namespace {

using testing::Random;

uint128 RandomWide(Random& random) {
  const uint128 value = uint128{random.Next()} << 64 | random.Next();
  return value >> random.Between(0, 127);
}

TEST(Int128Test, ProductsOverflowExactlyBeyond127Bits) {
  int128 product = 0;
  EXPECT_FALSE(MultiplyOverflows(kInt128Max, int128{1}, &product));
  EXPECT_TRUE(product == kInt128Max);
  EXPECT_FALSE(MultiplyOverflows(kInt128Max, int128{-1}, &product));
  EXPECT_TRUE(product == -kInt128Max);
  EXPECT_TRUE(MultiplyOverflows(kInt128Max, int128{2}, &product));
  EXPECT_TRUE(MultiplyOverflows(int128{1} << 64, int128{1} << 63, &product));
  EXPECT_FALSE(MultiplyOverflows(int128{1} << 64, int128{1} << 62, &product));
  EXPECT_TRUE(product == int128{1} << 126);
  EXPECT_FALSE(MultiplyOverflows(int128{INT64_MIN}, int128{INT64_MIN}, &product));
  EXPECT_TRUE(product == int128{1} << 126);
}

TEST(Int128Test, OverflowAgreesWithTheFullProduct) {
  Random random(1);
  for (int i = 0; i < 20000; ++i) {
    const uint128 a = RandomWide(random);
    const uint128 b = RandomWide(random);
    uint128 product = 0;
    const bool overflows = MultiplyOverflows(a, b, &product);
    const Uint256 full = FullProduct(a, b);
    ASSERT_EQ(overflows, full.high != 0);
    if (!overflows) {
      ASSERT_TRUE(product == full.low);
    }
  }
}

TEST(Int128Test, WideDivisionUndoesWideMultiplication) {
  Random random(2);
  for (int i = 0; i < 5000; ++i) {
    const uint128 a = RandomWide(random);
    const uint128 b = RandomWide(random) | 1;
    const uint128 rest = RandomWide(random) % b;
    const Uint256 value = Sum(FullProduct(a, b), {0, rest});
    const Divided256 divided = DivideWide(value, b);
    ASSERT_TRUE((divided.quotient == Uint256{0, a}));
    ASSERT_TRUE(divided.remainder == rest);
    ASSERT_TRUE((Difference(value, {0, rest}) == FullProduct(a, b)));
  }
}

TEST(Int128Test, CommonDivisorsAreFoundAtEverySize) {
  EXPECT_TRUE(GreatestCommonDivisor(0, 5) == 5);
  EXPECT_TRUE(GreatestCommonDivisor(5, 0) == 5);
  EXPECT_TRUE(GreatestCommonDivisor(0, 0) == 0);
  EXPECT_TRUE(GreatestCommonDivisor(12, 18) == 6);
  const uint128 wide = static_cast<uint128>(RawPowerOfTen(38));
  EXPECT_TRUE(GreatestCommonDivisor(wide, wide / 5 * 2) == wide / 5);
  EXPECT_TRUE(GreatestCommonDivisor(wide, 1024) == 1024);
}

TEST(Int128Test, MagnitudeOfTheSmallestNumberFits) {
  EXPECT_TRUE(Magnitude(-kInt128Max - 1) == uint128{1} << 127);
  EXPECT_TRUE(FitsInt64(int128{INT64_MIN}));
  EXPECT_FALSE(FitsInt64(int128{INT64_MAX} + 1));
}

}  // namespace
}  // namespace attain::internal
