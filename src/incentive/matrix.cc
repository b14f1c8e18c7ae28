// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/matrix.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {
namespace {

constexpr size_t kMostAxes = 8;

absl::StatusOr<MatrixPlace> Place(const FactorMatrix& matrix, std::span<const Fraction> values) {
  MatrixPlace place;
  for (size_t axis = 0; axis < matrix.axes.size(); ++axis) {
    const std::vector<Fraction>& points = matrix.axes[axis];
    const Fraction& value = values[axis];
    const auto above = std::upper_bound(points.begin(), points.end(), value);
    if (above == points.begin()) {
      if (matrix.below == Outside::kError)
        return MakeError(
            Reason::kValueInNoBand,
            value.ToString() + " lies below the first point of axis " + std::to_string(axis + 1));
      place.outside = true;
      place.points.push_back(-1);
      place.fraction.emplace_back(0);
      continue;
    }
    const auto low = static_cast<size_t>(above - points.begin()) - 1;
    place.points.push_back(static_cast<int32_t>(low));
    Exact way;
    if (matrix.method == MatrixMethod::kLinear && above != points.end())
      way = (Exact(value) - Exact(points[low])) / (Exact(*above) - Exact(points[low]));
    ATTAIN_RETURN_IF_ERROR(way.status());
    place.fraction.push_back(way.value());
  }
  return place;
}

// The cell at `corner`: bit a set means the next point on axis a.
size_t CellOf(const FactorMatrix& matrix, const MatrixPlace& place, size_t corner) {
  size_t cell = 0;
  for (size_t axis = 0; axis < matrix.axes.size(); ++axis) {
    cell = cell * matrix.axes[axis].size() + static_cast<size_t>(place.points[axis]) +
           ((corner >> axis) & 1U);
  }
  return cell;
}

Exact FactorOf(const FactorMatrix& matrix, const MatrixPlace& place) {
  Exact factor;
  if (place.outside) return factor;
  for (size_t corner = 0; corner < (size_t{1} << matrix.axes.size()); ++corner) {
    Exact weight = Exact(1);
    bool counts = true;
    for (size_t axis = 0; counts && axis < matrix.axes.size(); ++axis) {
      const bool next = ((corner >> axis) & 1U) != 0;
      // A corner of weight 0 may lie beyond the grid.
      counts = !next || !place.fraction[axis].is_zero();
      const Exact way(place.fraction[axis]);
      weight = weight * (next ? way : Exact(1) - way);
    }
    if (counts) factor += weight * Exact(matrix.cells[CellOf(matrix, place, corner)]);
  }
  return factor;
}

}  // namespace

absl::Status CheckMatrix(const FactorMatrix& matrix) {
  if (matrix.axes.empty() || matrix.axes.size() > kMostAxes)
    return MakeError(Reason::kInvalidArgument, "a matrix has one to eight axes");
  size_t cells = 1;
  for (size_t axis = 0; axis < matrix.axes.size(); ++axis) {
    const std::vector<Fraction>& points = matrix.axes[axis];
    if (points.empty())
      return MakeError(Reason::kInvalidArgument,
                       "axis " + std::to_string(axis + 1) + " has no points");
    for (size_t i = 1; i < points.size(); ++i) {
      if (points[i - 1] < points[i]) continue;
      return MakeError(Reason::kTierOverlap, "the points of axis " + std::to_string(axis + 1) +
                                                 " must ascend; " + points[i].ToString() +
                                                 " follows " + points[i - 1].ToString());
    }
    cells *= points.size();
    // Beyond the number of cells given there is no need to count on, nor to overflow.
    if (cells > matrix.cells.size()) break;
  }
  if (cells != matrix.cells.size())
    return MakeError(Reason::kInvalidArgument,
                     "a matrix needs a cell for every combination of points; " +
                         std::to_string(matrix.cells.size()) + " are given");
  return absl::OkStatus();
}

absl::StatusOr<MatrixPlace> PlaceIn(const FactorMatrix& matrix, std::span<const Fraction> values) {
  ATTAIN_RETURN_IF_ERROR(CheckMatrix(matrix));
  ATTAIN_RETURN_IF_ERROR(CheckColumn(matrix.axes.size(), values.size(), "values of the axes"));
  return Place(matrix, values);
}

absl::StatusOr<Fraction> FactorAt(const FactorMatrix& matrix, std::span<const Fraction> values) {
  ATTAIN_ASSIGN_OR_RETURN(const MatrixPlace place, PlaceIn(matrix, values));
  const Exact factor = FactorOf(matrix, place);
  ATTAIN_RETURN_IF_ERROR(factor.status());
  return factor.value();
}

absl::StatusOr<Earnings> PayMatrix(const FactorMatrix& matrix, std::span<const Fraction> values,
                                   const Fraction& target_incentive, const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckMatrix(matrix));
  const size_t axes = matrix.axes.size();
  if (values.size() % axes != 0)
    return MakeError(Reason::kLengthMismatch, "every row needs a value for each axis");
  Earnings earnings;
  for (size_t row = 0; row < values.size(); row += axes) {
    ATTAIN_ASSIGN_OR_RETURN(const MatrixPlace place, Place(matrix, values.subspan(row, axes)));
    earnings.bands.push_back(place.outside ? -1 : static_cast<int32_t>(CellOf(matrix, place, 0)));
    ATTAIN_RETURN_IF_ERROR(AddRow(Exact(target_incentive) * FactorOf(matrix, place), earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
