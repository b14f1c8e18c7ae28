// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How far a rate seen in n cases may lie from the rate behind it.
//
//   Wilson(81, 263, 0.95)   // 0.2553 .. 0.3662: 81 of 263 is 30.8 %, give or take
//   Wilson(0, 20, 0.95)     // 0 .. 0.1611: nothing in 20 does not mean never
//   WilsonContinuity(0, 20, 0.95)   // 0 .. 0.2005: wider, so as never to promise too much
//
// In: how many of how many. Out: an interval for the rate behind them.
#ifndef ATTAIN_STATS_INTERVAL_H_
#define ATTAIN_STATS_INTERVAL_H_

#include "absl/status/statusor.h"

namespace attain::stats {

/// An interval, both ends included.
struct Interval {
  double lower = 0;  ///< Lower end.
  double upper = 0;  ///< Upper end.
  bool operator==(const Interval&) const = default;
};

/// The two-sided score interval without continuity correction (Wilson 1927) for `successes` of `n`,
/// inside 0..1. `successes` may be fractional (weighted cases): 0..n. `confidence` between 0 and 1.
/// kInsufficientData when n is 0, kInvalidArgument when an argument is out of range.
absl::StatusOr<Interval> Wilson(double successes, double n, double confidence);

/// The same with the quantile `z` (at least 0) in place of the confidence: 1.96 for roughly 95 %.
absl::StatusOr<Interval> WilsonByZ(double successes, double n, double z);

/// The same with continuity correction (Newcombe 1998, method 4): wider, it covers the rate at least as often as it says.
/// Exactly 0 below when there is no success, exactly 1 above when there is nothing else. Fails as Wilson does.
absl::StatusOr<Interval> WilsonContinuity(double successes, double n, double confidence);

}  // namespace attain::stats

#endif  // ATTAIN_STATS_INTERVAL_H_
