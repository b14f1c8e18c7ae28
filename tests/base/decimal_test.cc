// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/decimal.h"

#include <string>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "base/random.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

using testing::Random;

constexpr char kNines[] = "99999999999999999999999999999999999999";  // 38 digits

Decimal D(std::string_view text) {
  const auto value = Decimal::Parse(text);
  EXPECT_TRUE(value.ok()) << text << ": " << value.status();
  return value.ok() ? *value : Decimal();
}

Reason ReasonOfParse(std::string_view text) { return ReasonOf(Decimal::Parse(text).status()); }

TEST(DecimalTest, TextIsReadDigitByDigit) {
  EXPECT_EQ(D("1050.10").coefficient(), 105010);
  EXPECT_EQ(D("1050.10").scale(), 2);
  EXPECT_EQ(D("-12.50").ToFixedString(), "-12.50");
  EXPECT_EQ(D("+3"), 3);
  EXPECT_EQ(D(".5"), D("0.5"));
  EXPECT_EQ(D("5."), 5);
  EXPECT_EQ(D("1e3"), 1000);
  EXPECT_EQ(D("1e3").scale(), 0);
  EXPECT_EQ(D("2.5E-4"), D("0.00025"));
  EXPECT_EQ(D("2.5e+1"), 25);
  EXPECT_EQ(D("000000000000000000000000000000000000000000000000007"), 7);
}

TEST(DecimalTest, OtherTextIsNoNumber) {
  for (const char* text : {"", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,000", " 1", "1 ",
                           "0x10", "NaN", "inf", "--1", "1-", "1e5x", "１"}) {
    EXPECT_EQ(ReasonOfParse(text), Reason::kInvalidNumber) << text;
  }
}

TEST(DecimalTest, DigitsBeyond38AreAnOverflow) {
  EXPECT_EQ(D(kNines).ToString(), kNines);
  EXPECT_EQ(D(std::string("-0.") + kNines).ToString(), std::string("-0.") + kNines);
  EXPECT_EQ(ReasonOfParse("100000000000000000000000000000000000000"), Reason::kOverflow);
  EXPECT_EQ(ReasonOfParse(std::string(kNines) + ".1"), Reason::kOverflow);
  EXPECT_EQ(ReasonOfParse("1e38"), Reason::kOverflow);
  EXPECT_EQ(ReasonOfParse("1e-39"), Reason::kOverflow);
  EXPECT_EQ(ReasonOfParse("1e999999999999999999999"), Reason::kOverflow);
  EXPECT_EQ(ReasonOfParse("1e-999999999999999999999"), Reason::kOverflow);
  EXPECT_EQ(ReasonOfParse("0." + std::string(38, '0') + "1"), Reason::kOverflow);
}

TEST(DecimalTest, ZerosBeyondTheLimitCostNothing) {
  EXPECT_EQ(D("1." + std::string(60, '0')), 1);
  EXPECT_EQ(ReasonOfParse("1." + std::string(60, '0') + "1"), Reason::kOverflow);
  EXPECT_EQ(D("0." + std::string(60, '0')), 0);
  EXPECT_EQ(D("0e999"), 0);
  EXPECT_EQ(D("0e-999").scale(), Decimal::kMaxScale);
  EXPECT_EQ(D("100e-40").scale(), Decimal::kMaxScale);
  EXPECT_EQ(D("1" + std::string(37, '0') + "e-39").ToString(), "0.01");
}

TEST(DecimalTest, PartsOutOfRangeAreAnOverflow) {
  EXPECT_EQ(Decimal::Of(105, 2)->ToString(), "1.05");
  EXPECT_EQ(ReasonOf(Decimal::Of(1, -1).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Decimal::Of(1, 39).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Decimal::Of(PowerOfTen(38), 0).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Decimal::Of(absl::Int128Min(), 0).status()), Reason::kOverflow);
  EXPECT_TRUE(Decimal::Of(PowerOfTen(38) - 1, 38).ok());
}

TEST(DecimalTest, TextIsShortestAndExact) {
  EXPECT_EQ(D("1.50").ToString(), "1.5");
  EXPECT_EQ(D("1.50").ToFixedString(), "1.50");
  EXPECT_EQ(D("-0.5").ToString(), "-0.5");
  EXPECT_EQ(D("-0.005").ToFixedString(), "-0.005");
  EXPECT_EQ(D("-0.00").ToString(), "0");
  EXPECT_EQ(D("-0.00").ToFixedString(), "0.00");
  EXPECT_EQ(D("1200").ToString(), "1200");
  EXPECT_EQ(Decimal(INT64_MIN).ToString(), "-9223372036854775808");
}

