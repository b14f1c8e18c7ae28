// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Weighted: one factor from several attainments.
//
//   revenue 70 %, retention 30 % of the weight; attainments 80 % and 145 %, cap per measure 120 %
//   70 % × 80 % + 30 % × 120 % = 92 %;  target incentive 7,000 × 92 % = 6,440.00
#ifndef ATTAIN_INCENTIVE_WEIGHTED_H_
#define ATTAIN_INCENTIVE_WEIGHTED_H_

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// How much one measure weighs.
struct MeasureWeight {
  Fraction weight;                    ///< Its part of the factor: 0.7.
  std::optional<Fraction> cap = {};   ///< Attainments above are cut to it. Default: no cap.
  bool operator==(const MeasureWeight&) const = default;
};

/// Σ weight × min(attainment, cap). Weights need not add up to 1. kLengthMismatch, kOverflow.
absl::StatusOr<Fraction> WeightedFactor(std::span<const MeasureWeight> weights,
                                        std::span<const Fraction> attainments);

/// Target incentive × weighted factor for each row; `attainments` holds the attainments of a row
/// beside one another, row after row. `pieces` of the result: what each measure contributes, its
/// number as the band, base = target incentive × weight, rate = the attainment used. Fails as
/// WeightedFactor.
absl::StatusOr<Earnings> PayWeighted(
    std::span<const MeasureWeight> weights, std::span<const Fraction> attainments,
    const Fraction& target_incentive,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_WEIGHTED_H_
