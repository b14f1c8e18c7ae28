// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/attribution.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::funnel {
namespace {

// ad 0, mail 1, call 2
const std::vector<TouchPath> kPaths = {{.channels = {0, 1, 2}, .conversions = 6, .nulls = 10},
                                       {.channels = {2}, .conversions = 3},
                                       {.channels = {1, 1, 2}, .conversions = 2}};

std::vector<double> By(AttributionRule rule) { return *Attribute(kPaths, 3, {.rule = rule}); }

TEST(AttributeTest, FirstLastAndLinearComeOutAsOnPaper) {
  EXPECT_EQ(By(AttributionRule::kFirst), (std::vector<double>{6, 2, 3}));
  EXPECT_EQ(By(AttributionRule::kLast), (std::vector<double>{0, 0, 11}));
  const std::vector<double> linear = By(AttributionRule::kLinear);
  EXPECT_NEAR(linear[0], 2, 1e-15);
  EXPECT_NEAR(linear[1], 2 + 4.0 / 3, 1e-14);
  EXPECT_NEAR(linear[2], 5 + 2.0 / 3, 1e-14);
}

TEST(AttributeTest, PositionGivesTheEndsTheirParts) {
  const std::vector<double> position = By(AttributionRule::kPosition);
  EXPECT_NEAR(position[0], 6 * 0.4, 1e-14);
  EXPECT_NEAR(position[1], 6 * 0.2 + 2 * 0.6, 1e-14);
  EXPECT_NEAR(position[2], 6 * 0.4 + 3 + 2 * 0.4, 1e-14);
  const std::vector<TouchPath> two = {{.channels = {0, 1}, .conversions = 4}};
  AttributionOptions options{
      .rule = AttributionRule::kPosition, .first_share = 0.3, .last_share = 0.1};
  EXPECT_NEAR((*Attribute(two, 2, options))[0], 3, 1e-14);
  options.first_share = options.last_share = 0;
  EXPECT_EQ((*Attribute(two, 2, options))[0], 2);
}

TEST(AttributeTest, TouchWeighsHalfPerHalfLife) {
  const std::vector<TouchPath> paths = {
      {.channels = {0, 1, 2}, .conversions = 7, .ages = {14, 7, 0}}};
  const std::vector<double> credit = *Attribute(paths, 3, {.rule = AttributionRule::kTimeDecay});
  EXPECT_NEAR(credit[0], 1, 1e-14);
  EXPECT_NEAR(credit[1], 2, 1e-14);
  EXPECT_NEAR(credit[2], 4, 1e-14);
  const std::vector<TouchPath> old = {{.channels = {0, 1}, .conversions = 2, .ages = {1e6, 1e6}}};
  EXPECT_EQ((*Attribute(old, 2, {.rule = AttributionRule::kTimeDecay}))[0], 1);
}

TEST(AttributeTest, EveryRuleSharesAllConversions) {
  for (const AttributionRule rule : {AttributionRule::kFirst, AttributionRule::kLast,
                                     AttributionRule::kLinear, AttributionRule::kPosition}) {
    const std::vector<double> credit = By(rule);
    EXPECT_NEAR(std::accumulate(credit.begin(), credit.end(), 0.0), 11, 1e-13) << Name(rule);
  }
  EXPECT_EQ(Name(AttributionRule::kTimeDecay), "time_decay");
  EXPECT_EQ(Name(AttributionRule::kFirst), "first");
  EXPECT_EQ(Name(AttributionRule::kLast), "last");
  EXPECT_EQ(Name(AttributionRule::kLinear), "linear");
  EXPECT_EQ(Name(AttributionRule::kPosition), "position");
}

TEST(AttributeTest, OrderOfPathsChangesNothing) {
  std::vector<TouchPath> turned = kPaths;
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(*Attribute(turned, 3, {}), By(AttributionRule::kLinear));
  EXPECT_EQ(RemoveChannels(turned, 3)->share, RemoveChannels(kPaths, 3)->share);
}

TEST(RemoveChannelsTest, PublishedExampleComesOut) {
  // Bryl 2016: C1 > C2 > C3 converts, C1 and C2 > C3 do not.
  const std::vector<TouchPath> paths = {{.channels = {0, 1, 2}, .conversions = 1},
                                        {.channels = {0}, .nulls = 1},
                                        {.channels = {1, 2}, .nulls = 1}};
  const RemovalEffects effects = *RemoveChannels(paths, 4);
  EXPECT_NEAR(effects.conversion, 1.0 / 3, 1e-15);
  EXPECT_NEAR(effects.effect[0], 0.5, 1e-15);
  EXPECT_NEAR(effects.effect[1], 1, 1e-15);
  EXPECT_NEAR(effects.share[0], 0.2, 1e-15);
  EXPECT_NEAR(effects.attributed[2], 0.4, 1e-15);
  EXPECT_EQ(effects.effect[3], 0);
}

// Walks the chain step by step, with one channel closed.
double Walk(const std::vector<TouchPath>& paths, size_t channels, int32_t closed) {
  std::vector<double> at(channels, 0.0);
  std::vector<std::vector<double>> move(channels, std::vector<double>(channels, 0.0));
  std::vector<double> out(channels, 0.0);
  std::vector<double> leaving(channels, 0.0);
  double all = 0;
  for (const TouchPath& path : paths) {
    const auto weight = static_cast<double>(path.conversions + path.nulls);
    all += weight;
    at[static_cast<size_t>(path.channels[0])] += weight;
    for (size_t i = 0; i < path.channels.size(); ++i) {
      const auto channel = static_cast<size_t>(path.channels[i]);
      leaving[channel] += weight;
      if (i + 1 < path.channels.size())
        move[channel][static_cast<size_t>(path.channels[i + 1])] += weight;
    }
    out[static_cast<size_t>(path.channels.back())] += static_cast<double>(path.conversions);
  }
  double converted = 0;
  for (double& mass : at) mass /= all;
  for (int step = 0; step < 2000; ++step) {
    std::vector<double> next(channels, 0.0);
    for (size_t i = 0; i < channels; ++i) {
      if (static_cast<int32_t>(i) == closed || leaving[i] == 0) continue;
      converted += at[i] * out[i] / leaving[i];
      for (size_t j = 0; j < channels; ++j) next[j] += at[i] * move[i][j] / leaving[i];
    }
    at = next;
  }
  return converted;
}

TEST(RemoveChannelsTest, EqualsWalkingTheChainStepByStep) {
  stats::Random random(9);
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<TouchPath> paths(12);
    for (TouchPath& path : paths) {
      const size_t length = 1 + random.Next() % 5;
      for (size_t i = 0; i < length; ++i)
        path.channels.push_back(static_cast<int32_t>(random.Next() % 5));
      path.conversions = static_cast<int64_t>(random.Next() % 4);
      path.nulls = 1 + static_cast<int64_t>(random.Next() % 4);
    }
    paths[0].conversions = 1;
    const RemovalEffects effects = *RemoveChannels(paths, 5);
    const double whole = Walk(paths, 5, -1);
    EXPECT_NEAR(effects.conversion, whole, 1e-12);
    for (int32_t channel = 0; channel < 5; ++channel) {
      EXPECT_NEAR(effects.effect[static_cast<size_t>(channel)], 1 - Walk(paths, 5, channel) / whole,
                  1e-10);
    }
  }
}

