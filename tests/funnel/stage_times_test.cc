// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stage_times.h"

#include <cmath>
#include <initializer_list>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

constexpr StageCodes kTwo{.stages = 2};
constexpr int32_t kWon = 2, kLost = 3;

// Days as they stand: a unit of 1.
StageTimesOptions Plain() { return {.unit = 1}; }

struct Log {
  int32_t deals = 0;
  std::vector<int32_t> deal;
  std::vector<int64_t> time;
  std::vector<int32_t> stage;

  void Deal(std::initializer_list<std::pair<int64_t, int32_t>> rows) {
    for (const auto& [at, to] : rows) {
      deal.push_back(deals);
      time.push_back(at);
      stage.push_back(to);
    }
    ++deals;
  }
  StageHistory Read(int64_t as_of) const {
    return *StageHistory::Read(StageLog{.deals = deals, .deal = deal, .time = time, .stage = stage},
                               kTwo, as_of);
  }
};

Log Five() {
  Log log;
  log.Deal({{0, 0}, {5, 1}, {10, kWon}});
  log.Deal({{0, 0}, {8, 1}});  // open at 1 since 8
  log.Deal({{2, 0}, {12, kLost}});
  log.Deal({{4, 0}, {9, 1}, {14, 0}});  // back, open
  log.Deal({{18, 0}});                  // open
  return log;
}

TEST(StageTimesTest, StaysAreCountedForAsLongAsTheyWereSeen) {
  const StageHistory history = Five().Read(20);
  const StageTimes times = *TimeStages(history, Plain());
  // Stage 0: 5 onward, 8 onward, 10 lost, 5 onward, 6+ (after 14), 2+.
  const StageTime& first = times.stages[0];
  EXPECT_EQ(first.staying.n(), 6);
  EXPECT_EQ(first.staying.events(), 4);
  EXPECT_NEAR(first.staying.SurvivalAt(5), 3.0 / 5, 1e-12);
  EXPECT_NEAR(first.staying.SurvivalAt(8), 0.3, 1e-12);
  EXPECT_EQ(*first.staying.Quantile(0.5), 8);
  EXPECT_NEAR(first.onward->value, 0.7, 1e-12);
  EXPECT_NEAR(first.lost->value, 0.3, 1e-12);
  EXPECT_EQ(first.back->value, 0);
  // Stage 1: 5 won, 12+, 5 back.
  const StageTime& second = times.stages[1];
  EXPECT_NEAR(second.exits.IncidenceAt(static_cast<int32_t>(StageExit::kOnward), 5), 1.0 / 3,
              1e-12);
  EXPECT_NEAR(second.exits.IncidenceAt(static_cast<int32_t>(StageExit::kBack), 5), 1.0 / 3, 1e-12);
  EXPECT_NEAR(second.onward->value, 0.5, 1e-12);
  EXPECT_NEAR(second.onward->unresolved, 1.0 / 3, 1e-12);
  // Deals: 10 won, 20+, 10 lost, 16+, 2+.
  EXPECT_NEAR(times.outcome.IncidenceAt(static_cast<int32_t>(DealExit::kWon), 10), 0.25, 1e-12);
  EXPECT_NEAR(times.win->value, 0.5, 1e-12);
  EXPECT_NEAR(times.open.SurvivalAt(10), 0.5, 1e-12);
  EXPECT_EQ(times.set_aside, 0);
}

TEST(StageTimesTest, UnitsTurnTimesIntoDays) {
  const StageHistory history = Five().Read(20);
  const StageTimes times = *TimeStages(history, {.unit = 2});
  EXPECT_EQ(*times.stages[0].staying.Quantile(0.5), 4);
}

TEST(StageTimesTest, SinceTakesWhatHappenedLater) {
  const StageHistory history = Five().Read(20);
  StageTimesOptions options = Plain();
  options.since = 9;
  const StageTimes times = *TimeStages(history, options);
  // Stage 0: the third deal from its age 7 on, lost at 10; the fourth from 14; the fifth.
  EXPECT_EQ(times.stages[0].staying.n(), 3);
  EXPECT_EQ(times.stages[0].staying.events(), 1);
  EXPECT_EQ(times.stages[0].staying.steps()[0].at_risk, 1);
  EXPECT_EQ(times.stages[0].lost->value, 1);
  // Deals: won at 10 and lost at 10, both watched before.
  EXPECT_NEAR(times.win->value, 0.5, 1e-12);
}

