// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/true_up.h"

#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {

absl::StatusOr<Fraction> Entitlement(std::span<const RateBand> segments, const Fraction& attainment,
                                     const Fraction& target_incentive) {
  const Fraction full = 1;
  Exact factor(std::min(attainment, full));
  factor += Exact(Marginal(segments, 0, attainment));
  const Exact entitled = Exact(target_incentive) * factor;
  ATTAIN_RETURN_IF_ERROR(entitled.status());
  return entitled.value();
}

absl::StatusOr<Earnings> TrueUp(std::span<const Fraction> entitled,
                                std::span<const Fraction> paid_to_date, const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(entitled.size(), paid_to_date.size(), "paid to date"));
  Earnings earnings;
  for (size_t i = 0; i < entitled.size(); ++i)
    ATTAIN_RETURN_IF_ERROR(AddRow(Exact(entitled[i]) - Exact(paid_to_date[i]), earnings));
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
