// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/steps.h"

#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {

absl::StatusOr<Earnings> PaySteps(std::span<const Step> steps, std::span<const Fraction> credits,
                                  const Fraction& quota, const Rounding& rounding) {
  if (quota.sign() <= 0) return MakeError(Reason::kTargetZero, "a quota must be above 0");
  for (const Step& step : steps) {
    if (step.method == TierMethod::kInterpolated)
      return MakeError(Reason::kInvalidArgument, "a step is whole, retroactive or marginal");
  }
  Earnings earnings;
  for (size_t i = 0; i < credits.size(); ++i) {
    const Exact credit(credits[i]);
    const size_t first = earnings.pieces.size();
    Exact sum;
    for (size_t k = 0; k < steps.size(); ++k) {
      const RateBand& band = steps[k].band;
      const Exact from = Exact(band.from) * Exact(quota);
      Exact top = credit;
      if (band.to.has_value()) top = std::min(top, Exact(*band.to) * Exact(quota));
      ATTAIN_RETURN_IF_ERROR(from.status());
      ATTAIN_RETURN_IF_ERROR(top.status());
      if (credit < from) break;
      const bool marginal = steps[k].method == TierMethod::kMarginal;
      const Exact base = marginal ? top - from : top;
      const Exact amount = base * Exact(band.pays);
      ATTAIN_RETURN_IF_ERROR(amount.status());
      if (!marginal) earnings.pieces.resize(first);
      sum = marginal ? sum + amount : amount;
      earnings.pieces.push_back({static_cast<int64_t>(i), static_cast<int32_t>(k), base.value(),
                                 band.pays, amount.value()});
    }
    ATTAIN_RETURN_IF_ERROR(AddRow(sum, earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
