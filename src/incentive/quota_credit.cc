// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/quota_credit.h"

#include "attain/base/status.h"
#include "attain/measure/attainment.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {

absl::StatusOr<std::vector<Fraction>> MultipliedCredit(std::span<const Decimal> amounts,
                                                       std::span<const Decimal> multipliers) {
  Exact factor(1);
  for (const Decimal& multiplier : multipliers) factor = factor * Exact(Fraction(multiplier));
  ATTAIN_RETURN_IF_ERROR(factor.status());
  std::vector<Fraction> credits;
  credits.reserve(amounts.size());
  for (const Decimal& amount : amounts) {
    const Exact credit = Exact(Fraction(amount)) * factor;
    ATTAIN_RETURN_IF_ERROR(credit.status());
    credits.push_back(credit.value());
  }
  return credits;
}

absl::StatusOr<Accumulated> Accumulate(std::span<const Decimal> credits,
                                       const std::optional<Fraction>& goal,
                                       const Fraction& opening) {
  Accumulated result;
  Exact total(opening);
  for (const Decimal& credit : credits) {
    total += Exact(Fraction(credit));
    ATTAIN_RETURN_IF_ERROR(total.status());
    result.running.push_back(total.value());
  }
  result.total = total.value();
  if (goal.has_value()) {
    ATTAIN_ASSIGN_OR_RETURN(const measure::Attainment attained,
                            measure::Attain(result.total, *goal));
    result.attainment = attained.attainment;
  }
  return result;
}

}  // namespace attain::incentive
