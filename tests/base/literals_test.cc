// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/literals.h"

#include "gtest/gtest.h"

namespace attain {
namespace {

using namespace literals;  // NOLINT(google-build-using-namespace): literals are made for it

// Read by the compiler, so checked by it.
static_assert((12.5_pct).factor().coefficient() == 125);
static_assert((12.5_pct).factor().scale() == 3);
static_assert((0.085_dec).coefficient() == 85);
static_assert((0.085_dec).scale() == 3);
static_assert((40'000_eur).units() == 4'000'000);
static_assert((40'000_eur).currency() == Currency::Unchecked("EUR", 2));
static_assert((12.50_usd).units() == 1250);
static_assert((12.5_gbp).units() == 1250);
static_assert((1_cny).units() == 100);
static_assert((1'000_jpy).units() == 1000);
static_assert((12.500_eur).units() == 1250);
static_assert((000'000'000'000'000'000'000'007_dec).coefficient() == 7);
static_assert((123456789012345678_dec).coefficient() == 123456789012345678);

TEST(LiteralsTest, LiteralsAreTheNumbersTheyShow) {
  EXPECT_EQ(12.5_pct, *Rate::Parse("12.5%"));
  EXPECT_EQ(0.085_dec, *Decimal::Parse("0.085"));
  EXPECT_EQ(40'000_eur, *Money::Parse("40000 EUR"));
  EXPECT_EQ(12.50_usd, *Money::Parse("12.50 USD"));
  EXPECT_EQ(0.01_gbp, *Money::Parse("0.01 GBP"));
  EXPECT_EQ(3_cny, *Money::Parse("3 CNY"));
  EXPECT_EQ(500_jpy, *Money::Parse("500 JPY"));
  EXPECT_EQ(-(1.5_dec), *Decimal::Parse("-1.5"));
}

}  // namespace
}  // namespace attain
