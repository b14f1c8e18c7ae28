// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/steps.h"

#include "attain/base/status.h"
#include "funnel/logs.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

using testing::Log;

// Levels 3 3 2 1 1; the last one is open at 100.
Outcomes Five() {
  static const Log log({{0, 0, 1},
                        {0, 1, 2},
                        {0, 4, 4},
                        {1, 0, 1},
                        {1, 3, 2},
                        {1, 4, 4},
                        {2, 0, 1},
                        {2, 8, 2},
                        {3, 0, 1},
                        {4, 99, 1}},
                       5);
  return *Calculate(Funnel{.steps = 3, .window = 10}, log.View(), {.chains = true, .as_of = 100});
}

TEST(StepsTest, WhoIsOpenIsNeitherConvertedNorLost) {
  const auto steps = StepsOf(Five());
  ASSERT_TRUE(steps.ok());
  const StepCount& first = (*steps)[0];
  EXPECT_EQ(first.entered, 5);
  EXPECT_EQ(first.converted, 3);
  EXPECT_EQ(first.open, 1);
  EXPECT_EQ(first.lost, 1);
  EXPECT_DOUBLE_EQ(*first.rate, 0.75);
  EXPECT_NEAR(first.interval->lower, 0.300642, 1e-6);
  EXPECT_EQ((*steps)[1].lost, 1);
  EXPECT_EQ((*steps)[2].converted, 2);
  EXPECT_DOUBLE_EQ(*(*steps)[2].from_first, 0.4);
}

TEST(StepsTest, GapsAndTimesFromTheFirstStepAreThoseOfTheChains) {
  const auto steps = StepsOf(Five());
  EXPECT_EQ((*steps)[0].gap.n, 0);
  EXPECT_FALSE((*steps)[0].gap.mean.has_value());
  EXPECT_EQ((*steps)[1].gap.n, 3);
  EXPECT_DOUBLE_EQ(*(*steps)[1].gap.mean, 4);
  EXPECT_DOUBLE_EQ(*(*steps)[1].gap.median, 3);
  EXPECT_DOUBLE_EQ(*(*steps)[2].gap.median, 2);
  EXPECT_DOUBLE_EQ(*(*steps)[2].elapsed.p90, 4);
}

TEST(StepsTest, GroupsAreCountedApartAndCompared) {
  const std::vector<int32_t> group = {0, 0, 1, 1, -1};
  const auto steps = StepsOf(Five(), {.group = group, .groups = 3});
  ASSERT_TRUE(steps.ok());
  EXPECT_EQ((*steps)[0].entered, 2);
  EXPECT_EQ((*steps)[3].entered, 2);
  EXPECT_EQ((*steps)[3].converted, 1);
  EXPECT_EQ((*steps)[6].entered, 0);
  EXPECT_FALSE((*steps)[6].rate.has_value());
  const auto differences = Compare(*steps, 0, 1);
  ASSERT_TRUE(differences.ok());
  ASSERT_EQ(differences->size(), 3u);
  EXPECT_DOUBLE_EQ((*differences)[0].test.difference, 0.5);
  EXPECT_EQ((*differences)[2].step, 3);
  EXPECT_TRUE(Compare(*steps, 0, 2)->empty());
  EXPECT_EQ(ReasonOf(Compare(*steps, 0, 9).status()), Reason::kInvalidArgument);
}

TEST(StepsTest, QuantilesLieBetweenNeighboursInProportion) {
  const Spread spread = SpreadOf({4, 1, 3, 2});
  EXPECT_EQ(spread.n, 4);
  EXPECT_DOUBLE_EQ(*spread.mean, 2.5);
  EXPECT_DOUBLE_EQ(*spread.median, 2.5);
  EXPECT_DOUBLE_EQ(*spread.p10, 1.3);
  EXPECT_DOUBLE_EQ(*spread.p90, 3.7);
}

TEST(StepsTest, BadGroupsAreRefused) {
  const std::vector<int32_t> few = {0};
  const std::vector<int32_t> beyond = {0, 0, 0, 0, 7};
  EXPECT_EQ(ReasonOf(StepsOf(Five(), {.group = few}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(StepsOf(Five(), {.group = beyond}).status()), Reason::kRowOutOfRange);
  EXPECT_EQ(ReasonOf(StepsOf(Five(), {.groups = 0}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(StepsOf(Five(), {.confidence = 1}).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
