// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/pool.h"

#include <algorithm>
#include <string>
#include <utility>

#include "attain/base/apportion.h"
#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::StatusOr<Decimal> RoundExact(const Exact& value, int scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(value.status());
  return Round(value.value(), scale, mode);
}

// Largest remainders, the first of equals, of weights that have no common unit of 127 bits.
absl::StatusOr<std::vector<int64_t>> ApportionExactly(int64_t total,
                                                      std::span<const Fraction> weights) {
  Exact sum;
  for (const Fraction& weight : weights) sum += Exact(weight);
  const int64_t sign = total < 0 ? -1 : 1;
  int64_t left = total * sign;
  const Exact unit = Exact(left) / sum;
  ATTAIN_RETURN_IF_ERROR(unit.status());
  std::vector<int64_t> units;
  std::vector<std::pair<Fraction, size_t>> rest;  // negative, so that the largest comes first
  for (size_t i = 0; i < weights.size(); ++i) {
    const Exact part = Exact(weights[i]) * unit;
    ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, RoundExact(part, 0, RoundingMode::kDown));
    units.push_back(static_cast<int64_t>(whole.coefficient()));
    left -= units.back();
    rest.emplace_back((Exact(units.back()) - part).value(), i);
  }
  std::sort(rest.begin(), rest.end());
  for (size_t i = 0; left > 0; ++i, --left) ++units[rest[i].second];
  for (int64_t& part : units) part *= sign;
  return units;
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
  const auto total = static_cast<int64_t>(pay.total.coefficient());
  absl::StatusOr<std::vector<int64_t>> units = Apportion(total, weights);
  if (!units.ok() && ReasonOf(units.status()) == Reason::kOverflow)
    units = ApportionExactly(total, weights);
  ATTAIN_RETURN_IF_ERROR(units.status());
  pay.parts.reserve(units->size());
  for (const int64_t unit : *units) pay.parts.push_back(Decimal::Unchecked(unit, scale));
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