TEST(StageTimesTest, ChosenDealsAlone) {
  const StageHistory history = Five().Read(20);
  const std::vector<uint8_t> chosen = {0, 0, 1, 0, 0};
  StageTimesOptions options = Plain();
  options.chosen = chosen;
  const StageTimes times = *TimeStages(history, options);
  EXPECT_EQ(times.stages[0].staying.n(), 1);
  EXPECT_EQ(times.win->value, 0);
  EXPECT_FALSE(times.stages[1].onward.has_value());
}

TEST(StageTimesTest, TakenOutIsAnotherWayThanLost) {
  Log log;
  log.Deal({{0, 0}, {5, kTwo.voided()}});
  log.Deal({{0, 0}, {7, 1}, {8, kWon}});
  const StageTimes times = *TimeStages(log.Read(20), Plain());
  EXPECT_EQ(times.stages[0].lost->value, 0);
  EXPECT_NEAR(times.stages[0].onward->value, 0.5, 1e-12);
  EXPECT_NEAR(times.win->value, 0.5, 1e-12);
}

TEST(StageTimesTest, WhatIsLeftWithoutANextStageIsCensoredThere) {
  const std::vector<int64_t> entered = {0, 0};
  const std::vector<int64_t> left = {4, kNever};
  const StageHistory history = *StageHistory::Read(
      StageEntries{.deals = 2, .entered = {entered}, .exited = {left}}, {.stages = 1}, 9);
  const StageTimes times = *TimeStages(history, Plain());
  EXPECT_EQ(times.stages[0].staying.events(), 0);
  EXPECT_EQ(times.stages[0].staying.last_time(), 9);
  const std::vector<OpenDeal> open = *OpenDeals(history, nullptr, {.unit = 1});
  ASSERT_EQ(open.size(), 1u);  // nobody knows where the first deal is
  EXPECT_EQ(open[0].deal, 1);
}

TEST(StageTimesTest, OpenDealsKnowHowUnusualTheirAgeIs) {
  Log log;
  for (int64_t i = 1; i <= 20; ++i) log.Deal({{0, 0}, {i, kWon}});
  log.Deal({{0, 0}});   // 19 days: one in twenty stays as long
  log.Deal({{14, 0}});  // 5 days
  log.Deal({{0, 1}});   // a stage nobody ever left
  const StageHistory history = log.Read(19);
  const StageTimes times = *TimeStages(history, Plain());
  const std::vector<OpenDeal> open = *OpenDeals(history, &times, {.unit = 1, .least = 19});
  ASSERT_EQ(open.size(), 4u);  // and the twentieth, which is won a day later
  EXPECT_EQ(open[0].age, 19);
  EXPECT_TRUE(open[0].stalled);
  EXPECT_LT(*open[0].outlasted_by, 0.2);
  EXPECT_EQ(open[2].deal, 21);
  EXPECT_FALSE(open[2].stalled);
  EXPECT_GT(*open[2].outlasted_by, 0.7);
  EXPECT_EQ(open[3].deal, 22);
  EXPECT_FALSE(open[3].outlasted_by.has_value());
  EXPECT_FALSE(open[3].stalled);
  // Few cases call nothing stalled.
  EXPECT_FALSE((*OpenDeals(history, &times, {.unit = 1, .least = 50}))[0].stalled);
}

TEST(StageTimesTest, ASnapshotHasAgesAndNoTimes) {
  const std::vector<int32_t> stage = {0, 1, kWon};
  const std::vector<int64_t> since = {3, kNever, 5};
  const StageHistory history =
      *StageHistory::Read(StageSnapshot{.stage = stage, .since = since}, kTwo, 10);
  EXPECT_EQ(ReasonOf(TimeStages(history, Plain()).status()), Reason::kInsufficientHistory);
  const std::vector<OpenDeal> open = *OpenDeals(history, nullptr, {.unit = 1});
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].age, 7);
}

TEST(StageTimesTest, OptionsOutOfRangeAreRefused) {
  const StageHistory history = Five().Read(20);
  const std::vector<uint8_t> chosen = {1};
  EXPECT_EQ(ReasonOf(TimeStages(history, {.unit = 0}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(TimeStages(history, {.confidence = 1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(TimeStages(history, {.chosen = chosen}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(OpenDeals(history, nullptr, {.unit = -1}).status()), Reason::kInvalidArgument);
  const StageTimes other;
  EXPECT_EQ(ReasonOf(OpenDeals(history, &other).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
