// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Credit rules: who is credited for one sale beside its owner, and what a manager is credited for a
// team without counting an order twice.
//
//   64,000.00 sold by P (75 %) and Q (25 %); Q and S help with an overlay of 30 % and 10 %
//   revenue credit   P 48,000   Q 16,000            = 64,000, the sale, exactly
//   overlay credit   Q 19,200   S  6,400            = 25,600 on top of it
//   all credit                                        89,600
//
//   order K7 of 4,000: r1 is credited 4,000, r2 2,500;  order K8 of 1,700: r1 900
//   their manager is credited min(6,500, 4,000) + min(900, 1,700) = 4,900, not 7,400
//
// Revenue shares must add up to exactly 1, overlays need not. Credit for a quota and shares of a
// commission are two things: two people may both get full quota credit and share one commission.
#ifndef ATTAIN_INCENTIVE_CREDIT_RULE_H_
#define ATTAIN_INCENTIVE_CREDIT_RULE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/share.h"

namespace attain::incentive {

/// What one sale is credited as, exact.
struct OverlayCredits {
  std::vector<Fraction> revenue;  ///< Per revenue share; together the amount.
  std::vector<Fraction> overlay;  ///< Per overlay share, on top of it.
  Fraction revenue_total;         ///< What `revenue` adds up to.
  Fraction all_credit;            ///< Revenue and overlay together.
};

/// Revenue shares, which must add up to exactly 1, and overlays of any sum, of one amount.
/// kSplitSum, kNegativeShare, kOverflow.
absl::StatusOr<OverlayCredits> OverlayCredit(const Fraction& amount,
                                             std::span<const Fraction> revenue_shares,
                                             std::span<const Fraction> overlay_shares);

/// Quota credit and commission of one sale.
struct OverlayPay {
  std::vector<Fraction> quota_credit;  ///< Per quota share, exact; any sum.
  SplitPay commission;                 ///< The commission and its parts.
};

/// Quota credit by `quota_shares` (any sum), and one commission of amount × rate shared by
/// `commission_shares`, which must add up to exactly `whole` (1, or 100 for percentages).
/// kSplitSum, kNegativeShare, kOverflow.
absl::StatusOr<OverlayPay> OverlayCommission(Decimal amount, Decimal rate,
                                             std::span<const Fraction> quota_shares,
                                             std::span<const Decimal> commission_shares,
                                             Decimal whole = 1, int scale = 2,
                                             RoundingMode mode = RoundingMode::kHalfAway);

/// What a manager is credited for the credits of a team, exact.
struct RollupCredit {
  Fraction credit;  ///< No order for more than its amount.
  Fraction naive;   ///< All credits added, orders counted as often as they were credited.
};

/// Credits rolled up: row i credits `credits[i]` of order `orders[i]`; an order counts for at most
/// its amount (of a refund, whose amount is negative: for at least it). kLengthMismatch;
/// kRowOutOfRange for an order not below the number of order amounts; kOverflow.
absl::StatusOr<RollupCredit> RollupDedup(std::span<const int32_t> orders,
                                         std::span<const Fraction> credits,
                                         std::span<const Fraction> order_amounts);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CREDIT_RULE_H_
