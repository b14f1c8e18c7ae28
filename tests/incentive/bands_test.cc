// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/bands.h"

#include "attain/base/literals.h"
#include "attain/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "incentive/columns.h"

namespace attain::incentive {
namespace {

using namespace attain::literals;
using testing::ElementsAre;

// 0 – 80 % pays 6 %, 80 – 100 % pays 8 %, above 12.5 %.
std::vector<RateBand> Bands() {
  return {{.from = 0, .to = Fraction(0.8_dec), .pays = 0.06_dec},
          {.from = 0.8_dec, .to = Fraction(1), .pays = 0.08_dec},
          {.from = 1, .to = {}, .pays = 0.125_dec}};
}

TEST(BandsTest, AValueOnABoundGoesWhereTheBoundarySays) {
  EXPECT_EQ(Lookup(Bands(), 0.8_dec, Boundary::kLowerInclusive), 1);
  EXPECT_EQ(Lookup(Bands(), 0.8_dec, Boundary::kUpperInclusive), 0);
  EXPECT_EQ(Lookup(Bands(), 0.8_dec, Boundary::kClosed), 0);
  EXPECT_EQ(Lookup(Bands(), 0.7999_dec, Boundary::kLowerInclusive), 0);
  EXPECT_EQ(Lookup(Bands(), 5, Boundary::kLowerInclusive), 2);
}

TEST(BandsTest, ZeroBelongsToABandThatStartsAtZero) {
  EXPECT_EQ(Lookup(Bands(), 0, Boundary::kLowerInclusive), 0);
  EXPECT_EQ(Lookup(Bands(), 0, Boundary::kUpperInclusive), 0);
}

TEST(BandsTest, AValueInNoBandHasNone) {
  const std::vector<RateBand> bounded = {{.from = 15'000, .to = Fraction(16'000), .pays = 0.2_dec}};
  EXPECT_EQ(Lookup(bounded, 16'000, Boundary::kLowerInclusive), std::nullopt);
  EXPECT_EQ(Lookup(bounded, 16'000, Boundary::kClosed), 0);
  EXPECT_EQ(Lookup(bounded, -1, Boundary::kClosed), std::nullopt);
  EXPECT_EQ(Lookup(bounded, 15'000, Boundary::kUpperInclusive), std::nullopt);
}

TEST(BandsTest, SlicesCutAtBoundsTimesTheUnit) {
  EXPECT_THAT(*Slices(Bands(), 0, 118'000, 100'000),
              ElementsAre(Slice{0, 80'000}, Slice{1, 20'000}, Slice{2, 18'000}));
  EXPECT_THAT(*Slices(Bands(), 79'000, 81'000, 100'000),
              ElementsAre(Slice{0, 1'000}, Slice{1, 1'000}));
  EXPECT_TRUE(Slices(Bands(), 5, 5, 100'000)->empty());
}

TEST(BandsTest, MarginalPaysEverySliceItsOwnRate) {
  EXPECT_EQ(*Marginal(Bands(), 0, 118'000, 100'000), Fraction(8'650));
  // 550 and 120.5 of a table that ends at 930: 60 lie in the first band, 60.5 earn nothing.
  const std::vector<RateBand> bounded = {{.from = 0, .to = Fraction(610), .pays = 0.01_dec},
                                         {.from = 610, .to = Fraction(930), .pays = 0}};
  EXPECT_EQ(*Marginal(bounded, 550, 670.5_dec), Fraction(0.6_dec));
  EXPECT_EQ(*Marginal(bounded, 930, 5'000), Fraction(0));
}

TEST(BandsTest, InterpolationAddsTheFilledPartOfEveryBand) {
  // 0 – 25 pays 1000, 25 – 50 pays 2000: 40 is all of the first and 15/25 of the second.
  const std::vector<RateBand> bands = {{.from = 0, .to = Fraction(25), .pays = 1'000},
                                       {.from = 25, .to = Fraction(50), .pays = 2'000}};
  EXPECT_EQ(*Interpolate(bands, 40), Fraction(2'200));
  EXPECT_EQ(*Interpolate(bands, 12), Fraction(480));
}

TEST(BandsTest, InterpolationNeedsBandsThatEndAndAreNotEmpty) {
  EXPECT_EQ(ReasonOf(Interpolate(Bands(), 1).status()), Reason::kInvalidArgument);
  const std::vector<RateBand> empty = {{.from = 5, .to = Fraction(5), .pays = 1}};
  EXPECT_EQ(ReasonOf(Interpolate(empty, 10).status()), Reason::kDivisionByZero);
}

TEST(BandsTest, WhatNeedsMoreBitsThanAreKeptIsAnOverflow) {
  const Fraction tiny = *Divide(1, kHuge);
  const std::vector<RateBand> bands = {{.from = 0, .to = {}, .pays = tiny}};
  const Fraction odd = *Fraction::Of(1, 1'000'000'007);
  EXPECT_EQ(ReasonOf(Marginal(bands, 0, odd).status()), Reason::kOverflow);
  const std::vector<RateBand> far = {{.from = tiny, .to = {}, .pays = 1}};
  EXPECT_EQ(ReasonOf(Slices(far, 0, odd, *Divide(1, kHuge)).status()),
            Reason::kOverflow);
}

}  // namespace
}  // namespace attain::incentive
