// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/inequality.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

using Values = std::vector<double>;

const Values kIncomes = {1000,  3000,  4000,  5000,  6000,  8000,  8000,  9000,  11000, 12000,
                         14000, 17000, 19000, 21000, 23000, 27000, 29000, 32000, 33000, 38000};

TEST(InequalityTest, TwentyIncomesComeOutAsPublished) {
  EXPECT_NEAR(*Gini(kIncomes), 0.38625, 1e-15);
  EXPECT_NEAR(*GiniUnbiased(kIncomes), 0.40657894736842104, 1e-15);
  EXPECT_NEAR(*TheilT(kIncomes), 0.24348449499387667, 1e-15);
  EXPECT_NEAR(*TheilL(kIncomes), 0.32335361017946623, 1e-15);
  EXPECT_NEAR(*Hoover(kIncomes), 0.296875, 1e-15);
}

TEST(InequalityTest, OneToFourComesOutByHand) {
  const Values values = {1, 2, 3, 4};
  EXPECT_EQ(*Gini(values), 0.25);
  EXPECT_NEAR(*CoefficientOfVariation(values), 0.447213595499958, 1e-15);
  EXPECT_EQ(*MaxToMin(values), 4);
  EXPECT_EQ(*Hoover(values), 0.2);
}

TEST(InequalityTest, EqualValuesAreEven) {
  const Values values = {5, 5, 5};
  EXPECT_EQ(*Gini(values), 0);
  EXPECT_EQ(*GiniUnbiased(values), 0);
  EXPECT_EQ(*TheilT(values), 0);
  EXPECT_EQ(*TheilL(values), 0);
  EXPECT_EQ(*Hoover(values), 0);
  EXPECT_EQ(*CoefficientOfVariation(values), 0);
  EXPECT_EQ(*MaxToMin(values), 1);
}

TEST(InequalityTest, OneWhoHasAllIsTheLargestUnevenness) {
  const Values values = {0, 0, 0, 8};
  EXPECT_EQ(*Gini(values), 0.75);
  EXPECT_EQ(*GiniUnbiased(values), 1);
  EXPECT_NEAR(*TheilT(values), std::log(4.0), 1e-15);
  EXPECT_EQ(*TheilL(values), INFINITY);
  EXPECT_EQ(*Hoover(values), 0.75);
  EXPECT_EQ(*MaxToMin(values), INFINITY);
}

TEST(InequalityTest, TheOrderOfTheInputNeverShows) {
  Values values = {0.1, 0.7, 0.3, 1e10, 0.9, 123.456, 7};
  const Values first = {*Gini(values), *TheilT(values), *TheilL(values), *Hoover(values),
                        *CoefficientOfVariation(values)};
  std::sort(values.begin(), values.end());
  do {
    ASSERT_EQ(*Gini(values), first[0]);
    ASSERT_EQ(*TheilT(values), first[1]);
    ASSERT_EQ(*TheilL(values), first[2]);
    ASSERT_EQ(*Hoover(values), first[3]);
    ASSERT_EQ(*CoefficientOfVariation(values), first[4]);
  } while (std::next_permutation(values.begin(), values.end()));
}

TEST(InequalityTest, BadValuesAreRefusedByEveryMeasure) {
  for (const auto measure :
       {Gini, GiniUnbiased, TheilT, TheilL, Hoover, CoefficientOfVariation, MaxToMin}) {
    EXPECT_EQ(ReasonOf(measure(Values{}).status()), Reason::kInsufficientData);
    EXPECT_EQ(ReasonOf(measure(Values{1, -1}).status()), Reason::kInvalidArgument);
    EXPECT_EQ(ReasonOf(measure(Values{1, NAN}).status()), Reason::kInvalidArgument);
    EXPECT_EQ(ReasonOf(measure(Values{1, INFINITY}).status()), Reason::kInvalidArgument);
    EXPECT_EQ(ReasonOf(measure(Values{0, 0}).status()), Reason::kInvalidArgument);
    EXPECT_EQ(ReasonOf(measure(Values{1e308, 1e308}).status()), Reason::kInvalidArgument);
  }
  EXPECT_EQ(ReasonOf(GiniUnbiased(Values{1}).status()), Reason::kInsufficientData);
}

}  // namespace
}  // namespace attain::stats
