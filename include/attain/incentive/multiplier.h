// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Multiplier: pay as target incentive × attainment × a factor of the band, and modifiers that
// multiply what something else earned.
//
//   bands 0 – 70 % × 0.6, 70 % and up × 1.2; target incentive 9,000
//   marginal, attainment 90 %:  9,000 × (70 % × 0.6 + 20 % × 1.2) = 9,000 × 66 % = 5,940.00
//   whole, attainment 65 %:     9,000 × 65 % × 0.6                               = 3,510.00
//   whole, attainment 70 %:     9,000 × 70 % × 1.2                               = 7,560.00
//
//   a commission of 330 and a margin of 39 %; modifier 40 % and up × 1.3, 15 – 40 % × 0.9
//   330 × 0.9 = 297.00
#ifndef ATTAIN_INCENTIVE_MULTIPLIER_H_
#define ATTAIN_INCENTIVE_MULTIPLIER_H_

#include <span>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// How `TargetMultiplier` pays.
struct MultiplierOptions {
  Fraction target_incentive;                  ///< What an attainment of 100 % at factor 1 pays.
  TierMethod method = TierMethod::kMarginal;  ///< Marginal: each slice of the attainment its own
                                              ///< factor. Whole: the band reached sets one factor.
  Boundary boundary = Boundary::kLowerInclusive;  ///< Whole: who holds a value on a bound.
  Outside outside = Outside::kError;  ///< Whole: what an attainment in no band pays. A slice of
                                      ///< marginal bands in no band pays nothing.
  Rounding rounding = {.point = RoundingPoint::kTransaction,
                       .mode = RoundingMode::kHalfAway,
                       .scale = 2};  ///< Default: each line to 0.01, half away.
};

/// Target incentive × attainment × factor, the bands' `pays` being factors. In the result, `pieces`
/// (marginal) hold the slices of attainment and `bands` (whole) the band that set the factor.
/// kValueInNoBand; kInvalidArgument for another method; kOverflow.
absl::StatusOr<Earnings> TargetMultiplier(std::span<const RateBand> bands,
                                          std::span<const Fraction> attainments,
                                          const MultiplierOptions& options);

/// Each of `earned` times the factor of the first band, in any order, that holds the value beside
/// it (from ≤ value < to). `bands` of the result are the bands found. kLengthMismatch;
/// kValueInNoBand unless `outside` is zero; kOverflow.
absl::StatusOr<Earnings> Modify(std::span<const Fraction> earned, std::span<const Fraction> values,
                                std::span<const RateBand> bands,
                                Boundary boundary = Boundary::kLowerInclusive,
                                Outside outside = Outside::kError,
                                const Rounding& rounding = {.point = RoundingPoint::kTransaction,
                                                            .mode = RoundingMode::kHalfAway,
                                                            .scale = 2});

/// Each amount at the rate of the band that the attainment beside it lies in: the value looked up
/// and the base paid on are two things. `actuals` are divided by `quota`. `bands` of the result are
/// the bands found. kLengthMismatch; kTargetZero for a quota that is not positive; kValueInNoBand
/// unless `outside` is zero; kOverflow.
absl::StatusOr<Earnings> RateByAttainment(
    std::span<const RateBand> bands, std::span<const Fraction> actuals, const Fraction& quota,
    std::span<const Fraction> amounts, Boundary boundary = Boundary::kLowerInclusive,
    Outside outside = Outside::kError,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_MULTIPLIER_H_
