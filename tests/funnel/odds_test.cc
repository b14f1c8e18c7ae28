// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/odds.h"

#include <cmath>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/survival.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

const std::vector<StageRecord> kStages = {{100, 40}, {4, 4}, {0, 0}};

TEST(StageOddsTest, FourDealsAreNoPromise) {
  const auto odds = *FitStageOdds(kStages, {.prior = 0.3});
  EXPECT_EQ(*odds[0].plain, 0.4);
  EXPECT_NEAR(*odds[0].chance, 46.0 / 120, 1e-15);
  EXPECT_NEAR(*odds[1].chance, 10.0 / 24, 1e-15);
  EXPECT_EQ(*odds[1].plain, 1);
  EXPECT_EQ(odds[1].n, 4);
  EXPECT_FALSE(odds[2].plain.has_value());
  EXPECT_NEAR(*odds[2].chance, 0.3, 1e-15);
  EXPECT_GT(odds[1].interval->upper - odds[1].interval->lower,
            odds[0].interval->upper - odds[0].interval->lower);
}

TEST(StageOddsTest, CommonRateIsThatOfAllStages) {
  EXPECT_NEAR(*(*FitStageOdds(kStages))[2].chance, 44.0 / 104, 1e-15);
  EXPECT_EQ(*(*FitStageOdds(kStages, {.strength = 0}))[1].chance, 1);
  EXPECT_FALSE((*FitStageOdds(kStages, {.strength = 0}))[2].chance.has_value());
  const std::vector<StageRecord> nothing = {{0, 0}};
  EXPECT_FALSE((*FitStageOdds(nothing))[0].chance.has_value());
}

TEST(StageOddsTest, BadCountsAndOptionsAreRefused) {
  const std::vector<StageRecord> bad = {{3, 4}, {-1, 0}};
  EXPECT_EQ(FindingsOf(FitStageOdds(bad).status()).size(), 2);
  EXPECT_EQ(ReasonOf(FitStageOdds(kStages, {.strength = -1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FitStageOdds(kStages, {.prior = 2}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(FitStageOdds(kStages, {.confidence = 0}).status()), Reason::kInvalidArgument);
}

// 100 deals: 30 lost on day 10, 20 more won on day 20, 15 won on day 40, 35 lost on day 60.
stats::IncidenceCurves History() {
  std::vector<double> days;
  std::vector<int32_t> cause;
  const auto add = [&](int count, double day, int32_t how) {
    days.insert(days.end(), static_cast<size_t>(count), day);
    cause.insert(cause.end(), static_cast<size_t>(count), how);
  };
  add(30, 10, 2);
  add(20, 20, 1);
  add(15, 40, 1);
  add(35, 60, 2);
  return *stats::AalenJohansen(days, cause);
}

TEST(ChanceWithinTest, FiftyAreOpenOnDayThirtyAndFifteenOfThemAreWonByDayFifty) {
  const auto odds =
      *ChanceWithin(History(), std::vector<double>{30, 30, 0}, std::vector<double>{20, 5, 100});
  EXPECT_NEAR(*odds[0].chance, 0.3, 1e-12);
  EXPECT_EQ(odds[0].n, 50);
  EXPECT_LT(odds[0].interval->lower, 0.2);
  EXPECT_NEAR(*odds[1].chance, 0, 1e-12);
  EXPECT_NEAR(*odds[2].chance, 0.35, 1e-12);
  EXPECT_EQ(odds[2].n, 100);
}

TEST(ChanceWithinTest, OlderThanAllHistoryHasNoChanceStated) {
  const auto odds = *ChanceWithin(History(), std::vector<double>{61}, std::vector<double>{10});
  EXPECT_EQ(odds[0].n, 0);
  EXPECT_FALSE(odds[0].chance.has_value());
  EXPECT_FALSE(odds[0].interval.has_value());
}

TEST(ChanceWithinTest, AgesAndDaysAreChecked) {
  const auto bad =
      ChanceWithin(History(), std::vector<double>{-1, std::nan("")}, std::vector<double>{1, 1});
  EXPECT_EQ(FindingsOf(bad.status()).size(), 2);
  EXPECT_EQ(ReasonOf(ChanceWithin(History(), std::vector<double>{1}, {}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(ChanceWithin(History(), {}, {}, 2).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
