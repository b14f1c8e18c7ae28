// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Two rates side by side: how far apart they are, and whether chance explains it.
//
//   120 of 400 deals won before, 90 of 420 after
//   TwoProportions({120, 400}, {90, 420}, 0.95)
//   difference 8.57 points (between 2.60 and 14.48); z 2.81; chance alone does so in 0.49 % of cases
//
// In: successes and cases of two groups. Out: the difference with its interval, and the pooled test.
#ifndef ATTAIN_STATS_PROPORTIONS_H_
#define ATTAIN_STATS_PROPORTIONS_H_

#include "absl/status/statusor.h"
#include "attain/stats/interval.h"

namespace attain::stats {

/// Successes out of cases.
struct Proportion {
  double successes = 0;  ///< How many; 0..n, may be fractional (weighted cases).
  double n = 0;          ///< Out of how many; above 0.
};

/// Two rates compared.
struct ProportionTest {
  double difference = 0;         ///< Rate of the first less that of the second.
  Interval interval = {};        ///< Of the difference (Newcombe 1998, method 10: from the two Wilson intervals).
  double z = 0;                  ///< Pooled z statistic: difference in units of its deviation if the rates were the same.
  double p_two_sided = 1;        ///< Chance of a difference at least as large, either way, if the rates were the same.
};

/// Compares two rates. When both groups hold nothing but successes, or none, they do not differ: z 0, p 1.
/// kInsufficientData when a group has no cases; kInvalidArgument when an argument is out of range.
absl::StatusOr<ProportionTest> TwoProportions(Proportion a, Proportion b, double confidence);

}  // namespace attain::stats

#endif  // ATTAIN_STATS_PROPORTIONS_H_
