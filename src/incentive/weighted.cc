// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/weighted.h"

#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {
namespace {

const Fraction& Used(const MeasureWeight& weight, const Fraction& attainment) {
  return weight.cap.has_value() ? std::min(attainment, *weight.cap) : attainment;
}

}  // namespace

absl::StatusOr<Fraction> WeightedFactor(std::span<const MeasureWeight> weights,
                                        std::span<const Fraction> attainments) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(weights.size(), attainments.size(), "attainments"));
  Exact factor;
  for (size_t i = 0; i < weights.size(); ++i)
    factor += Exact(weights[i].weight) * Exact(Used(weights[i], attainments[i]));
  ATTAIN_RETURN_IF_ERROR(factor.status());
  return factor.value();
}

absl::StatusOr<Earnings> PayWeighted(std::span<const MeasureWeight> weights,
                                     std::span<const Fraction> attainments,
                                     const Fraction& target_incentive, const Rounding& rounding) {
  if (weights.empty() || attainments.size() % weights.size() != 0)
    return MakeError(Reason::kLengthMismatch, "every row needs an attainment for each measure");
  Earnings earnings;
  for (size_t start = 0; start < attainments.size(); start += weights.size()) {
    Exact sum;
    for (size_t i = 0; i < weights.size(); ++i) {
      const Fraction& used = Used(weights[i], attainments[start + i]);
      const Exact base = Exact(target_incentive) * Exact(weights[i].weight);
      const Exact amount = base * Exact(used);
      ATTAIN_RETURN_IF_ERROR(amount.status());
      sum += amount;
      earnings.pieces.push_back({static_cast<int64_t>(start / weights.size()),
                                 static_cast<int32_t>(i), base.value(), used, amount.value()});
    }
    ATTAIN_RETURN_IF_ERROR(AddRow(sum, earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
