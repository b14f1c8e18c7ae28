// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/cox.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "attain/base/finding.h"
#include "attain/base/status.h"
#include "attain/stats/random.h"
#include "gtest/gtest.h"

namespace attain::stats {
namespace {

using Columns = std::vector<std::vector<double>>;

// Subjects whose hazard depends on the first two covariates, with ties, censoring and, if asked,
// late entry.
struct Sample {
  Columns columns;
  std::vector<double> durations;
  std::vector<uint8_t> observed;
  std::vector<double> entry;

  std::vector<std::span<const double>> spans() const { return {columns.begin(), columns.end()}; }
  Durations seen() const { return {.durations = durations, .observed = observed, .entry = entry}; }
};

Sample Draw(size_t n, size_t width, uint64_t seed, bool late) {
  Sample sample;
  sample.columns.resize(width);
  Random random(seed);
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < width; ++k)
      sample.columns[k].push_back(k == 0 ? static_cast<double>(i % 2) : random.Normal());
    const double hazard =
        std::exp(0.7 * sample.columns[0].back() - (width > 1 ? 0.4 * sample.columns[1].back() : 0));
    const double from = late ? std::floor(8 * random.Uniform()) : 0;
    const double days = from + std::ceil(-10 * std::log(random.Uniform()) / hazard);
    const double seen = from + std::ceil(25 * random.Uniform());
    sample.durations.push_back(std::min(days, seen));
    sample.observed.push_back(days <= seen);
    if (late) sample.entry.push_back(from);
  }
  return sample;
}

