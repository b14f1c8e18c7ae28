// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/explain/format.h"

#include "gtest/gtest.h"

namespace attain::explain {
namespace {

Fraction Number(const char* text) { return Fraction(*Decimal::Parse(text)); }

TEST(FormatTest, ThousandsAreSeparatedFromThePointOn) {
  EXPECT_EQ(GroupDigits("0"), "0");
  EXPECT_EQ(GroupDigits("999"), "999");
  EXPECT_EQ(GroupDigits("1000"), "1,000");
  EXPECT_EQ(GroupDigits("-1234567.1234"), "-1,234,567.1234");
  EXPECT_EQ(GroupDigits("-999"), "-999");
  EXPECT_EQ(GroupDigits("+1000"), "+1,000");
  EXPECT_EQ(GroupDigits(""), "");
}

TEST(FormatTest, NumbersKeepTheirOwnDigits) {
  EXPECT_EQ(FormatNumber(Number("1234.500")), "1,234.5");
  EXPECT_EQ(FormatNumber(Number("-0.000001")), "-0.000001");
  EXPECT_EQ(FormatNumber(Number("2"), 2), "2.00");
  EXPECT_EQ(FormatNumber(Number("2.125"), 2), "2.125");
}

TEST(FormatTest, NothingIsRoundedInSilence) {
  EXPECT_EQ(FormatNumber(*Fraction::Of(1, 3)), "≈0.333333");
  EXPECT_EQ(FormatNumber(*Fraction::Of(-2, 3), 2), "≈-0.666667");
  EXPECT_EQ(FormatNumber(Number("0.0000015")), "≈0.000002");
}

TEST(FormatTest, NumbersWithoutRoomForDecimalsStillPrint) {
  EXPECT_EQ(FormatNumber(Number("99999999999999999999999999999999999999"), 2),
            "99,999,999,999,999,999,999,999,999,999,999,999,999");
  const auto odd = Fraction::Of(PowerOfTen(38), 7);
  EXPECT_EQ(FormatNumber(*odd), odd->ToString());
}

TEST(FormatTest, AmountsHaveTheDecimalsOfTheirCurrency) {
  EXPECT_EQ(FormatAmount(Number("118000"), Currency::Unchecked("EUR", 2)), "118,000.00");
  EXPECT_EQ(FormatAmount(Number("118000"), Currency::Unchecked("JPY", 0)), "118,000");
  EXPECT_EQ(FormatAmount(Number("1.005"), Currency::Unchecked("EUR", 2)), "1.005");
}

TEST(FormatTest, PercentHasNoTrailingZeros) {
  EXPECT_EQ(FormatPercent(*Fraction::Of(59, 50), Language::kEnglish), "118 %");
  EXPECT_EQ(FormatPercent(Number("0.1250"), Language::kChinese), "12.5%");
  EXPECT_EQ(FormatPercent(*Fraction::Of(1, 3), Language::kEnglish), "≈33.333333 %");
}

TEST(FormatTest, PercentOfAHugeFactorShowsTheFactor) {
  const auto huge = Fraction::Of(PowerOfTen(38), 1);
  EXPECT_EQ(FormatPercent(*huge, Language::kEnglish), huge->ToString());
}

TEST(FormatTest, WideCharactersTakeTwoColumnsAndMarksNone) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc é"), 5);
  EXPECT_EQ(DisplayWidth("奖金 5"), 6);
  EXPECT_EQ(DisplayWidth("（，）"), 6);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);
  EXPECT_EQ(DisplayWidth("├ ×"), 3);
  EXPECT_EQ(DisplayWidth("\xFF"), 1);
}

}  // namespace
}  // namespace attain::explain