TEST(RemoveChannelsTest, NothingConvertedIsNobodysMerit) {
  const std::vector<TouchPath> paths = {{.channels = {0}, .nulls = 4}};
  const RemovalEffects effects = *RemoveChannels(paths, 1);
  EXPECT_EQ(effects.conversion, 0);
  EXPECT_EQ(effects.share[0], 0);
  const std::vector<TouchPath> nobody = {{.channels = {0}}};
  EXPECT_EQ(ReasonOf(RemoveChannels(nobody, 1).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(RemoveChannels({}, 3000).status()), Reason::kInvalidArgument);
}

TEST(AttributeTest, AllFaultsAreFoundAtOnce) {
  const std::vector<TouchPath> bad = {{.channels = {}}, {.channels = {3}, .conversions = -1}};
  EXPECT_EQ(FindingsOf(Attribute(bad, 3, {}).status()).size(), 3);
  EXPECT_EQ(FindingsOf(RemoveChannels(bad, 3).status()).size(), 3);
  EXPECT_EQ(ReasonOf(Attribute(kPaths, 3, {.rule = AttributionRule::kTimeDecay}).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(
      ReasonOf(
          Attribute(kPaths, 3, {.rule = AttributionRule::kPosition, .first_share = 0.9}).status()),
      Reason::kInvalidArgument);
  EXPECT_EQ(
      ReasonOf(
          Attribute(kPaths, 3, {.rule = AttributionRule::kTimeDecay, .half_life = 0}).status()),
      Reason::kInvalidArgument);
}

}  // namespace
}  // namespace attain::funnel