// The logarithm of the partial likelihood as it is defined, risk set by risk set.
double ByDefinition(const Sample& sample, const std::vector<double>& beta, CoxTies ties) {
  const size_t n = sample.durations.size();
  std::vector<double> eta(n, 0);
  for (size_t i = 0; i < n; ++i) {
    for (size_t k = 0; k < beta.size(); ++k) eta[i] += beta[k] * sample.columns[k][i];
  }
  std::vector<double> times;
  for (size_t i = 0; i < n; ++i) {
    if (sample.observed[i] != 0) times.push_back(sample.durations[i]);
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  double value = 0;
  for (const double time : times) {
    double risk = 0;
    double dying = 0;
    int64_t events = 0;
    for (size_t i = 0; i < n; ++i) {
      if (sample.durations[i] < time || (!sample.entry.empty() && sample.entry[i] >= time))
        continue;
      risk += std::exp(eta[i]);
      if (sample.durations[i] != time || sample.observed[i] == 0) continue;
      dying += std::exp(eta[i]);
      value += eta[i];
      ++events;
    }
    for (int64_t l = 0; l < events; ++l) {
      const double share =
          ties == CoxTies::kEfron ? static_cast<double>(l) / static_cast<double>(events) : 0;
      value -= std::log(risk - share * dying);
    }
  }
  return value;
}

// Second derivatives of it, by differences.
double Curvature(const Sample& sample, std::vector<double> beta, CoxTies ties, size_t i, size_t j) {
  const double h = 1e-3;
  double sum = 0;
  for (const int one : {1, -1}) {
    for (const int other : {1, -1}) {
      std::vector<double> at = beta;
      at[i] += one * h;
      at[j] += other * h;
      sum += one * other * ByDefinition(sample, at, ties);
    }
  }
  return sum / (4 * h * h);
}

TEST(CoxTest, RemissionsGiveThePublishedCoefficient) {
  Sample sample;
  sample.durations = {1, 1, 2, 2, 3,  4,  4,  5,  5,  8, 8, 8,  8,  11, 11, 12, 12, 15, 17, 22, 23,
                      6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
  sample.observed.assign(30, 1);
  sample.observed.resize(42, 0);
  sample.columns = {std::vector<double>(21, 0)};
  sample.columns[0].resize(42, 1);
  const CoxFit fit = *Cox(sample.spans(), sample.seen());
  EXPECT_NEAR(fit.coefficients()[0], -1.572125148829067, 1e-11);
  EXPECT_NEAR(fit.standard_errors()[0], 0.41239671770945546, 1e-11);
  EXPECT_NEAR(fit.log_likelihood(), -85.00842457737163, 1e-10);
  EXPECT_EQ(fit.n(), 42);
  EXPECT_EQ(fit.events(), 30);
  EXPECT_GT(fit.iterations(), 2);
  EXPECT_NEAR(fit.IntervalOf(0).upper, -1.572125 + 1.959964 * 0.412397, 1e-5);
  EXPECT_NEAR(fit.PValueOf(0), 0.000138, 1e-6);
  EXPECT_NEAR(fit.LikelihoodRatioP(), 5.26e-5, 1e-6);
  // Breslow's, which R gives as -1.5092 for the same data.
  EXPECT_NEAR(Cox(sample.spans(), sample.seen(), {.ties = CoxTies::kBreslow})->coefficients()[0],
              -1.5092, 5e-5);
}

TEST(CoxTest, TheMaximumIsThatOfTheDefinition) {
  for (const bool late : {false, true}) {
    for (const CoxTies ties : {CoxTies::kEfron, CoxTies::kBreslow}) {
      const Sample sample = Draw(150, 3, 5, late);
      const CoxFit fit = *Cox(sample.spans(), sample.seen(), {.ties = ties});
      EXPECT_NEAR(fit.log_likelihood(), ByDefinition(sample, fit.coefficients(), ties), 1e-9);
      EXPECT_NEAR(fit.null_log_likelihood(), ByDefinition(sample, {0, 0, 0}, ties), 1e-9);
      // Moving any coefficient either way loses.
      for (size_t k = 0; k < 3; ++k) {
        for (const double step : {1e-4, -1e-4}) {
          std::vector<double> beta = fit.coefficients();
          beta[k] += step;
          EXPECT_LT(ByDefinition(sample, beta, ties), fit.log_likelihood());
        }
      }
      // The covariance is the inverse of the curvature.
      for (size_t i = 0; i < 3; ++i) {
        for (size_t j = 0; j < 3; ++j) {
          double cell = 0;
          for (size_t k = 0; k < 3; ++k)
            cell -= Curvature(sample, fit.coefficients(), ties, i, k) * fit.covariance()[k * 3 + j];
          EXPECT_NEAR(cell, i == j ? 1 : 0, 1e-4);
        }
      }
    }
  }
}

TEST(CoxTest, UnitsAndOriginsOfCovariatesDoNotMatter) {
  Sample sample = Draw(200, 2, 11, false);
  const CoxFit plain = *Cox(sample.spans(), sample.seen());
  for (double& x : sample.columns[1]) x = 1e6 + 1000 * x;
  const CoxFit moved = *Cox(sample.spans(), sample.seen());
  EXPECT_NEAR(moved.coefficients()[0], plain.coefficients()[0], 1e-8);
  EXPECT_NEAR(moved.coefficients()[1] * 1000, plain.coefficients()[1], 1e-8);
  EXPECT_NEAR(moved.log_likelihood(), plain.log_likelihood(), 1e-8);
}

TEST(CoxTest, TheOrderOfSubjectsChangesNoBit) {
  const Sample sample = Draw(300, 3, 3, true);
  Sample turned = sample;
  for (std::vector<double>& column : turned.columns) std::reverse(column.begin(), column.end());
  std::reverse(turned.durations.begin(), turned.durations.end());
  std::reverse(turned.observed.begin(), turned.observed.end());
  std::reverse(turned.entry.begin(), turned.entry.end());
  const CoxFit one = *Cox(sample.spans(), sample.seen(), {.robust = true});
  const CoxFit other = *Cox(turned.spans(), turned.seen(), {.robust = true});
  EXPECT_EQ(one.coefficients(), other.coefficients());
  EXPECT_EQ(one.model_standard_errors(), other.model_standard_errors());
}

TEST(CoxTest, RobustErrorsAreThoseOfTheResidualsByDefinition) {
  // dfbeta of each subject by its definition, risk set by risk set, without ties.
  Sample sample = Draw(60, 2, 21, true);
  for (size_t i = 0; i < 60; ++i) sample.durations[i] += static_cast<double>(i) * 1e-3;
  std::vector<int32_t> clusters;
  for (int32_t i = 0; i < 60; ++i) clusters.push_back(i / 3);
  const CoxFit fit = *Cox(sample.spans(), sample.seen(), {.robust = true, .clusters = clusters});
  const CoxFit alone = *Cox(sample.spans(), sample.seen());
  std::vector<double> w;
  for (size_t i = 0; i < 60; ++i)
    w.push_back(std::exp(fit.coefficients()[0] * sample.columns[0][i] +
                         fit.coefficients()[1] * sample.columns[1][i]));
  std::vector<std::vector<double>> score(20, {0, 0});
  for (size_t event = 0; event < 60; ++event) {
    if (sample.observed[event] == 0) continue;
    const double time = sample.durations[event];
    double s0 = 0;
    double s1[2] = {};
    const auto at_risk = [&](size_t i) {
      return sample.durations[i] >= time && sample.entry[i] < time;
    };
    for (size_t i = 0; i < 60; ++i) {
      if (!at_risk(i)) continue;
      s0 += w[i];
      for (size_t k = 0; k < 2; ++k) s1[k] += w[i] * sample.columns[k][i];
    }
    for (size_t i = 0; i < 60; ++i) {
      if (!at_risk(i)) continue;
      for (size_t k = 0; k < 2; ++k) {
        const double away = sample.columns[k][i] - s1[k] / s0;
        score[i / 3][k] += (i == event ? away : 0) - w[i] / s0 * away;
      }
    }
  }
  for (size_t k = 0; k < 2; ++k) {
    double variance = 0;
    for (const std::vector<double>& one : score) {
      const double moved =
          alone.covariance()[k * 2] * one[0] + alone.covariance()[k * 2 + 1] * one[1];
      variance += moved * moved;
    }
    EXPECT_NEAR(fit.standard_errors()[k], std::sqrt(variance), 1e-10);
  }
  EXPECT_EQ(fit.model_standard_errors(), alone.standard_errors());
}

TEST(CoxTest, RobustErrorsWithTiesAreCloseToThoseOfTheModelWhenItHolds) {
  const Sample sample = Draw(4000, 2, 8, false);
  for (const CoxTies ties : {CoxTies::kEfron, CoxTies::kBreslow}) {
    const CoxFit fit = *Cox(sample.spans(), sample.seen(), {.ties = ties, .robust = true});
    for (size_t k = 0; k < 2; ++k)
      EXPECT_NEAR(fit.standard_errors()[k] / fit.model_standard_errors()[k], 1, 0.15);
  }
}

TEST(CoxTest, SeparationIsNamed) {
  // Whoever has 1 in the second covariate ends before all others.
  Sample sample = Draw(80, 2, 4, false);
  for (size_t i = 0; i < 80; ++i) {
    sample.columns[1][i] = i < 10 ? 1 : 0;
    if (i < 10) {
      sample.durations[i] = 0.5;
      sample.observed[i] = 1;
    }
  }
  const CoxOptions options{.names = {"champion", "inbound"}};
  const absl::Status status = Cox(sample.spans(), sample.seen(), options).status();
  EXPECT_EQ(ReasonOf(status), Reason::kSeparation);
  EXPECT_NE(MessageOf(status).find("inbound"), std::string::npos) << status;
  EXPECT_EQ(MessageOf(status).find("champion"), std::string::npos) << status;
  // The same the other way round: they never end.
  for (size_t i = 0; i < 10; ++i) {
    sample.durations[i] = 99;
    sample.observed[i] = 0;
  }
  EXPECT_EQ(ReasonOf(Cox(sample.spans(), sample.seen()).status()), Reason::kSeparation);
  // And with one of them only, in a thousand.
  Sample large = Draw(1000, 2, 4, false);
  std::fill(large.columns[1].begin(), large.columns[1].end(), 0);
  large.columns[1][17] = 1;
  large.durations[17] = 0.5;
  large.observed[17] = 1;
  EXPECT_EQ(ReasonOf(Cox(large.spans(), large.seen()).status()), Reason::kSeparation);
}

TEST(CoxTest, ARareCovariateIsNoSeparation) {
  Sample sample = Draw(3000, 2, 6, false);
  std::fill(sample.columns[1].begin(), sample.columns[1].end(), 0);
  for (const size_t i : {5, 105, 1005, 2005}) sample.columns[1][i] = 1;
  const auto fit = Cox(sample.spans(), sample.seen());
  ASSERT_TRUE(fit.ok()) << fit.status();
  EXPECT_LT(std::fabs(fit->coefficients()[1]), 4);
}

TEST(CoxTest, ConstantsAndCopiesAreNamed) {
  Sample sample = Draw(50, 3, 9, false);
  sample.columns[2] = sample.columns[1];
  for (double& x : sample.columns[2]) x = 3 * x - 7;
  EXPECT_EQ(ReasonOf(Cox(sample.spans(), sample.seen()).status()), Reason::kCollinear);
  std::fill(sample.columns[2].begin(), sample.columns[2].end(), 4);
  const absl::Status status = Cox(sample.spans(), sample.seen()).status();
  EXPECT_EQ(ReasonOf(status), Reason::kCollinear);
  EXPECT_NE(MessageOf(status).find("x3"), std::string::npos) << status;
}

TEST(CoxTest, WithoutEventsOrCovariatesThereIsNothingToFit) {
  Sample sample = Draw(20, 1, 2, false);
  EXPECT_EQ(ReasonOf(Cox({}, sample.seen()).status()), Reason::kInsufficientData);
  std::fill(sample.observed.begin(), sample.observed.end(), 0);
  EXPECT_EQ(ReasonOf(Cox(sample.spans(), sample.seen()).status()), Reason::kInsufficientData);
}

TEST(CoxTest, TooFewStepsDoNotConverge) {
  const Sample sample = Draw(200, 2, 11, false);
  EXPECT_EQ(ReasonOf(Cox(sample.spans(), sample.seen(), {.max_iterations = 1}).status()),
            Reason::kNotConverged);
}

TEST(CoxTest, AllFaultsAreNamedAtOnce) {
  Sample sample = Draw(5, 2, 2, false);
  sample.columns[0][3] = std::nan("");
  sample.columns[1].pop_back();
  sample.durations[0] = -1;
  const std::vector<int32_t> clusters = {1};
  const Findings findings = FindingsOf(
      Cox(sample.spans(), sample.seen(),
          {.clusters = clusters, .confidence = 0, .max_iterations = 0, .names = {"champion"}})
          .status());
  ASSERT_EQ(findings.size(), 6);
  EXPECT_EQ(findings.items()[4].where.field, "champion");
  EXPECT_EQ(findings.items()[4].where.row, 3);
  EXPECT_EQ(findings.items()[5].where.field, "x2");
}

}  // namespace
}  // namespace attain::stats
