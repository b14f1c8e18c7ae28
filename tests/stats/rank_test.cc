// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/rank.h"

#include <cmath>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

using Ranks = std::vector<double>;
using Places = std::vector<int64_t>;

const std::vector<double> kValues = {1, 3, 4, 4, 4, 7, 7, 10};

TEST(RankTest, TiesStandFirstLastOrInTheMiddle) {
  EXPECT_EQ(*Rank(kValues, {.omega = 0}), (Ranks{8, 7, 4, 4, 4, 2, 2, 1}));
  EXPECT_EQ(*Rank(kValues, {.omega = 0.5}), (Ranks{8, 7, 5, 5, 5, 2.5, 2.5, 1}));
  EXPECT_EQ(*Rank(kValues, {.omega = 1}), (Ranks{8, 7, 6, 6, 6, 3, 3, 1}));
}

TEST(RankTest, TheSmallestMayComeFirst) {
  EXPECT_EQ(*Rank(kValues, {.order = RankOrder::kSmallestFirst}), (Ranks{1, 2, 3, 3, 3, 6, 6, 8}));
}

TEST(RankTest, OthersAreTheMeasureWithoutBeingJoined) {
  const std::vector<double> values = {11, 7, 5};
  EXPECT_EQ(*RankAgainst(values, kValues, {.omega = 0}), (Ranks{1, 2, 4}));
  EXPECT_EQ(*RankAgainst(values, kValues, {.omega = 1}), (Ranks{0, 3, 3}));
  EXPECT_EQ(*RankAgainst(values, kValues, {.omega = 0.5}), (Ranks{0.5, 2.5, 3.5}));
  EXPECT_EQ(*RankAgainst(values, {}, {.omega = 0}), (Ranks{1, 1, 1}));
}

TEST(RankTest, ArgumentsOutOfRangeAreRefused) {
  EXPECT_EQ(ReasonOf(Rank(kValues, {.omega = 1.5}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Rank(kValues, {.omega = std::nan("")}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(Rank(Ranks{1, NAN}, {}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(RankAgainst(kValues, Ranks{NAN}, {}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(RankDense(Ranks{NAN}, RankOrder::kLargestFirst).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(RankOrdinal(Ranks{NAN}, RankOrder::kLargestFirst).status()),
            Reason::kInvalidArgument);
}

TEST(RankDenseTest, PlacesCountDistinctValues) {
  EXPECT_EQ(*RankDense(kValues, RankOrder::kLargestFirst), (Places{5, 4, 3, 3, 3, 2, 2, 1}));
  EXPECT_EQ(*RankDense(kValues, RankOrder::kSmallestFirst), (Places{1, 2, 3, 3, 3, 4, 4, 5}));
  EXPECT_TRUE(RankDense({}, RankOrder::kLargestFirst)->empty());
}

TEST(RankOrdinalTest, MoreDealsThenTheEarlierDateDecide) {
  const std::vector<double> values = {90, 90, 80, 90};
  const std::vector<double> deals = {5, 7, 9, 7};
  const std::vector<double> dates = {3, 1, 9, 2};
  const std::vector<TieBreak> tie_breaks = {{.keys = deals, .order = RankOrder::kLargestFirst},
                                            {.keys = dates}};
  EXPECT_EQ(*RankOrdinal(values, RankOrder::kLargestFirst, tie_breaks), (Places{3, 1, 4, 2}));
}

TEST(RankOrdinalTest, WhatIsStillEqualGoesByIndex) {
  EXPECT_EQ(*RankOrdinal(Ranks{5, 5, 9, 5}, RankOrder::kLargestFirst), (Places{2, 3, 1, 4}));
  EXPECT_EQ(*RankOrdinal(Ranks{5, 5, 9, 5}, RankOrder::kSmallestFirst), (Places{1, 2, 4, 3}));
}

TEST(RankOrdinalTest, KeysMustBeThereAndBeNumbers) {
  const std::vector<double> one = {1};
  const std::vector<double> bad = {1, NAN};
  EXPECT_EQ(ReasonOf(RankOrdinal(Ranks{5, 5}, RankOrder::kLargestFirst,
                                 std::vector<TieBreak>{{.keys = one}})
                         .status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(RankOrdinal(Ranks{5, 5}, RankOrder::kLargestFirst,
                                 std::vector<TieBreak>{{.keys = bad}})
                         .status()),
            Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::stats
