// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Shares: one amount for several people, and several people's amounts for one manager.
//
//   Allocate(100.00, {1, 1, 1}, 2, kLargestRemainder)      // 33.34, 33.33, 33.33: nothing lost
//   SplitCommission(999.99, 0.08, {0.5, 0.5})              // total 80.00: 40.00 and 40.00
//   OverrideRollup(0.03, team {Mia, Tom}, deals)           // 3 % of what the team sold: 150.00
//
// Ids are dense numbers (table/intern.h). Everything is exact; what is rounded is rounded once, to
// `scale` decimals.
#ifndef ATTAIN_INCENTIVE_SHARE_H_
#define ATTAIN_INCENTIVE_SHARE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/apportion.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"

namespace attain::incentive {

/// `amount` split by `ratios` (any positive sum) into parts of `scale` decimals that add up to it.
/// kInexact when the amount has more decimals; kInvalidWeights; kOverflow.
absl::StatusOr<std::vector<Decimal>> Allocate(Decimal amount, std::span<const Decimal> ratios,
                                              int scale, ApportionOptions options = {});

/// A commission and its parts.
struct SplitPay {
  Decimal total;               ///< The commission, rounded.
  std::vector<Decimal> parts;  ///< One per share; they add up to the total.
};

/// amount × rate, rounded, then allocated by the shares (largest remainder, lowest index first).
/// kInvalidWeights, kOverflow.
absl::StatusOr<SplitPay> SplitCommission(Decimal amount, Decimal rate,
                                         std::span<const Decimal> shares, int scale = 2,
                                         RoundingMode mode = RoundingMode::kHalfAway);

/// Credit per payee, unrounded: the sum of amount × share over the rows of each. Row i gives
/// `share[i]` of `amounts[i]` to payee `payees[i]`, 0 ≤ payee < `payee_count`. kLengthMismatch,
/// kRowOutOfRange, kOverflow.
absl::StatusOr<std::vector<Fraction>> SplitCredit(std::span<const int32_t> payees,
                                                  std::span<const Decimal> amounts,
                                                  std::span<const Decimal> shares,
                                                  int32_t payee_count);

/// One sale paid to every level above it at its own rate: amount × rate, each rounded; `total` is
/// their sum. kOverflow.
absl::StatusOr<SplitPay> OverrideChain(Decimal amount, std::span<const Decimal> rates,
                                       int scale = 2, RoundingMode mode = RoundingMode::kHalfAway);

/// rate × the sum of the amounts whose owner is in the team, rounded once. `in_team[owner]` is not
/// 0 for members. kLengthMismatch, kRowOutOfRange, kOverflow.
absl::StatusOr<Decimal> OverrideRollup(Decimal rate, std::span<const uint8_t> in_team,
                                       std::span<const int32_t> owners,
                                       std::span<const Decimal> amounts, int scale = 2,
                                       RoundingMode mode = RoundingMode::kHalfAway);

/// What a manager is paid on a team's sales by two rules.
struct ManagerPay {
  Decimal collective;  ///< On the team's sum against the team's quota.
  Decimal individual;  ///< On each member's sales against the member's own quota, added.
};

/// P(s, q) = min(s, q) × base + max(0, s - q) × over, of the sums (collective) and of each member
/// (individual). kLengthMismatch, kOverflow.
absl::StatusOr<ManagerPay> ManagerMeasure(std::span<const Decimal> sales,
                                          std::span<const Decimal> quotas, Decimal base,
                                          Decimal over, int scale = 2,
                                          RoundingMode mode = RoundingMode::kHalfAway);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_SHARE_H_
