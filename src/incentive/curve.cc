// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/curve.h"

#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {
namespace {

absl::Status CheckPoints(const CurveLine& curve) {
  const std::vector<CurvePoint>& points = curve.points;
  if (points.empty()) return MakeError(Reason::kInvalidArgument, "a curve needs a point");
  for (size_t i = 1; i < points.size(); ++i) {
    if (points[i].at < points[i - 1].at)
      return MakeError(Reason::kTierOverlap, "the points of a curve must ascend; " +
                                                 points[i].at.ToString() + " follows " +
                                                 points[i - 1].at.ToString());
  }
  if (curve.above != CurveAbove::kExtrapolate) return absl::OkStatus();
  if (points.size() < 2 || points[points.size() - 2].at == points.back().at)
    return MakeError(Reason::kInvalidArgument,
                     "a curve goes on above its last point only along a line of two points");
  return absl::OkStatus();
}

// The last point that is not above the value, or -1.
int32_t PointBelow(const CurveLine& curve, const Fraction& value) {
  const auto above = std::upper_bound(
      curve.points.begin(), curve.points.end(), value,
      [](const Fraction& wanted, const CurvePoint& point) { return wanted < point.at; });
  return static_cast<int32_t>(above - curve.points.begin()) - 1;
}

Exact FactorFrom(const CurveLine& curve, int32_t reached, const Fraction& value) {
  const std::vector<CurvePoint>& points = curve.points;
  if (reached < 0) return curve.below == CurveBelow::kZero ? Exact() : Exact(points.front().pays);
  auto low = static_cast<size_t>(reached);
  if (low + 1 == points.size()) {
    if (curve.above == CurveAbove::kHold || points[low].at == value) return Exact(points[low].pays);
    --low;
  }
  const Exact rise = Exact(points[low + 1].pays) - Exact(points[low].pays);
  const Exact run = Exact(points[low + 1].at) - Exact(points[low].at);
  return Exact(points[low].pays) + (Exact(value) - Exact(points[low].at)) * rise / run;
}

}  // namespace

absl::StatusOr<Fraction> FactorAt(const CurveLine& curve, const Fraction& value) {
  ATTAIN_RETURN_IF_ERROR(CheckPoints(curve));
  const Exact factor = FactorFrom(curve, PointBelow(curve, value), value);
  ATTAIN_RETURN_IF_ERROR(factor.status());
  return factor.value();
}

absl::StatusOr<Earnings> PayoutCurve(const CurveLine& curve, std::span<const Fraction> attainments,
                                     const Fraction& target_incentive, const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckPoints(curve));
  Earnings earnings;
  for (const Fraction& attainment : attainments) {
    const int32_t reached = PointBelow(curve, attainment);
    earnings.bands.push_back(reached);
    ATTAIN_RETURN_IF_ERROR(
        AddRow(Exact(target_incentive) * FactorFrom(curve, reached, attainment), earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
