// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Quota credit: what of a sale counts towards a quota, and how far along it brings its payee.
//
//   100,000 of a strategic product (× 1.5) sold by a partner (× 0.5)     75,000 quota credit
//   goal 3,000; credits 1,000, 1,500, 500                                1,000  2,500  3,000: 100 %
//
// In: credits of one interval, in any cut: the sum handed on from batch to batch is exact, so that
// cutting the column differently changes nothing. Out: exact numbers.
#ifndef ATTAIN_INCENTIVE_QUOTA_CREDIT_H_
#define ATTAIN_INCENTIVE_QUOTA_CREDIT_H_

#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"

namespace attain::incentive {

/// Each amount × all multipliers. kOverflow.
absl::StatusOr<std::vector<Fraction>> MultipliedCredit(std::span<const Decimal> amounts,
                                                       std::span<const Decimal> multipliers);

/// Credits accumulated over an interval.
struct Accumulated {
  std::vector<Fraction> running;       ///< Sum after each credit, exact.
  Fraction total;                      ///< Sum after the last one: the opening of the next batch.
  std::optional<Fraction> attainment;  ///< total / goal; nothing for a goal of 0 or no goal.
};

/// Adds credits one by one on top of `opening`. Every interval of its own starts at 0. kOverflow.
absl::StatusOr<Accumulated> Accumulate(std::span<const Decimal> credits,
                                       const std::optional<Fraction>& goal = std::nullopt,
                                       const Fraction& opening = 0);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_QUOTA_CREDIT_H_
