// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Were the forecasts any good? Chances against what happened, intervals against what came.
//
//   chances 0.8, 0.6, 0.2; won, lost, lost     Brier (0.04 + 0.36 + 0.04) / 3 = 0.147; always saying 1/3: 0.222; skill 34 %
//   between 60 and 80 % was said of 50 deals, mean 70 %, and 31 were won: 62 %
//   19 of 24 quarters came inside their 80 % interval: 79 % (between 60 and 91)
//
// In: chances and outcomes; bounds and what came. Out: Brier score, calibration, coverage, each with its n.
#ifndef ATTAIN_FUNNEL_BACKTEST_H_
#define ATTAIN_FUNNEL_BACKTEST_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/stats/interval.h"

namespace attain::funnel {

/// Forecasts of a like chance, against what happened.
struct CalibrationBin {
  double from = 0;                 ///< Lowest chance, included.
  double to = 0;                   ///< Highest, excluded; included in the last bin.
  int64_t n = 0;                   ///< Forecasts.
  int64_t happened = 0;            ///< How many came true.
  double mean_chance = 0;          ///< Mean of what was said.
  stats::Interval interval = {};   ///< Of the share that came true (Wilson).
};

/// How good chances were.
struct ChanceScore {
  int64_t n = 0;                             ///< Forecasts.
  int64_t happened = 0;                      ///< How many came true.
  double brier = 0;                          ///< Mean of (chance - outcome)² (Brier 1950): 0 is perfect.
  double brier_of_base_rate = 0;             ///< Of always saying the share that came true.
  std::optional<double> skill = {};          ///< 1 - brier / brier_of_base_rate; missing when all came out the same.
  double calibration_error = 0;              ///< Mean over bins of |mean chance - share that came true|, weighed by n.
  double bias = 0;                           ///< Mean chance - share that came true: above 0 too hopeful.
  std::vector<CalibrationBin> bins = {};     ///< Bins with forecasts, ascending.
};

/// Scores chances; `outcome` is 1 where it came true, else 0. `bins` of equal width, 1..1000. kInsufficientData without forecasts;
/// kLengthMismatch; with all findings kInvalidArgument for a chance outside 0..1 or another outcome (table "forecasts", row).
absl::StatusOr<ChanceScore> ScoreChances(std::span<const double> chance, std::span<const uint8_t> outcome, int32_t bins = 10,
                                         double confidence = 0.95);

/// How often what came lay in the interval that was said.
struct Coverage {
  int64_t n = 0;                   ///< Forecasts.
  int64_t inside = 0;              ///< Inside, ends included.
  int64_t below = 0;               ///< Came less than the lower end.
  int64_t above = 0;               ///< Came more than the upper end.
  double share = 0;                ///< inside / n.
  stats::Interval interval = {};   ///< Of the share (Wilson).
};

/// Counts how often `actual` lies between `lower` and `upper`. kInsufficientData; kLengthMismatch; kInvalidArgument for an interval upside down.
absl::StatusOr<Coverage> CoverageOf(std::span<const int64_t> lower, std::span<const int64_t> upper, std::span<const int64_t> actual,
                                    double confidence = 0.95);

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_BACKTEST_H_
