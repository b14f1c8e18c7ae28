// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How unevenly something is spread: targets over reps, accounts over territories, pay over a team.
//
//   Gini({1, 2, 3, 4})                      // 0.25
//   CoefficientOfVariation({1, 2, 3, 4})    // 0.4472
//   Hoover({1, 2, 3, 4})                    // 0.2: a fifth of all would have to change hands
//
// 0 means that all have the same. Values are at least 0 with a sum above 0. Sums run from the
// smallest value to the largest, so that the order of the input never shows in the last digit.
#ifndef ATTAIN_STATS_INEQUALITY_H_
#define ATTAIN_STATS_INEQUALITY_H_

#include <span>

#include "absl/status/statusor.h"

namespace attain::stats {

// Every function fails with kInsufficientData without values and with kInvalidArgument when a value
// is negative or not finite, or all are zero.

/// The Gini coefficient (Gini 1912), 0..1 - 1/n: half the mean difference of all ordered pairs over
/// the mean.
absl::StatusOr<double> Gini(std::span<const double> values);

/// The Gini coefficient of a sample, 0..1: Gini() × n / (n - 1). kInsufficientData below two
/// values.
absl::StatusOr<double> GiniUnbiased(std::span<const double> values);

/// Theil's T (Theil 1967), 0..ln n: mean of (x/mean) ln(x/mean); zeros count 0.
absl::StatusOr<double> TheilT(std::span<const double> values);

/// Theil's L, the mean logarithmic deviation, at least 0: mean of ln(mean/x). Infinite when a value
/// is zero.
absl::StatusOr<double> TheilL(std::span<const double> values);

/// The Hoover index (Hoover 1936), 0..1 - 1/n: the part of the sum that would have to change hands
/// for all to have the same.
absl::StatusOr<double> Hoover(std::span<const double> values);

/// Standard deviation (divided by n) over the mean, at least 0.
absl::StatusOr<double> CoefficientOfVariation(std::span<const double> values);

/// Largest over smallest value, at least 1. Infinite when a value is zero.
absl::StatusOr<double> MaxToMin(std::span<const double> values);

}  // namespace attain::stats

#endif  // ATTAIN_STATS_INEQUALITY_H_
