// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/backtest.h"

#include <cmath>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

TEST(ScoreChancesTest, BrierScoreComesOutAsOnPaper) {
  const ChanceScore score =
      *ScoreChances(std::vector<double>{0.8, 0.6, 0.2}, std::vector<uint8_t>{1, 0, 0});
  EXPECT_NEAR(score.brier, 0.44 / 3, 1e-15);
  EXPECT_NEAR(score.brier_of_base_rate, 2.0 / 9, 1e-15);
  EXPECT_NEAR(*score.skill, 0.34, 1e-12);
  EXPECT_NEAR(score.bias, 1.6 / 3 - 1.0 / 3, 1e-15);
  EXPECT_EQ(score.bins.size(), 3U);
  EXPECT_NEAR(score.calibration_error, (0.2 + 0.6 + 0.2) / 3, 1e-15);
}

TEST(ScoreChancesTest, EndsOfBinsAreClear) {
  const ChanceScore score =
      *ScoreChances(std::vector<double>{0, 0.5, 1}, std::vector<uint8_t>{0, 1, 1}, 2);
  ASSERT_EQ(score.bins.size(), 2U);
  EXPECT_EQ(score.bins[0].n, 1);
  EXPECT_EQ(score.bins[1].n, 2);
  EXPECT_EQ(score.bins[1].from, 0.5);
  EXPECT_EQ(score.bins[1].mean_chance, 0.75);
  EXPECT_EQ(score.bins[1].interval.upper, 1);
}

TEST(ScoreChancesTest, OneOutcomeLeavesNoSkill) {
  EXPECT_FALSE(ScoreChances(std::vector<double>{0.5}, std::vector<uint8_t>{1})->skill.has_value());
}

TEST(ScoreChancesTest, TrueChancesAreCalibrated) {
  stats::Random random(8);
  std::vector<double> chance;
  std::vector<uint8_t> outcome;
  for (int i = 0; i < 20'000; ++i) {
    chance.push_back(random.Uniform());
    outcome.push_back(random.Uniform() < chance.back() ? 1 : 0);
  }
  const ChanceScore score = *ScoreChances(chance, outcome);
  EXPECT_LT(score.calibration_error, 0.02);
  EXPECT_NEAR(score.brier, 1.0 / 6, 0.01);
  EXPECT_NEAR(score.bias, 0, 0.02);
}

TEST(ScoreChancesTest, BadInputHasItsReason) {
  const auto bad = ScoreChances(std::vector<double>{2, std::nan("")}, std::vector<uint8_t>{1, 2});
  EXPECT_EQ(FindingsOf(bad.status()).size(), 3);
  EXPECT_EQ(ReasonOf(ScoreChances({}, {}).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(ScoreChances({}, {}, 0).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(ScoreChances({}, {}, 5, 1).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(ScoreChances(std::vector<double>{1}, {}).status()), Reason::kLengthMismatch);
}

TEST(CoverageTest, EndsAreInside) {
  const Coverage coverage =
      *CoverageOf(std::vector<int64_t>{10, 10, 10, 10}, std::vector<int64_t>{20, 20, 20, 20},
                  std::vector<int64_t>{10, 20, 9, 21});
  EXPECT_EQ(coverage.inside, 2);
  EXPECT_EQ(coverage.below, 1);
  EXPECT_EQ(coverage.above, 1);
  EXPECT_EQ(coverage.share, 0.5);
  EXPECT_LT(coverage.interval.lower, 0.2);
}

TEST(CoverageTest, BadInputHasItsReason) {
  const std::vector<int64_t> one = {1};
  const std::vector<int64_t> two = {2};
  EXPECT_EQ(ReasonOf(CoverageOf(two, one, one).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(CoverageOf(one, {}, one).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(CoverageOf({}, {}, {}).status()), Reason::kInsufficientData);
}

}  // namespace
}  // namespace attain::funnel
