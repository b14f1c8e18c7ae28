// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Matrix: a factor found by two or more values at once, by cells or along straight lines between
// grid points.
//
//   rows (attainment) 0 %, 80 %, 100 %; columns (margin) 0 %, 30 %; cells
//              0 %   30 %
//      0 %    20 %   40 %
//     80 %    60 %   90 %
//    100 %   100 %  150 %
//   lookup, attainment 85 %, margin 30 %: the row of 80 %, the column of 30 %:  90 %
//   linear, attainment 90 %, margin 15 %: half-way between the rows, half-way between the columns:
//     (60 % + 100 % + 90 % + 150 %) / 4 = 100 %
//
// Cells stand row by row, the last axis running fastest. Linear in every axis is the bilinear rule
// for two axes (multilinear interpolation: Σ over the corners of value × Π distances).
#ifndef ATTAIN_INCENTIVE_MATRIX_H_
#define ATTAIN_INCENTIVE_MATRIX_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/bands.h"
#include "attain/incentive/earning.h"

namespace attain::incentive {

/// How a matrix is read.
enum class MatrixMethod : int32_t {
  kLookup = 1,  ///< Points are lower bounds: the last one not above the value; the last is open.
  kLinear = 2,  ///< Points are grid points: straight lines between them; values above the last are
                ///< cut to it.
};

/// A matrix in exact numbers.
struct FactorMatrix {
  std::vector<std::vector<Fraction>> axes;  ///< One to eight, each ascending, at least one point.
  std::vector<Fraction> cells;              ///< A factor for every combination of points.
  MatrixMethod method = MatrixMethod::kLookup;  ///< Default: lookup.
  Outside below = Outside::kError;  ///< What a value below the first point of an axis pays.
  bool operator==(const FactorMatrix&) const = default;
};

/// The place of a value within a matrix: a corner of its cell and the way to the next.
struct MatrixPlace {
  bool outside = false;            ///< Below the first point of an axis.
  std::vector<int32_t> points;     ///< Per axis the point below the value.
  std::vector<Fraction> fraction;  ///< Per axis how far on to the next point, 0 to 1; lookup: 0.
};

/// kInvalidArgument for a matrix without axes, with an axis without points, with more than eight
/// axes or another number of cells than combinations; kTierOverlap for points out of order.
absl::Status CheckMatrix(const FactorMatrix& matrix);

/// Where a value on each axis lies. `values` has one per axis. kValueInNoBand below the first point
/// unless `below` is zero; kLengthMismatch; what CheckMatrix finds; kOverflow.
absl::StatusOr<MatrixPlace> PlaceIn(const FactorMatrix& matrix, std::span<const Fraction> values);

/// The factor at a value on each axis; 0 outside. Fails as PlaceIn.
absl::StatusOr<Fraction> FactorAt(const FactorMatrix& matrix, std::span<const Fraction> values);

/// Target incentive × factor for each row; `values` holds the values of a row beside one another,
/// row after row. `bands` of the result are the places of the cells (their lower corner), -1
/// outside. Fails as FactorAt.
absl::StatusOr<Earnings> PayMatrix(
    const FactorMatrix& matrix, std::span<const Fraction> values, const Fraction& target_incentive,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_MATRIX_H_
