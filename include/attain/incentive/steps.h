// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Steps: bands that mix methods, each step saying whether its rate re-rates everything below or pays
// its own slice only.
//
//   quota 100,000; 0 – 80 % whole at 4 %; 80 – 100 % retroactive at 6 %; 100 % and up marginal at 9 %
//   credit  70,000:  70,000 × 4 %                                = 2,800.00
//   credit  90,000:  90,000 × 6 %  (replaces the 4 % below)      = 5,400.00
//   credit 120,000: 100,000 × 6 % + 20,000 × 9 % = 6,000 + 1,800 = 7,800.00
#ifndef ATTAIN_INCENTIVE_STEPS_H_
#define ATTAIN_INCENTIVE_STEPS_H_

#include <span>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// One step: a band and how it pays.
struct Step {
  RateBand band;      ///< Bounds as fractions of the quota, and the rate.
  TierMethod method;  ///< Whole and retroactive: the rate holds for everything up to the top of the
                      ///< step. Marginal: for the slice inside it.
  bool operator==(const Step&) const = default;
};

/// What each credit earns on its own along the steps, in the order given, as long as credit / quota
/// reaches the start of the step; the top is the end of the step or the credit, whichever is less.
/// `pieces` of the result: the slices that remain, a step as the band. kTargetZero;
/// kInvalidArgument for the method interpolated; kOverflow.
absl::StatusOr<Earnings> PaySteps(
    std::span<const Step> steps, std::span<const Fraction> credits, const Fraction& quota,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_STEPS_H_
