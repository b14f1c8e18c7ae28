// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/forecast.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

const std::vector<int64_t> kAmounts = {100'000, 300'000};
const std::vector<double> kChances = {0.5, 0.2};
const std::vector<int64_t> kCreated = {40'000, 0, 80'000};

TEST(ForecastTest, WonOpenAndNewAddUpAsOnPaper) {
  const Forecast forecast =
      *ForecastPeriod({kAmounts, kChances}, {.closed = 200'000, .created = kCreated});
  EXPECT_NEAR(forecast.mean(), 200'000 + 110'000 + 40'000, 1e-9);
  EXPECT_EQ(*forecast.Quantile(0.5), 300'000);
  EXPECT_EQ(*forecast.Quantile(0.1), 200'000);
  EXPECT_EQ(*forecast.Quantile(1), 680'000);
  EXPECT_NEAR(forecast.AtLeast(300'000), 0.6, 1e-12);
  EXPECT_NEAR(forecast.AtLeast(320'000), 1.4 / 3, 1e-12);
  EXPECT_EQ(forecast.AtLeast(INT64_MIN), 1);
  EXPECT_EQ(forecast.AtLeast(INT64_MAX), 0);
  EXPECT_EQ(forecast.closed(), 200'000);
  EXPECT_EQ(forecast.created()[0], 0);
}

TEST(ForecastTest, WithoutHistoryNothingIsCreated) {
  const Forecast forecast = *ForecastPeriod({kAmounts, kChances}, {.closed = 7});
  EXPECT_EQ(forecast.mean_created(), 0);
  EXPECT_EQ(*forecast.Quantile(0.5), 100'007);
  EXPECT_NEAR(forecast.AtLeast(100'007), 0.6, 1e-12);
  EXPECT_EQ(*ForecastPeriod({}, {})->Quantile(0.5), 0);
}

TEST(ForecastTest, BadInputHasItsReason) {
  EXPECT_EQ(ReasonOf(ForecastPeriod({kAmounts, {}}).status()), Reason::kLengthMismatch);
  const std::vector<double> slip = {0.1, 0.1};
  EXPECT_EQ(
      ReasonOf(ForecastPeriod({.amount = kAmounts, .chance = kChances, .slip = slip}).status()),
      Reason::kUnsupportedOption);
  EXPECT_EQ(ReasonOf(ForecastPeriod({}, {.closed = INT64_MAX}).status()), Reason::kOverflow);
  const std::vector<int64_t> far = {int64_t{1} << 61};
  EXPECT_EQ(ReasonOf(ForecastPeriod({far, std::vector<double>{0.5}}).status()), Reason::kOverflow);
  EXPECT_EQ(ReasonOf(ForecastPeriod({}, {.created = kCreated})->Quantile(0).status()),
            Reason::kInvalidArgument);
}

struct Many {
  std::vector<int64_t> amount;
  std::vector<double> chance;
  Many() {
    for (int i = 0; i < 60; ++i) {
      amount.push_back(1000 * (1 + i % 9));
      chance.push_back(0.1 + 0.1 * (i % 8));
    }
  }
};

TEST(SimulationTest, IndependentDrawsAgreeWithTheExactSum) {
  const Many deals;
  const Forecast exact = *ForecastPeriod({deals.amount, deals.chance}, {.created = kCreated});
  const Simulation drawn =
      *SimulatePeriod({deals.amount, deals.chance}, {.created = kCreated}, {.draws = 20'000});
  const double sd = drawn.sd() / std::sqrt(20'000.0);
  EXPECT_NEAR(drawn.mean(), exact.mean(), 4 * sd);
  const int64_t target = *exact.Quantile(0.7);
  const auto wide = drawn.AtLeastInterval(target);
  EXPECT_NEAR(drawn.AtLeast(target), exact.AtLeast(target), 2 * (wide.upper - wide.lower));
  EXPECT_LE(*drawn.Quantile(0.1), *drawn.Quantile(0.9));
}

TEST(SimulationTest, DealsThatFallTogetherSpreadTheSum) {
  const Many deals;
  const Simulation apart = *SimulatePeriod({deals.amount, deals.chance}, {}, {.draws = 4000});
  const Simulation together =
      *SimulatePeriod({deals.amount, deals.chance}, {}, {.draws = 4000, .correlation = 0.3});
  EXPECT_GT(together.sd(), 2 * apart.sd());
  EXPECT_NEAR(together.mean() / apart.mean(), 1, 0.05);
  const Simulation one = *SimulatePeriod({deals.amount, std::vector<double>(60, 0.5)}, {},
                                         {.draws = 2000, .correlation = 1});
  EXPECT_EQ(one.sums().front(), 0);
  EXPECT_EQ(*one.Quantile(0.99), one.sums().back());
}

TEST(SimulationTest, GroupsHaveFortunesOfTheirOwn) {
  Many deals;
  std::vector<int32_t> group;
  for (int32_t i = 0; i < 60; ++i) group.push_back(i);
  const Simulation alone =
      *SimulatePeriod({deals.amount, deals.chance, group}, {}, {.draws = 4000, .correlation = 0.9});
  const Simulation apart = *SimulatePeriod({deals.amount, deals.chance}, {}, {.draws = 4000});
  EXPECT_NEAR(alone.sd() / apart.sd(), 1, 0.1);
}

TEST(SimulationTest, SlippingDealsDoNotCount) {
  const std::vector<double> sure = {1, 1};
  const std::vector<double> slip = {0, 1};
  const Simulation drawn = *SimulatePeriod({.amount = kAmounts, .chance = sure, .slip = slip},
                                           {.closed = 5}, {.draws = 100});
  EXPECT_EQ(drawn.sums().front(), 100'005);
  EXPECT_EQ(drawn.sums().back(), 100'005);
}

TEST(SimulationTest, SeedAndNothingElseDecides) {
  Many deals;
  const Simulation one = *SimulatePeriod({deals.amount, deals.chance}, {},
                                         {.seed = 3, .draws = 500, .correlation = 0.2});
  std::reverse(deals.amount.begin(), deals.amount.end());
  std::reverse(deals.chance.begin(), deals.chance.end());
  const Simulation turned = *SimulatePeriod({deals.amount, deals.chance}, {},
                                            {.seed = 3, .draws = 500, .correlation = 0.2});
  EXPECT_TRUE(std::equal(one.sums().begin(), one.sums().end(), turned.sums().begin()));
  const Simulation other = *SimulatePeriod({deals.amount, deals.chance}, {},
                                           {.seed = 4, .draws = 500, .correlation = 0.2});
  EXPECT_FALSE(std::equal(one.sums().begin(), one.sums().end(), other.sums().begin()));
}

TEST(SimulationTest, BadInputHasItsReason) {
  const std::vector<double> bad = {2, -1};
  const std::vector<int32_t> group = {-1, 0};
  EXPECT_EQ(FindingsOf(SimulatePeriod({kAmounts, bad, group, bad}, {}, {}).status()).size(), 5);
  EXPECT_EQ(ReasonOf(SimulatePeriod({kAmounts, {}}, {}, {}).status()), Reason::kLengthMismatch);
  EXPECT_EQ(ReasonOf(SimulatePeriod({}, {}, {.draws = 1}).status()), Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(SimulatePeriod({}, {}, {.correlation = 2}).status()),
            Reason::kInvalidArgument);
  const std::vector<int64_t> far = {INT64_MAX};
  EXPECT_EQ(ReasonOf(SimulatePeriod({far, std::vector<double>{1}}, {}, {}).status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(SimulatePeriod({}, {}, {})->Quantile(2).status()), Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
