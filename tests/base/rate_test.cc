// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/rate.h"

#include <string>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain {
namespace {

TEST(RateTest, PercentAndFactorAreTheSameRate) {
  EXPECT_EQ(Rate::Parse("12.5%")->factor(), *Decimal::Parse("0.125"));
  EXPECT_EQ(*Rate::Parse("12.5%"), *Rate::Parse("0.125"));
  EXPECT_EQ(*Rate::Parse("6"), *Rate::Parse("600%"));
  EXPECT_EQ(*Rate::Parse("-5%"), Rate(*Decimal::Parse("-0.05")));
}

TEST(RateTest, RatesPrintInPercentWithoutTrailingZeros) {
  EXPECT_EQ(Rate::Parse("0.1250")->ToString(), "12.5%");
  EXPECT_EQ(Rate::Parse("1")->ToString(), "100%");
  EXPECT_EQ(Rate().ToString(), "0%");
  EXPECT_EQ(Rate::Parse("-0.001")->ToString(), "-0.1%");
}

TEST(RateTest, OrderIsByFactor) {
  EXPECT_LT(*Rate::Parse("6%"), *Rate::Parse("0.08"));
  EXPECT_GT(*Rate::Parse("6%"), Rate());
}

TEST(RateTest, OtherTextIsNoRate) {
  for (const char* text : {"", "%", "12.5 %", "12%%", "%12", "twelve"}) {
    EXPECT_EQ(ReasonOf(Rate::Parse(text).status()), Reason::kInvalidNumber) << text;
  }
  EXPECT_EQ(ReasonOf(Rate::Parse("1e-37%").status()), Reason::kOverflow);
}

TEST(RateTest, ARateTooLargeForPercentPrintsItsFactor) {
  const std::string nines(38, '9');
  const Rate rate = *Rate::Parse(nines);
  EXPECT_EQ(rate.ToString(), nines);
  EXPECT_EQ(*Rate::Parse(rate.ToString()), rate);
}

}  // namespace
}  // namespace attain
