// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/backtest.h"

#include <algorithm>
#include <cmath>

#include "attain/base/finding.h"
#include "attain/base/status.h"

namespace attain::funnel {

namespace {

// Sums of sorted values do not depend on the order of rows.
double SortedSum(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

}  // namespace

absl::StatusOr<ChanceScore> ScoreChances(std::span<const double> chance,
                                         std::span<const uint8_t> outcome, int32_t bins,
                                         double confidence) {
  if (chance.size() != outcome.size())
    return MakeError(Reason::kLengthMismatch, "every chance needs its outcome");
  if (bins < 1 || bins > 1000)
    return MakeError(Reason::kInvalidArgument, "bins lie between 1 and 1000");
  ATTAIN_RETURN_IF_ERROR(stats::Wilson(0, 1, confidence).status());
  Findings findings;
  for (size_t i = 0; i < chance.size(); ++i) {
    const auto at = [&](const char* field) {
      return Where{.table = "forecasts", .row = static_cast<int64_t>(i), .field = field};
    };
    if (!(chance[i] >= 0 && chance[i] <= 1))
      findings.AddError(Reason::kInvalidArgument, at("chance"), "a chance lies between 0 and 1");
    if (outcome[i] > 1)
      findings.AddError(Reason::kInvalidArgument, at("outcome"), "an outcome is 0 or 1");
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  if (chance.empty()) return MakeError(Reason::kInsufficientData, "there are no forecasts");
  ChanceScore score{.n = static_cast<int64_t>(chance.size())};
  std::vector<std::vector<double>> in_bin(static_cast<size_t>(bins));
  std::vector<int64_t> happened(static_cast<size_t>(bins), 0);
  std::vector<double> squares;
  for (size_t i = 0; i < chance.size(); ++i) {
    const auto bin = std::min(static_cast<size_t>(chance[i] * bins), in_bin.size() - 1);
    in_bin[bin].push_back(chance[i]);
    happened[bin] += outcome[i];
    score.happened += outcome[i];
    const double off = chance[i] - outcome[i];
    squares.push_back(off * off);
  }
  const auto n = static_cast<double>(score.n);
  const double base = static_cast<double>(score.happened) / n;
  score.brier = SortedSum(squares) / n;
  score.brier_of_base_rate = base * (1 - base);
  if (score.brier_of_base_rate > 0) score.skill = 1 - score.brier / score.brier_of_base_rate;
  double said = 0;
  for (size_t i = 0; i < in_bin.size(); ++i) {
    if (in_bin[i].empty()) continue;
    const auto in = static_cast<double>(in_bin[i].size());
    const double sum = SortedSum(in_bin[i]);
    said += sum;
    CalibrationBin bin{.from = static_cast<double>(i) / bins,
                       .to = static_cast<double>(i + 1) / bins,
                       .n = static_cast<int64_t>(in_bin[i].size()),
                       .happened = happened[i],
                       .mean_chance = sum / in};
    ATTAIN_ASSIGN_OR_RETURN(bin.interval,
                            stats::Wilson(static_cast<double>(bin.happened), in, confidence));
    score.calibration_error +=
        in / n * std::abs(bin.mean_chance - static_cast<double>(bin.happened) / in);
    score.bins.push_back(bin);
  }
  score.bias = said / n - base;
  return score;
}

absl::StatusOr<Coverage> CoverageOf(std::span<const int64_t> lower, std::span<const int64_t> upper,
                                    std::span<const int64_t> actual, double confidence) {
  if (lower.size() != actual.size() || upper.size() != actual.size())
    return MakeError(Reason::kLengthMismatch, "every interval needs two ends and what came");
  Findings findings;
  Coverage coverage{.n = static_cast<int64_t>(actual.size())};
  for (size_t i = 0; i < actual.size(); ++i) {
    if (lower[i] > upper[i]) {
      findings.AddError(Reason::kInvalidArgument,
                        {.table = "forecasts", .row = static_cast<int64_t>(i), .field = "lower"},
                        "the lower end lies above the upper one");
    }
    coverage.below += actual[i] < lower[i] ? 1 : 0;
    coverage.above += actual[i] > upper[i] ? 1 : 0;
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  coverage.inside = coverage.n - coverage.below - coverage.above;
  ATTAIN_ASSIGN_OR_RETURN(coverage.interval,
                          stats::Wilson(static_cast<double>(coverage.inside),
                                        static_cast<double>(coverage.n), confidence));
  coverage.share = static_cast<double>(coverage.inside) / static_cast<double>(coverage.n);
  return coverage;
}

}  // namespace attain::funnel