TEST(DecimalTest, RescalingKeepsTheValueOrFails) {
  EXPECT_EQ(D("1.50").Rescaled(4)->ToFixedString(), "1.5000");
  EXPECT_EQ(D("1.50").Rescaled(1)->ToFixedString(), "1.5");
  EXPECT_EQ(ReasonOf(D("1.50").Rescaled(0).status()), Reason::kInexact);
  EXPECT_EQ(ReasonOf(D("1").Rescaled(38).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(D("1").Rescaled(39).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(D("1").Rescaled(-1).status()), Reason::kOverflow);
  EXPECT_EQ(D("0").Rescaled(38)->scale(), 38);
  EXPECT_EQ(D("0.1").Rescaled(38)->scale(), 38);
}

TEST(DecimalTest, NormalizingDropsZerosBehindThePointOnly) {
  EXPECT_EQ(D("120.500").Normalized().scale(), 1);
  EXPECT_EQ(D("120.0").Normalized().coefficient(), 120);
  EXPECT_EQ(D("12345678901234567890123.4500").Normalized().scale(), 2);
  EXPECT_TRUE(D("3.00").IsWhole());
  EXPECT_FALSE(D("3.01").IsWhole());
  EXPECT_TRUE(D("3").IsWhole());
}

TEST(DecimalTest, OrderIsByValue) {
  const std::vector<Decimal> ascending = {D(std::string("-") + kNines),
                                          D("-2"),
                                          D("-1.5"),
                                          D("-0.00000000000000000001"),
                                          D("0"),
                                          D("1e-38"),
                                          D("0.00000000000000000001"),
                                          D("1.4999"),
                                          D("1.5"),
                                          D("9999999999.5"),
                                          D(kNines)};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ascending[i] < ascending[j], i < j) << i << ' ' << j;
      EXPECT_EQ(ascending[i] == ascending[j], i == j) << i << ' ' << j;
    }
  }
  EXPECT_EQ(D("1.50"), D("1.5"));
  EXPECT_EQ(D("-0.0"), D("0"));
}

TEST(DecimalTest, ArithmeticIsExact) {
  EXPECT_EQ(Multiply(D("1050.10"), D("0.125"))->ToString(), "131.2625");
  EXPECT_EQ(Add(D("0.1"), D("0.2"))->ToString(), "0.3");
  EXPECT_EQ(Add(D("1.5"), D("2.25"))->scale(), 2);
  EXPECT_EQ(Add(D("2.25"), D("1.5"))->ToString(), "3.75");
  EXPECT_EQ(Subtract(D("1"), D("0.01"))->ToString(), "0.99");
  EXPECT_EQ(Subtract(D("0.01"), D("1"))->ToString(), "-0.99");
  EXPECT_EQ(-D("1.5"), D("-1.5"));
  EXPECT_EQ(Abs(D("-1.5")), D("1.5"));
  EXPECT_EQ(Abs(D("1.5")), D("1.5"));
}

TEST(DecimalTest, SumsBeyond38DigitsAreAnOverflow) {
  EXPECT_EQ(ReasonOf(Add(D(kNines), 1).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Subtract(-D(kNines), 1).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Add(D(kNines), D("0.1")).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Add(D("0.1"), D(kNines)).status()), Reason::kOverflow);
  EXPECT_EQ(*Add(D(kNines), 0), D(kNines));
  EXPECT_EQ(*Subtract(D(kNines), D(kNines)), 0);
  EXPECT_EQ(*Add(D("0.00"), 5), 5);
}

TEST(DecimalTest, ProductsDropZerosBeforeTheyOverflow) {
  EXPECT_EQ(Multiply(D("5e-20"), D("2e-19"))->ToString(),
            "0.00000000000000000000000000000000000001");
  EXPECT_EQ(Multiply(D("-1.0000000000000000000"), D("1.00000000000000000000"))->ToString(), "-1");
  EXPECT_EQ(ReasonOf(Multiply(D("1e-20"), D("1e-19")).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Multiply(D(kNines), 2).status()), Reason::kOverflow);
  EXPECT_EQ(*Multiply(D(kNines), -1), -D(kNines));
  EXPECT_EQ(*Multiply(D("1e19"), D("9e18")), D("9e37"));
  EXPECT_EQ(ReasonOf(Multiply(D("1e19"), D("1e19")).status()), Reason::kOverflow);
}

TEST(DecimalTest, DoublesAreTheNearest) {
  EXPECT_EQ(D("0.1").ToDouble(), 0.1);
  EXPECT_EQ(D("-1234.5678").ToDouble(), -1234.5678);
  EXPECT_EQ(D("9007199254740993").ToDouble(), 9007199254740992.0);
  EXPECT_EQ(D("0.30000000000000000000000000001").ToDouble(), 0.3);
  EXPECT_EQ(D(kNines).ToDouble(), 1e38);
}

TEST(DecimalTest, PowersOfTenReach38) {
  EXPECT_EQ(PowerOfTen(0), 1);
  EXPECT_EQ(PowerOfTen(18), 1'000'000'000'000'000'000);
  EXPECT_EQ(Decimal::Of(PowerOfTen(38) - 1, 0)->ToString(), kNines);
}

TEST(DecimalPropertyTest, ArithmeticAgreesWithWholeNumbersAtOneScale) {
  // coefficient × 10^-scale with small parts: bring both to scale 12 and calculate in whole
  // numbers.
  Random random(7);
  for (int i = 0; i < 20000; ++i) {
    const int64_t a = random.OfBits(30);
    const int64_t b = random.OfBits(30);
    const int a_scale = static_cast<int>(random.Between(0, 6));
    const int b_scale = static_cast<int>(random.Between(0, 6));
    const Decimal x = Decimal::Unchecked(a, a_scale);
    const Decimal y = Decimal::Unchecked(b, b_scale);
    const absl::int128 left = absl::int128(a) * PowerOfTen(12 - a_scale);
    const absl::int128 right = absl::int128(b) * PowerOfTen(12 - b_scale);
    ASSERT_EQ(*Add(x, y), Decimal::Unchecked(left + right, 12));
    ASSERT_EQ(*Subtract(x, y), Decimal::Unchecked(left - right, 12));
    ASSERT_EQ(*Multiply(x, y), Decimal::Unchecked(absl::int128(a) * b, a_scale + b_scale));
    ASSERT_EQ(x < y, left < right);
    ASSERT_EQ(x == y, left == right);
    ASSERT_EQ(D(x.ToFixedString()).scale(), x.scale());
    ASSERT_EQ(D(x.ToString()), x);
  }
}

}  // namespace
}  // namespace attain
