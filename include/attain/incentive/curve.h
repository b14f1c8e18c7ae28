// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Curve: a factor that changes along a line through given points, as "pay curves" do.
//
//   points 60 % pays 20 %, 100 % pays 100 %, 130 % pays 190 %; target incentive 7,000
//   attainment 115 % lies half-way between the last two:  (100 % + 190 %) / 2 = 145 %
//   7,000 × 145 % = 10,150.00
//   attainment  59 % lies below the first point:  0.00
//   attainment 160 %, above = hold:  7,000 × 190 % = 13,300.00;  above = extrapolate: the last line
//   goes on, 190 % + 30 % × 3 = 280 %, 19,600.00
//
// Two points at the same place are a jump: the place itself pays what the later one says. Source of
// the rule: linear interpolation; "pay curve" is Xactly's word for it, "interpolated" Oracle's.
#ifndef ATTAIN_INCENTIVE_CURVE_H_
#define ATTAIN_INCENTIVE_CURVE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// What a value below the first point of a curve pays.
enum class CurveBelow : int32_t {
  kZero = 1,  ///< Nothing. Default.
  kHold = 2,  ///< What the first point pays.
};

/// What a value above the last point of a curve pays.
enum class CurveAbove : int32_t {
  kHold = 1,         ///< What the last point pays. Default.
  kExtrapolate = 2,  ///< The line through the last two points goes on.
};

/// One point of a curve in exact numbers.
struct CurvePoint {
  Fraction at;    ///< The value: an attainment of 0.6.
  Fraction pays;  ///< The factor there: 0.2.
  bool operator==(const CurvePoint&) const = default;
};

/// A curve in exact numbers.
struct CurveLine {
  std::vector<CurvePoint> points;             ///< At least one, ascending by `at`.
  CurveBelow below = CurveBelow::kZero;       ///< Default: nothing below the first point.
  CurveAbove above = CurveAbove::kHold;       ///< Default: the last factor above the last point.
  bool operator==(const CurveLine&) const = default;
};

/// The factor at a value. kInvalidArgument without points, or where `above` is extrapolate and the
/// last two points do not make a line; kTierOverlap for points out of order; kOverflow.
absl::StatusOr<Fraction> FactorAt(const CurveLine& curve, const Fraction& value);

/// Target incentive × factor for a column of attainments. In the result `bands` holds the number of
/// the last point reached, -1 below the first. Fails as FactorAt; kOverflow.
absl::StatusOr<Earnings> PayoutCurve(
    const CurveLine& curve, std::span<const Fraction> attainments, const Fraction& target_incentive,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CURVE_H_
