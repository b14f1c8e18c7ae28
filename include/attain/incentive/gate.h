// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Gate: pay that depends on something else being reached first: thresholds, hurdles, lump sums,
// rates above quota that have to be unlocked.
//
//   threshold 30 % of a quota of 70,000 = 21,000; rate 4 %; credit 26,000
//   first dollar:  26,000 × 4 %               = 1,040.00
//   excess:        (26,000 - 21,000) × 4 %    =   200.00
//   credit 20,999.50:                             0.00 either way; 21,000 reaches the threshold
//
//   lump sums 80 % pays 1,000, 100 % pays 2,500; attainment 104 %
//   the highest band reached:  2,500.00;  each band reached:  3,500.00
//
// Thresholds are compared with the exact value: 0.9499 is below 0.95, 0.95 is not.
#ifndef ATTAIN_INCENTIVE_GATE_H_
#define ATTAIN_INCENTIVE_GATE_H_

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// What is paid on once a threshold is reached.
enum class GateBase : int32_t {
  kFirstDollar = 1,  ///< Everything from zero on. Default.
  kExcess = 2,       ///< Only what lies above the threshold.
};

/// A rate on credits of at least `threshold` × `quota`; nothing below. `bands` of the result: 0
/// where the threshold is reached, -1 where not. kTargetZero for a quota that is not positive;
/// kOverflow.
absl::StatusOr<Earnings> ThresholdRate(
    std::span<const Fraction> credits, const Fraction& quota, const Fraction& threshold,
    const Fraction& rate, GateBase base = GateBase::kFirstDollar,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

/// Sums of money by bands: the highest band reached (from ≤ value) pays its sum once, or, with
/// `each`, every band reached pays its own. `bands` ascending, their `to` is not asked. `bands` of
/// the result: the highest reached, -1 for none. kTierOverlap for bands out of order; kOverflow.
absl::StatusOr<Earnings> LumpSum(
    std::span<const RateBand> bands, std::span<const Fraction> values, bool each = false,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

/// Each of `earned` where the value beside it is at least `minimum`, else 0. kLengthMismatch.
absl::StatusOr<Earnings> PassGate(
    std::span<const Fraction> earned, std::span<const Fraction> values, const Fraction& minimum,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

/// The rates of one product below and above its quota.
struct HurdleRate {
  Fraction base;  ///< Up to the quota, and above it while the gate is closed.
  Fraction over;  ///< Above the quota, once every product has passed the gate.
  bool operator==(const HurdleRate&) const = default;
};

/// Several products with one quota each of `quota`: the higher rates above quota are paid only when
/// every product reaches `minimum` × quota. `sales` holds the products of a period beside one
/// another, period after period; a row of the result is a period. `bands` of the result: 1 with the
/// gate open, 0 closed; `pieces`: by period and product (as band), the parts up to and above quota.
/// kTargetZero; kLengthMismatch; kOverflow.
absl::StatusOr<Earnings> HurdleRates(
    std::span<const HurdleRate> products, std::span<const Fraction> sales, const Fraction& quota,
    const Fraction& minimum,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

/// Bands that hold only once the year's quota is reached: a period whose credit, with all before it,
/// reaches `annual_quota` pays its own credit along the bands from 0 on; every other period pays
/// `base_rate` on its credit, however large. Earlier periods are not reopened. `bands` of the
/// result: 1 for a period paid along the bands, 0 for one at the base rate. kTargetZero, kOverflow.
absl::StatusOr<Earnings> GatedAccelerator(
    std::span<const RateBand> bands, std::span<const Fraction> credits,
    const Fraction& annual_quota, const Fraction& base_rate,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_GATE_H_
