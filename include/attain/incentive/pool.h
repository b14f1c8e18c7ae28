// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pool: one sum of money for several people.
//
//   a pool of 10,000.00 for 3 members: 3,333.34, 3,333.33, 3,333.33; nothing is lost
//   the same pool, 5 of 5,000 shares held: 10,000 × 5 / 5,000 = 10.00
//   4 % of 450,000 revenue, of which a member holds 15 %: 450,000 × 0.04 × 0.15 = 2,700.00
//   a pool only for those at 50 % attainment or more: who is below it gets nothing, and the others
//   share the whole
//
// The pool is rounded to the currency first and then allocated without losing a unit; units left over
// go to the lowest indexes. `each` is what one member would get by himself: pool / members, rounded;
// members × each may miss the pool by some units, the parts never do.
#ifndef ATTAIN_INCENTIVE_POOL_H_
#define ATTAIN_INCENTIVE_POOL_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"

namespace attain::incentive {

/// A pool and who gets what of it.
struct PoolPay {
  Decimal total;               ///< The pool, rounded.
  std::vector<Decimal> parts;  ///< One per member; they add up to the total.
  int64_t qualified = 0;       ///< Members who get a part: with a share, or through the gate.
  Decimal each;                ///< Equal pools: pool / qualified, rounded alone. Otherwise 0.
};

/// Equal parts for `members` members. kEmptyGroup for less than one; kOverflow.
absl::StatusOr<PoolPay> EqualPool(const Fraction& pool, int64_t members, int scale = 2,
                                  RoundingMode mode = RoundingMode::kHalfAway);

/// Equal parts for those whose attainment reaches `gate`, nothing for the others. kEmptyGroup when
/// nobody does; kOverflow.
absl::StatusOr<PoolPay> GatedPool(const Fraction& pool, std::span<const Fraction> attainments,
                                  const Fraction& gate, int scale = 2,
                                  RoundingMode mode = RoundingMode::kHalfAway);

/// Parts in proportion to `shares` (hours, points, sales; any positive sum). kEmptyGroup when all
/// shares are 0 or there are none; kNegativeShare; kOverflow.
absl::StatusOr<PoolPay> SharedPool(const Fraction& pool, std::span<const Fraction> shares,
                                   int scale = 2, RoundingMode mode = RoundingMode::kHalfAway);

/// One member's part of a pool whose other members are not at hand: pool × shares / total_shares,
/// rounded. kInvalidArgument unless 0 ≤ shares ≤ total_shares and total_shares > 0; kOverflow.
absl::StatusOr<Decimal> PoolShare(const Fraction& pool, const Fraction& total_shares,
                                  const Fraction& shares, int scale = 2,
                                  RoundingMode mode = RoundingMode::kHalfAway);

/// A pool that is a part of revenue: revenue × pool_rate × share, rounded once. kNegativeShare for
/// a negative share; kOverflow.
absl::StatusOr<Decimal> PercentPool(const Fraction& revenue, const Fraction& pool_rate,
                                    const Fraction& share, int scale = 2,
                                    RoundingMode mode = RoundingMode::kHalfAway);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_POOL_H_
