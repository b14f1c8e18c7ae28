// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/pool.h"

#include <string>

#include "attain/base/apportion.h"
#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::StatusOr<Decimal> RoundExact(const Exact& value, int scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(value.status());
  return Round(value.value(), scale, mode);
}

absl::StatusOr<PoolPay> Distribute(const Fraction& pool, std::span<const Fraction> weights,
                                   int scale, RoundingMode mode) {
  PoolPay pay;
  for (const Fraction& weight : weights) pay.qualified += weight.is_zero() ? 0 : 1;
  if (pay.qualified == 0) return MakeError(Reason::kEmptyGroup, "nobody has a part in the pool");
  ATTAIN_ASSIGN_OR_RETURN(pay.total, Round(pool, scale, mode));
  if (pay.total.coefficient() > INT64_MAX || pay.total.coefficient() < INT64_MIN) {
    return MakeError(Reason::kOverflow, "a pool must fit 64 bits of its unit");
  }
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int64_t> units,
                          Apportion(static_cast<int64_t>(pay.total.coefficient()), weights));
  pay.parts.reserve(units.size());
  for (const int64_t unit : units) pay.parts.push_back(Decimal::Unchecked(unit, scale));
  return pay;
}

absl::StatusOr<PoolPay> Equally(const Fraction& pool, std::span<const Fraction> weights, int scale,
                                RoundingMode mode) {
  ATTAIN_ASSIGN_OR_RETURN(PoolPay pay, Distribute(pool, weights, scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(pay.each, RoundExact(Exact(pool) / Exact(pay.qualified), scale, mode));
  return pay;
}

}  // namespace

absl::StatusOr<PoolPay> EqualPool(const Fraction& pool, int64_t members, int scale,
                                  RoundingMode mode) {
  constexpr int64_t kMost = 100'000'000;
  if (members < 1) return MakeError(Reason::kEmptyGroup, "a pool needs at least one member");
  if (members > kMost) {
    return MakeError(Reason::kOverflow,
                     std::to_string(members) + " members are more than " + std::to_string(kMost));
  }
  const std::vector<Fraction> weights(static_cast<size_t>(members), Fraction(1));
  return Equally(pool, weights, scale, mode);
}

absl::StatusOr<PoolPay> GatedPool(const Fraction& pool, std::span<const Fraction> attainments,
                                  const Fraction& gate, int scale, RoundingMode mode) {
  std::vector<Fraction> weights;
  weights.reserve(attainments.size());
  for (const Fraction& attainment : attainments) weights.push_back(attainment >= gate ? 1 : 0);
  return Equally(pool, weights, scale, mode);
}

absl::StatusOr<PoolPay> SharedPool(const Fraction& pool, std::span<const Fraction> shares,
                                   int scale, RoundingMode mode) {
  for (const Fraction& share : shares) {
    if (share < 0) return MakeError(Reason::kNegativeShare, "a share is " + share.ToString());
  }
  return Distribute(pool, shares, scale, mode);
}

absl::StatusOr<Decimal> PoolShare(const Fraction& pool, const Fraction& total_shares,
                                  const Fraction& shares, int scale, RoundingMode mode) {
  if (total_shares <= 0 || shares < 0 || shares > total_shares) {
    return MakeError(Reason::kInvalidArgument, shares.ToString() + " of " +
                                                   total_shares.ToString() +
                                                   " shares: must lie between 0 and the total");
  }
  return RoundExact(Exact(pool) * Exact(shares) / Exact(total_shares), scale, mode);
}

absl::StatusOr<Decimal> PercentPool(const Fraction& revenue, const Fraction& pool_rate,
                                    const Fraction& share, int scale, RoundingMode mode) {
  if (share < 0) return MakeError(Reason::kNegativeShare, "the share is " + share.ToString());
  return RoundExact(Exact(revenue) * Exact(pool_rate) * Exact(share), scale, mode);
}

}  // namespace attain::incentive
