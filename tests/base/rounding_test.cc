// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/rounding.h"

#include <array>

#include "attain/base/status.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

using testing::Random;

constexpr std::array<RoundingMode, 7> kModes = {
    RoundingMode::kHalfEven, RoundingMode::kHalfAway, RoundingMode::kHalfTowardZero,
    RoundingMode::kDown,     RoundingMode::kUp,       RoundingMode::kFloor,
    RoundingMode::kCeiling};

// Tenths and what each mode makes of them, in the order of kModes.
struct Row {
  int64_t tenths;
  std::array<int64_t, 7> whole;
};
constexpr Row kTable[] = {
    // even away to-zero down up floor ceiling
    {0, {0, 0, 0, 0, 0, 0, 0}},          {1, {0, 0, 0, 0, 1, 0, 1}},
    {4, {0, 0, 0, 0, 1, 0, 1}},          {5, {0, 1, 0, 0, 1, 0, 1}},
    {6, {1, 1, 1, 0, 1, 0, 1}},          {9, {1, 1, 1, 0, 1, 0, 1}},
    {10, {1, 1, 1, 1, 1, 1, 1}},         {15, {2, 2, 1, 1, 2, 1, 2}},
    {25, {2, 3, 2, 2, 3, 2, 3}},         {-1, {0, 0, 0, 0, -1, -1, 0}},
    {-5, {0, -1, 0, 0, -1, -1, 0}},      {-6, {-1, -1, -1, 0, -1, -1, 0}},
    {-10, {-1, -1, -1, -1, -1, -1, -1}}, {-15, {-2, -2, -1, -1, -2, -2, -1}},
    {-25, {-2, -3, -2, -2, -3, -3, -2}},
};

TEST(RoundingTest, EveryModeRoundsAsItsTableSays) {
  for (const Row& row : kTable) {
    for (size_t i = 0; i < kModes.size(); ++i) {
      EXPECT_EQ(RoundDivide(row.tenths, 10, kModes[i]), row.whole[i])
          << row.tenths << " mode " << i;
      EXPECT_EQ(*Round(Decimal::Unchecked(row.tenths, 1), 0, kModes[i]), row.whole[i])
          << row.tenths << " mode " << i;
      EXPECT_EQ(*Round(*Fraction::Of(row.tenths, 10), 0, kModes[i]), row.whole[i])
          << row.tenths << " mode " << i;
      // The same table far beyond 64 bits.
      const absl::int128 wide = PowerOfTen(30);
      EXPECT_EQ(RoundDivide(row.tenths * wide, 10 * wide, kModes[i]), row.whole[i])
          << row.tenths << " mode " << i;
    }
  }
}

TEST(RoundingTest, TheCentsOfTheFileComment) {
  EXPECT_EQ(Round(*Fraction::Of(200, 3), 2, RoundingMode::kHalfEven)->ToFixedString(), "66.67");
  EXPECT_EQ(Round(*Decimal::Parse("1.005"), 2, RoundingMode::kHalfAway)->ToFixedString(), "1.01");
  EXPECT_EQ(Round(*Decimal::Parse("1.005"), 2, RoundingMode::kHalfEven)->ToFixedString(), "1.00");
  EXPECT_EQ(Round(*Decimal::Parse("-1.005"), 2, RoundingMode::kHalfAway)->ToFixedString(), "-1.01");
}

TEST(RoundingTest, TheScaleIsAlwaysTheOneAskedFor) {
  EXPECT_EQ(Round(Decimal(5), 2, RoundingMode::kDown)->ToFixedString(), "5.00");
  EXPECT_EQ(Round(Fraction(5), 3, RoundingMode::kDown)->ToFixedString(), "5.000");
}

TEST(RoundingTest, ScalesAndResultsOutOfRangeAreAnOverflow) {
  for (const int scale : {-1, 39}) {
    EXPECT_EQ(ReasonOf(Round(Decimal(1), scale, RoundingMode::kDown).status()), Reason::kOverflow);
    EXPECT_EQ(ReasonOf(Round(Fraction(1), scale, RoundingMode::kDown).status()), Reason::kOverflow);
  }
  EXPECT_EQ(ReasonOf(Round(Decimal(10), 38, RoundingMode::kDown).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Round(Fraction(10), 38, RoundingMode::kDown).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Round(*Fraction::Of(absl::Int128Max(), 1), 0, RoundingMode::kDown).status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Round(*Fraction::Of(absl::Int128Max(), 1), 38, RoundingMode::kDown).status()),
            Reason::kOverflow);
  const Decimal almost = *Decimal::Of(PowerOfTen(38) - 1, 1);
  EXPECT_EQ(Round(almost, 0, RoundingMode::kUp)->ToString(),
            "10000000000000000000000000000000000000");
}

TEST(RoundingTest, ANumeratorBeyond128BitsMayStillHaveAQuotient) {
  const absl::int128 wide = absl::Int128Max();
  EXPECT_EQ(*Round(*Fraction::Of(wide - 1, wide), 30, RoundingMode::kDown),
            *Decimal::Parse("0.999999999999999999999999999999"));
  EXPECT_EQ(*Round(*Fraction::Of(wide - 1, wide), 30, RoundingMode::kHalfEven), 1);
  EXPECT_EQ(*Round(*Fraction::Of(1 - wide, wide), 30, RoundingMode::kFloor), -1);
  EXPECT_EQ(*Round(*Fraction::Of(wide, 3), 0, RoundingMode::kHalfEven),
            *Decimal::Of((wide - 1) / 3, 0));
}

TEST(RoundingTest, AnUnknownModeCutsOff) {
  EXPECT_EQ(RoundDivide(19, 10, static_cast<RoundingMode>(99)), 1);
}

TEST(RoundingPropertyTest, RoundingMovesByLessThanAUnitAndIsOdd) {
  Random random(3);
  for (int i = 0; i < 20000; ++i) {
    const absl::int128 numerator = absl::int128(random.OfBits(62)) * random.Between(1, 1 << 20);
    const absl::int128 denominator =
        absl::int128(random.Between(1, 1 << 30)) * random.Between(1, 1 << 30);
    for (const RoundingMode mode : kModes) {
      const absl::int128 whole = RoundDivide(numerator, denominator, mode);
      const absl::int128 rest = numerator - whole * denominator;
      ASSERT_TRUE(rest < denominator && -rest < denominator);
      if (mode == RoundingMode::kHalfEven || mode == RoundingMode::kHalfAway ||
          mode == RoundingMode::kHalfTowardZero) {
        ASSERT_TRUE(2 * rest <= denominator && -2 * rest <= denominator);
      }
      if (mode != RoundingMode::kFloor && mode != RoundingMode::kCeiling) {
        ASSERT_EQ(RoundDivide(-numerator, denominator, mode), -whole);
      }
    }
    ASSERT_EQ(RoundDivide(-numerator, denominator, RoundingMode::kFloor),
              -RoundDivide(numerator, denominator, RoundingMode::kCeiling));
  }
}

}  // namespace
}  // namespace attain
