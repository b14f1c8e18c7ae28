// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/survival.h"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

// Weeks in remission (Freireich et al. 1963): on 6-MP, and on placebo.
const std::vector<double> kTreated = {6,  6,  6,  7,  10, 13, 16, 22, 23, 6, 9,
                                      10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
const std::vector<uint8_t> kTreatedEnded = {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0,
                                            0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
const std::vector<double> kPlacebo = {1, 1, 2,  2,  3,  4,  4,  5,  5,  8, 8,
                                      8, 8, 11, 11, 12, 12, 15, 17, 22, 23};
const std::vector<uint8_t> kPlaceboEnded(21, 1);

TEST(KaplanMeierTest, RemissionsUnderTreatmentAreThoseOfTheTextbooks) {
  const SurvivalCurve curve = *KaplanMeier({.durations = kTreated, .observed = kTreatedEnded});
  EXPECT_EQ(curve.n(), 21);
  EXPECT_EQ(curve.events(), 9);
  EXPECT_EQ(curve.censored(), 12);
  EXPECT_EQ(curve.last_time(), 35);
  ASSERT_EQ(curve.steps().size(), 7u);
  EXPECT_EQ(curve.steps()[0].at_risk, 21);
  EXPECT_EQ(curve.steps()[0].events, 3);
  EXPECT_EQ(curve.SurvivalAt(5.9), 1);
  EXPECT_NEAR(curve.SurvivalAt(6), 18.0 / 21, 1e-15);
  EXPECT_NEAR(curve.SurvivalAt(10), 0.752941176470588, 1e-12);
  EXPECT_NEAR(curve.SurvivalAt(1000), 0.448179271708683, 1e-12);
  EXPECT_NEAR(curve.StandardErrorAt(6), 0.0763603548321212, 1e-12);  // sqrt(6/7 × 1/7 / 21)
  EXPECT_NEAR(curve.HazardAt(23), 0.7521135727018079, 1e-12);
  EXPECT_EQ(curve.HazardAt(1), 0);
  EXPECT_EQ(curve.StandardErrorAt(1), 0);
  EXPECT_EQ(*curve.Quantile(0.5), 23);
  EXPECT_FALSE(curve.Quantile(0.1).has_value());
}

TEST(KaplanMeierTest, IntervalsAreExponentialGreenwood) {
  const SurvivalCurve curve = *KaplanMeier({.durations = kTreated, .observed = kTreatedEnded});
  // exp(-exp(ln(-ln S) ± z sqrt(g) / ln S)) with S = 6/7 and g = 3 / (21 × 18), by hand.
  const double s = 6.0 / 7;
  const double half = 1.959963984540054 * std::sqrt(3.0 / (21 * 18)) / std::log(s);
  EXPECT_NEAR(curve.IntervalAt(6).lower, std::exp(-std::exp(std::log(-std::log(s)) - half)), 1e-12);
  EXPECT_NEAR(curve.IntervalAt(6).upper, std::exp(-std::exp(std::log(-std::log(s)) + half)), 1e-12);
  EXPECT_LT(curve.IntervalAt(6).lower, s);
  EXPECT_GT(curve.IntervalAt(6).upper, s);
  EXPECT_EQ(curve.IntervalAt(1), (Interval{.lower = 1, .upper = 1}));
  const Interval hazard = curve.HazardIntervalAt(6);
  EXPECT_NEAR(hazard.lower * hazard.upper, 1.0 / 49, 1e-15);
  EXPECT_EQ(curve.HazardIntervalAt(1), Interval{});
}

TEST(KaplanMeierTest, TheMedianHasItsInterval) {
  const SurvivalCurve placebo = *KaplanMeier({.durations = kPlacebo, .observed = kPlaceboEnded});
  EXPECT_EQ(*placebo.Quantile(0.5), 8);
  EXPECT_EQ(placebo.QuantileInterval(0.5), (TimeInterval{.lower = 4, .upper = 11}));
  EXPECT_EQ(placebo.SurvivalAt(23), 0);
  EXPECT_EQ(placebo.StandardErrorAt(23), 0);
  EXPECT_EQ(placebo.IntervalAt(23), (Interval{.lower = 0, .upper = 0}));
  const SurvivalCurve treated = *KaplanMeier({.durations = kTreated, .observed = kTreatedEnded});
  EXPECT_EQ(treated.QuantileInterval(0.5), (TimeInterval{.lower = 13, .upper = std::nullopt}));
  EXPECT_EQ(treated.QuantileInterval(2), TimeInterval{});
  EXPECT_FALSE(treated.Quantile(-0.5).has_value());
}

TEST(KaplanMeierTest, TheRestrictedMeanIsTheAreaUnderTheCurve) {
  const SurvivalCurve curve = *KaplanMeier({.durations = kTreated, .observed = kTreatedEnded});
  // Steps of 6, 7, 10, 13, 16 until 20, as area.
  const double by_hand = 6 + 1 * curve.SurvivalAt(6) + 3 * curve.SurvivalAt(7) +
                         3 * curve.SurvivalAt(10) + 3 * curve.SurvivalAt(13) +
                         4 * curve.SurvivalAt(16);
  const MeanEstimate mean = *curve.RestrictedMean(20);
  EXPECT_NEAR(mean.value, by_hand, 1e-12);
  EXPECT_FALSE(mean.extrapolated);
  EXPECT_LT(mean.interval.lower, mean.value);
  EXPECT_GT(mean.interval.upper, mean.value);
  EXPECT_TRUE(curve.RestrictedMean(40)->extrapolated);
  EXPECT_EQ(curve.RestrictedMean(3)->value, 3);
  EXPECT_EQ(curve.RestrictedMean(3)->standard_error, 0);
  EXPECT_EQ(ReasonOf(curve.RestrictedMean(-1).status()), Reason::kInvalidArgument);
}

TEST(KaplanMeierTest, WithoutCensoringTheRestrictedMeanIsTheMeanAndItsErrorTheOneOfMeans) {
  const SurvivalCurve curve = *KaplanMeier({.durations = kPlacebo, .observed = kPlaceboEnded});
  double sum = 0;
  double squares = 0;
  for (const double weeks : kPlacebo) {
    sum += weeks;
    squares += weeks * weeks;
  }
  const double mean = sum / 21;
  const MeanEstimate estimate = *curve.RestrictedMean(100);
  EXPECT_NEAR(estimate.value, mean, 1e-12);
  EXPECT_NEAR(estimate.standard_error, std::sqrt((squares / 21 - mean * mean) / 21), 1e-12);
  EXPECT_FALSE(estimate.extrapolated);  // nobody is left to extrapolate for
}

TEST(KaplanMeierTest, EventsComeBeforeCensoringsOfTheSameTime) {
  const std::vector<double> durations = {5, 5, 8};
  const std::vector<uint8_t> observed = {1, 0, 1};
  const SurvivalCurve curve = *KaplanMeier({.durations = durations, .observed = observed});
  EXPECT_NEAR(curve.SurvivalAt(5), 2.0 / 3, 1e-15);
  EXPECT_EQ(curve.SurvivalAt(8), 0);
}

TEST(KaplanMeierTest, WhoEntersLateCountsFromThenOn) {
  // At 3 the second has not entered, at 4 it has: 1/2 × 1/2.
  const std::vector<double> durations = {3, 6, 4, 5};
  const std::vector<uint8_t> observed = {1, 0, 1, 0};
  const std::vector<double> entry = {0, 3, 1, 4};
  const SurvivalCurve curve =
      *KaplanMeier({.durations = durations, .observed = observed, .entry = entry});
  EXPECT_EQ(curve.steps()[0].at_risk, 2);
  EXPECT_EQ(curve.steps()[1].at_risk, 2);
  EXPECT_EQ(curve.SurvivalAt(4), 0.25);
}

TEST(KaplanMeierTest, NobodyAndAllCensoredStayWhereTheyAre) {
  EXPECT_EQ(KaplanMeier({.durations = {}, .observed = {}})->SurvivalAt(9), 1);
  const std::vector<double> durations = {3, 5, 9};
  const std::vector<uint8_t> observed = {0, 0, 0};
  const SurvivalCurve curve = *KaplanMeier({.durations = durations, .observed = observed});
  EXPECT_EQ(curve.SurvivalAt(20), 1);
  EXPECT_FALSE(curve.Quantile(0.5).has_value());
  EXPECT_EQ(curve.QuantileInterval(0.5), TimeInterval{});
}

TEST(KaplanMeierTest, AllFaultsAreNamedAtOnce) {
  const double nan = std::nan("");
  const std::vector<double> durations = {1, -1, nan, 4};
  const std::vector<uint8_t> observed = {1, 1, 1, 7};
  const std::vector<double> entry = {1, 0, 0, 2};
  const auto curve =
      KaplanMeier({.durations = durations, .observed = observed, .entry = entry}, 1.5);
  const Findings findings = FindingsOf(curve.status());
  ASSERT_EQ(findings.size(), 5);  // confidence, entry of row 0, rows 1 and 2, mark of row 3
  EXPECT_EQ(findings.items()[1].where.row, 0);
  EXPECT_EQ(findings.items()[1].where.field, "entry");
  EXPECT_EQ(findings.items()[4].where.field, "observed");
  const std::vector<uint8_t> few = {1};
  EXPECT_EQ(ReasonOf(KaplanMeier({.durations = durations, .observed = few}).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(ReasonOf(KaplanMeier({.durations = kPlacebo, .observed = few}).status()),
            Reason::kLengthMismatch);
  EXPECT_EQ(
      ReasonOf(
          KaplanMeier({.durations = kPlacebo, .observed = kPlaceboEnded, .entry = entry}).status()),
      Reason::kLengthMismatch);
}

TEST(AalenJohansenTest, WonAndLostShareWhatIsGone) {
  const std::vector<double> durations = {3, 5, 5, 8, 10, 12, 12, 15, 18, 20};
  const std::vector<int32_t> cause = {1, 2, 1, 0, 1, 2, 0, 1, 2, 0};
  const IncidenceCurves curves = *AalenJohansen(durations, cause);
  EXPECT_EQ(curves.causes(), 2);
  EXPECT_EQ(curves.n(), 10);
  EXPECT_EQ(curves.steps().size(), 6u);
  EXPECT_NEAR(curves.IncidenceAt(1, 10), 0.3166666666666667, 1e-15);
  EXPECT_NEAR(curves.IncidenceAt(2, 20), 0.37222222222222223, 1e-15);
  EXPECT_NEAR(curves.SurvivalAt(20), 0.15555555555555559, 1e-15);
  for (const double time : {4.0, 5.0, 12.0, 18.0})
    EXPECT_NEAR(curves.IncidenceAt(1, time) + curves.IncidenceAt(2, time) + curves.SurvivalAt(time),
                1, 1e-15);
  EXPECT_EQ(curves.IncidenceAt(1, 2), 0);
  EXPECT_EQ(curves.IncidenceAt(3, 20), 0);
  EXPECT_EQ(curves.StandardErrorAt(3, 20), 0);
  EXPECT_EQ(curves.SurvivalAt(1), 1);
}

TEST(AalenJohansenTest, WithOneCauseItIsTheSurvivalCurveUpsideDown) {
  const std::vector<int32_t> cause(kTreatedEnded.begin(), kTreatedEnded.end());
  const IncidenceCurves curves = *AalenJohansen(kTreated, cause);
  const SurvivalCurve curve = *KaplanMeier({.durations = kTreated, .observed = kTreatedEnded});
  for (const double time : {6.0, 7.0, 10.0, 16.0, 23.0}) {
    EXPECT_NEAR(curves.IncidenceAt(1, time), 1 - curve.SurvivalAt(time), 1e-14);
    EXPECT_NEAR(curves.StandardErrorAt(1, time), curve.StandardErrorAt(time), 1e-14);
    EXPECT_NEAR(curves.IntervalAt(1, time).lower, 1 - curve.IntervalAt(time).upper, 1e-13);
    EXPECT_NEAR(curves.IntervalAt(1, time).upper, 1 - curve.IntervalAt(time).lower, 1e-13);
  }
}

TEST(AalenJohansenTest, WithoutCensoringItIsAShareWithTheErrorOfShares) {
  const std::vector<double> durations = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const std::vector<int32_t> cause = {1, 2, 2, 1, 2, 2, 2, 1, 2, 2};
  const IncidenceCurves curves = *AalenJohansen(durations, cause);
  EXPECT_NEAR(curves.IncidenceAt(1, 10), 0.3, 1e-15);
  EXPECT_NEAR(curves.StandardErrorAt(1, 10), std::sqrt(0.3 * 0.7 / 10), 1e-12);
  EXPECT_NEAR(curves.StandardErrorAt(2, 5), std::sqrt(0.3 * 0.7 / 10), 1e-12);
}

TEST(AalenJohansenTest, OfThoseWhoGoTheShareOneWayIsAPlainShareWithoutCensoring) {
  const std::vector<double> durations = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const std::vector<int32_t> cause = {1, 2, 2, 1, 2, 2, 2, 1, 2, 2};
  const IncidenceCurves curves = *AalenJohansen(durations, cause);
  const ShareEstimate share = *curves.ShareOf(1);
  EXPECT_NEAR(share.value, 0.3, 1e-15);
  EXPECT_NEAR(share.standard_error, std::sqrt(0.3 * 0.7 / 10), 1e-12);
  EXPECT_EQ(share.events, 10);
  EXPECT_EQ(share.unresolved, 0);
  EXPECT_LT(share.interval.lower, 0.3);
  EXPECT_GT(share.interval.upper, 0.3);
  EXPECT_EQ(curves.events(1), 3);
  EXPECT_EQ(curves.events(9), 0);
  EXPECT_EQ(curves.ShareOf(3)->value, 0);
  EXPECT_NEAR(curves.ShareOf(3)->interval.upper, Wilson(0, 10, 0.95)->upper, 1e-15);
}

TEST(AalenJohansenTest, ASharesErrorIsThatOfItsSpreadOverManySamples) {
  // Half censored at random, ways equally fast, cut off at 12: the share of the first way is 0.4.
  Random random(77);
  double sum = 0;
  double squares = 0;
  double errors = 0;
  const int rounds = 400;
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> durations;
    std::vector<int32_t> cause;
    for (int i = 0; i < 150; ++i) {
      const double time = -10 * std::log(random.Uniform());
      const double seen = std::min(12.0, 24 * random.Uniform());
      durations.push_back(std::min(time, seen));
      cause.push_back(time > seen ? 0 : random.Uniform() < 0.4 ? 1 : 2);
    }
    const ShareEstimate share = *AalenJohansen(durations, cause)->ShareOf(1);
    sum += share.value;
    squares += share.value * share.value;
    errors += share.standard_error;
  }
  const double mean = sum / rounds;
  EXPECT_NEAR(mean, 0.4, 0.01);
  EXPECT_NEAR(errors / rounds, std::sqrt(squares / rounds - mean * mean), 0.006);
}

TEST(AalenJohansenTest, WithoutEventsThereIsNoShare) {
  const std::vector<double> durations = {1, 2};
  const std::vector<int32_t> cause = {0, 0};
  EXPECT_FALSE(AalenJohansen(durations, cause)->ShareOf(1).has_value());
}

TEST(AalenJohansenTest, FaultsAreNamed) {
  const std::vector<double> durations = {1, 2};
  const std::vector<int32_t> cause = {-1, 101};
  EXPECT_EQ(FindingsOf(AalenJohansen(durations, cause).status()).size(), 2);
}

TEST(LogRankTest, RemissionsDifferAsTheTextbooksSay) {
  std::vector<double> durations = kPlacebo;
  durations.insert(durations.end(), kTreated.begin(), kTreated.end());
  std::vector<uint8_t> observed = kPlaceboEnded;
  observed.insert(observed.end(), kTreatedEnded.begin(), kTreatedEnded.end());
  std::vector<int32_t> group(21, 0);
  group.resize(42, 1);
  const LogRankResult test = *LogRank({.durations = durations, .observed = observed}, group, 2);
  EXPECT_NEAR(test.chi2, 16.792940989216525, 1e-10);
  EXPECT_EQ(test.df, 1);
  EXPECT_NEAR(test.p, 4.168809109334561e-05, 1e-15);
  EXPECT_EQ(test.observed, (std::vector<int64_t>{21, 9}));
  EXPECT_NEAR(test.expected[0], 10.75, 0.005);
  EXPECT_NEAR(test.expected[0] + test.expected[1], 30, 1e-12);

  // A third group that leaves before anything happens changes nothing.
  durations.push_back(0.5);
  observed.push_back(0);
  group.push_back(2);
  const LogRankResult three = *LogRank({.durations = durations, .observed = observed}, group, 3);
  EXPECT_NEAR(three.chi2, test.chi2, 1e-10);
  EXPECT_EQ(three.df, 1);
  EXPECT_EQ(three.n[2], 1);
}

TEST(LogRankTest, GroupsCutFromOneLeaveTheStatisticOfEveryOrder) {
  std::vector<double> durations;
  std::vector<uint8_t> observed;
  std::vector<double> entry;
  std::vector<int32_t> group;
  std::vector<int32_t> turned;
  Random random(7);
  for (int i = 0; i < 200; ++i) {
    entry.push_back(std::floor(5 * random.Uniform()));
    durations.push_back(entry.back() + 1 + std::floor(20 * random.Uniform()));
    observed.push_back(random.Uniform() < 0.7);
    group.push_back(i % 4);
    turned.push_back(3 - i % 4);
  }
  const Durations seen{.durations = durations, .observed = observed, .entry = entry};
  const LogRankResult one = *LogRank(seen, group, 4);
  const LogRankResult other = *LogRank(seen, turned, 4);
  EXPECT_EQ(one.df, 3);
  EXPECT_NEAR(one.chi2, other.chi2, 1e-9);
  EXPECT_GT(one.p, 0);
  EXPECT_NEAR(one.expected[0], other.expected[3], 1e-12);
}

TEST(LogRankTest, WhatCannotBeComparedIsRefused) {
  const std::vector<double> durations = {1, 2, 3};
  const std::vector<uint8_t> observed = {1, 1, 1};
  const Durations seen{.durations = durations, .observed = observed};
  const std::vector<int32_t> one = {0, 0, 0};
  EXPECT_EQ(ReasonOf(LogRank(seen, one, 2).status()), Reason::kInsufficientData);
  EXPECT_EQ(ReasonOf(LogRank(seen, one, 0).status()), Reason::kInvalidArgument);
  const std::vector<int32_t> far = {0, 1, 5};
  EXPECT_EQ(ReasonOf(LogRank(seen, far, 2).status()), Reason::kInvalidArgument);
  // The second group is watched only after the first has gone.
  const std::vector<double> late = {0, 1.5, 1.5};
  const std::vector<int32_t> two = {0, 1, 1};
  EXPECT_EQ(
      ReasonOf(
          LogRank({.durations = durations, .observed = observed, .entry = late}, two, 2).status()),
      Reason::kInsufficientData);
}

}  // namespace
}  // namespace attain::stats
