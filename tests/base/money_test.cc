// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/money.h"

#include <cstdint>
#include <string>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

const Currency kEur = Currency::Unchecked("EUR", 2);
const Currency kUsd = Currency::Unchecked("USD", 2);

TEST(CurrencyTest, IsoCodesKnowTheirDecimals) {
  EXPECT_EQ(Currency::Parse("EUR")->scale(), 2);
  EXPECT_EQ(Currency::Parse("JPY")->scale(), 0);
  EXPECT_EQ(Currency::Parse("KWD")->scale(), 3);
  EXPECT_EQ(Currency::Parse("OMR")->scale(), 3);
  EXPECT_EQ(Currency::Parse("CLF")->scale(), 4);
  EXPECT_EQ(Currency::Parse("CLP")->scale(), 0);
  EXPECT_EQ(Currency::Parse("HRK")->scale(), 2);  // replaced in 2023, still in old bookings
  EXPECT_EQ(*Currency::Parse("EUR"), kEur);
  EXPECT_EQ(kEur.code(), "EUR");
}

TEST(CurrencyTest, OtherTextIsNoCurrency) {
  for (const char* code : {"", "EU", "EURO", "eur", "XXX", "XAU", "ABC", "E R", "€"}) {
    EXPECT_EQ(ReasonOf(Currency::Parse(code).status()), Reason::kUnknownCurrency) << code;
  }
}

TEST(CurrencyTest, ACurrencyOfOnesOwnHasUpToSixDecimals) {
  EXPECT_EQ(Currency::Of("USD", 6)->scale(), 6);
  EXPECT_EQ(Currency::Of("PTS", 0)->code(), "PTS");
  EXPECT_NE(*Currency::Of("USD", 6), kUsd);
  EXPECT_EQ(ReasonOf(Currency::Of("usd", 2).status()), Reason::kUnknownCurrency);
  EXPECT_EQ(ReasonOf(Currency::Of("USD", 7).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Currency::Of("USD", -1).status()), Reason::kInvalidArgument);
}

TEST(CurrencyTest, NoCurrencyHasNoCode) {
  EXPECT_TRUE(Currency().is_none());
  EXPECT_EQ(Currency().code(), "");
  EXPECT_NE(Currency(), kEur);
}

TEST(MoneyTest, TextIsReadAndPrintedToTheCent) {
  EXPECT_EQ(Money::Parse("40000 EUR")->units(), 4'000'000);
  EXPECT_EQ(Money::Parse("-12.50 EUR")->units(), -1250);
  EXPECT_EQ(Money::Parse("12.500 EUR")->units(), 1250);
  EXPECT_EQ(Money::Parse("40000 EUR")->ToString(), "40000.00 EUR");
  EXPECT_EQ(Money(-5, kEur).ToString(), "-0.05 EUR");
  EXPECT_EQ(Money::Parse("500 JPY")->ToString(), "500 JPY");
  EXPECT_EQ(Money(7, Currency()).ToString(), "7");
}

TEST(MoneyTest, OtherTextIsNoMoney) {
  EXPECT_EQ(ReasonOf(Money::Parse("40000").status()), Reason::kUnknownCurrency);
  EXPECT_EQ(ReasonOf(Money::Parse("40000 XYZ").status()), Reason::kUnknownCurrency);
  EXPECT_EQ(ReasonOf(Money::Parse("40000  EUR").status()), Reason::kUnknownCurrency);
  EXPECT_EQ(ReasonOf(Money::Parse("EUR 40000").status()), Reason::kInvalidNumber);
  EXPECT_EQ(ReasonOf(Money::Parse("0.001 EUR").status()), Reason::kInexact);
  EXPECT_EQ(ReasonOf(Money::Parse("0.5 JPY").status()), Reason::kInexact);
  EXPECT_EQ(ReasonOf(Money::Parse("92233720368547758.08 EUR").status()), Reason::kOverflow);
}

TEST(MoneyTest, TheLimitsOf64BitsFit) {
  EXPECT_EQ(Money::Parse("92233720368547758.07 EUR")->units(), INT64_MAX);
  EXPECT_EQ(Money::Parse("-92233720368547758.08 EUR")->units(), INT64_MIN);
  EXPECT_EQ(Money(INT64_MIN, kEur).ToString(), "-92233720368547758.08 EUR");
}

TEST(MoneyTest, SumsStayInOneCurrency) {
  EXPECT_EQ(Add(Money(150, kEur), Money(1, kEur))->ToString(), "1.51 EUR");
  EXPECT_EQ(Subtract(Money(150, kEur), Money(1, kEur))->ToString(), "1.49 EUR");
  EXPECT_EQ(ReasonOf(Add(Money(1, kEur), Money(1, kUsd)).status()), Reason::kCurrencyMismatch);
  EXPECT_EQ(ReasonOf(Subtract(Money(1, kEur), Money(1, kUsd)).status()), Reason::kCurrencyMismatch);
  EXPECT_EQ(ReasonOf(Compare(Money(1, kEur), Money(1, kUsd)).status()), Reason::kCurrencyMismatch);
  EXPECT_EQ(ReasonOf(Add(Money(1, kEur), Money()).status()), Reason::kCurrencyMismatch);
}

TEST(MoneyTest, SumsBeyond64BitsAreAnOverflow) {
  EXPECT_EQ(ReasonOf(Add(Money(INT64_MAX, kEur), Money(1, kEur)).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(Subtract(Money(INT64_MIN, kEur), Money(1, kEur)).status()), Reason::kOverflow);
}

TEST(MoneyTest, AmountsOfOneCurrencyCompare) {
  EXPECT_EQ(*Compare(Money(1, kEur), Money(2, kEur)), -1);
  EXPECT_EQ(*Compare(Money(2, kEur), Money(2, kEur)), 0);
  EXPECT_EQ(*Compare(Money(3, kEur), Money(2, kEur)), 1);
  EXPECT_TRUE(Money(0, kEur).is_zero());
}

TEST(MoneyTest, ExactAmountsBecomeMoneyByANamedRounding) {
  EXPECT_EQ(Round(*Fraction::Of(200, 3), kEur, RoundingMode::kHalfEven)->ToString(), "66.67 EUR");
  EXPECT_EQ(Round(*Fraction::Of(5, 1000), kEur, RoundingMode::kHalfEven)->units(), 0);
  EXPECT_EQ(Round(*Fraction::Of(5, 1000), kEur, RoundingMode::kHalfAway)->units(), 1);
  EXPECT_EQ(ReasonOf(Round(Fraction(INT64_MAX), kEur, RoundingMode::kDown).status()),
            Reason::kOverflow);
  EXPECT_EQ(Money(1250, kEur).ToDecimal(), *Decimal::Parse("12.5"));
}

}  // namespace
}  // namespace attain
