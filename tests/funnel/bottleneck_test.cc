// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/bottleneck.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

constexpr StageCodes kTwo{.stages = 2};

struct Pipeline {
  StageHistory history;
  StageFigures figures;
  StageTimes times;
};

// `deals` deals; of ten, two are lost at the first stage after 10 days, and of the eight that go on
// after 10, four are lost at the second after 30 and four won after 30. Each is worth 100.
Pipeline Draw(int32_t deals) {
  std::vector<int32_t> deal;
  std::vector<int64_t> time;
  std::vector<int32_t> stage;
  const auto row = [&](int32_t of, int64_t at, int32_t to) {
    deal.push_back(of);
    time.push_back(at);
    stage.push_back(to);
  };
  for (int32_t i = 0; i < deals; ++i) {
    row(i, 0, 0);
    row(i, 10, i % 10 < 2 ? kTwo.lost() : 1);
    if (i % 10 >= 2) row(i, 40, i % 2 == 0 ? kTwo.lost() : kTwo.won());
  }
  Pipeline pipeline;
  pipeline.history = *StageHistory::Read(
      StageLog{.deals = deals, .deal = deal, .time = time, .stage = stage}, kTwo, 50);
  const std::vector<int64_t> value(static_cast<size_t>(deals), 100);
  pipeline.figures = CountStages(pipeline.history, {.value = value})->front();
  pipeline.times = *TimeStages(pipeline.history, {.unit = 1});
  return pipeline;
}

TEST(BottleneckTest, ValueLostTimesTimeRanksStages) {
  const Pipeline pipeline = Draw(1000);
  const std::vector<Bottleneck> stages = *RankBottlenecks(pipeline.figures, pipeline.times);
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stages[0].stage, 1);
  EXPECT_EQ(stages[0].lost, 400);
  EXPECT_EQ(stages[0].left, 800);
  EXPECT_EQ(stages[0].lost_value, Decimal(40000));
  EXPECT_EQ(*stages[0].loss_rate, 0.5);
  EXPECT_EQ(*stages[0].others_rate, 0.2);
  EXPECT_EQ(*stages[0].mean_time, 30);
  EXPECT_EQ(*stages[0].time_ratio, 1.5);
  EXPECT_EQ(stages[0].score, 60000);
  EXPECT_LT(*stages[0].p, 1e-9);
  EXPECT_TRUE(stages[0].flagged);
  EXPECT_FALSE(stages[1].flagged);  // it loses less than the other
  // 400 are won at 100 each: a point of 50 is a fiftieth.
  EXPECT_NEAR(*stages[0].point_worth, 800, 1e-9);
  EXPECT_NEAR(*stages[1].point_worth, 40000 * 0.01 / 0.8, 1e-9);
  EXPECT_LT(stages[0].loss_interval->lower, 0.5);
}

TEST(BottleneckTest, FewDealsAreNeverFlagged) {
  const Pipeline pipeline = Draw(20);
  const std::vector<Bottleneck> stages = *RankBottlenecks(pipeline.figures, pipeline.times);
  EXPECT_TRUE(stages[0].small);
  EXPECT_FALSE(stages[0].flagged);
  EXPECT_FALSE(RankBottlenecks(pipeline.figures, pipeline.times, {.alpha = 1})->front().flagged);
  // And what may be chance is not flagged however many are asked to be enough.
  EXPECT_FALSE(RankBottlenecks(pipeline.figures, pipeline.times, {.least = 1})->front().flagged);
}

TEST(BottleneckTest, WithoutDealsNothingIsSaid) {
  const Pipeline pipeline = Draw(0);
  const std::vector<Bottleneck> stages = *RankBottlenecks(pipeline.figures, pipeline.times);
  EXPECT_FALSE(stages[0].loss_rate.has_value());
  EXPECT_FALSE(stages[0].p.has_value());
  EXPECT_FALSE(stages[0].point_worth.has_value());
  EXPECT_TRUE(stages[0].small);
}

TEST(BottleneckTest, WhatDoesNotFitIsRefused) {
  const Pipeline pipeline = Draw(10);
  EXPECT_EQ(ReasonOf(RankBottlenecks(pipeline.figures, {}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(RankBottlenecks(pipeline.figures, pipeline.times, {.least = 0}).status()),
            Reason::kInvalidArgument);
  StageFigures snapshot = pipeline.figures;
  snapshot.status = Reason::kInsufficientHistory;
  EXPECT_EQ(ReasonOf(RankBottlenecks(snapshot, pipeline.times).status()),
            Reason::kInsufficientHistory);
}

}  // namespace
}  // namespace attain::funnel
