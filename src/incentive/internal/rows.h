// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// How functions on columns collect earnings: exact row by row, added up and rounded at the end.
#ifndef ATTAIN_SRC_INCENTIVE_INTERNAL_ROWS_H_
#define ATTAIN_SRC_INCENTIVE_INTERNAL_ROWS_H_

#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {

/// Adds a row.
inline absl::Status AddRow(const Exact& amount, Earnings& earnings) {
  ATTAIN_RETURN_IF_ERROR(amount.status());
  earnings.exact.push_back(amount.value());
  return absl::OkStatus();
}

/// The sum and the rounding of the rows.
inline absl::StatusOr<Earnings> SumAndRound(Earnings earnings, const Rounding& rounding) {
  Exact sum;
  for (const Fraction& row : earnings.exact) sum += Exact(row);
  ATTAIN_RETURN_IF_ERROR(sum.status());
  earnings.exact_total = sum.value();
  ATTAIN_ASSIGN_OR_RETURN(earnings.rounded, RoundLines(earnings.exact, rounding));
  return earnings;
}

}  // namespace attain::incentive

#endif  // ATTAIN_SRC_INCENTIVE_INTERNAL_ROWS_H_
