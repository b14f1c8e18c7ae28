// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// True-up: what a payee is entitled to for the year so far, less what was paid for it already.
//
//   target incentive 12,000 for the year; up to 100 % in proportion, from 100 to 150 % twice as fast
//   attainment to date 110 %:  12,000 × (100 % + 2 × 10 %) = 14,400 entitled
//   paid to date 11,000:       14,400 - 11,000             =  3,400.00
//
// The difference may be negative: then too much was paid before.
#ifndef ATTAIN_INCENTIVE_TRUE_UP_H_
#define ATTAIN_INCENTIVE_TRUE_UP_H_

#include <span>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// What an attainment to date entitles to: target incentive × (min(a, 1) + Σ slope × the slice of a
/// inside each segment). `segments` give slopes above 100 %; above the last one nothing is added.
/// kOverflow.
absl::StatusOr<Fraction> Entitlement(std::span<const RateBand> segments, const Fraction& attainment,
                                     const Fraction& target_incentive);

/// Entitlements less what was paid to date, row by row; rows are independent, nothing is floored at
/// zero. kLengthMismatch, kOverflow.
absl::StatusOr<Earnings> TrueUp(
    std::span<const Fraction> entitled, std::span<const Fraction> paid_to_date,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_TRUE_UP_H_
