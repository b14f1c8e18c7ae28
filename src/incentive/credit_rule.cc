// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/credit_rule.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

/// Shares of at least 0 that add up to `whole`, where a whole is asked for.
absl::Status CheckShares(std::span<const Fraction> shares, const Fraction* whole) {
  Exact sum;
  for (const Fraction& share : shares) {
    if (share < 0) return MakeError(Reason::kNegativeShare, "a share is " + share.ToString());
    sum += Exact(share);
  }
  ATTAIN_RETURN_IF_ERROR(sum.status());
  if (whole == nullptr || sum.value() == *whole) return absl::OkStatus();
  return MakeError(Reason::kSplitSum, "shares add up to " + sum.value().ToString() +
                                          " in place of " + whole->ToString());
}

absl::StatusOr<std::vector<Fraction>> PartsOf(const Fraction& amount,
                                              std::span<const Fraction> shares) {
  std::vector<Fraction> parts;
  parts.reserve(shares.size());
  for (const Fraction& share : shares) {
    ATTAIN_ASSIGN_OR_RETURN(Fraction part, Multiply(amount, share));
    parts.push_back(part);
  }
  return parts;
}

Exact SumOf(std::span<const Fraction> values) {
  Exact sum;
  for (const Fraction& value : values) sum += Exact(value);
  return sum;
}

}  // namespace

absl::StatusOr<OverlayCredits> OverlayCredit(const Fraction& amount,
                                             std::span<const Fraction> revenue_shares,
                                             std::span<const Fraction> overlay_shares) {
  const Fraction one = 1;
  ATTAIN_RETURN_IF_ERROR(CheckShares(revenue_shares, &one));
  ATTAIN_RETURN_IF_ERROR(CheckShares(overlay_shares, nullptr));
  OverlayCredits credits;
  ATTAIN_ASSIGN_OR_RETURN(credits.revenue, PartsOf(amount, revenue_shares));
  ATTAIN_ASSIGN_OR_RETURN(credits.overlay, PartsOf(amount, overlay_shares));
  const Exact revenue = SumOf(credits.revenue);
  const Exact all = revenue + SumOf(credits.overlay);
  ATTAIN_RETURN_IF_ERROR(all.status());
  credits.revenue_total = revenue.value();
  credits.all_credit = all.value();
  return credits;
}

absl::StatusOr<OverlayPay> OverlayCommission(Decimal amount, Decimal rate,
                                             std::span<const Fraction> quota_shares,
                                             std::span<const Decimal> commission_shares,
                                             Decimal whole, int scale, RoundingMode mode) {
  const std::vector<Fraction> shares(commission_shares.begin(), commission_shares.end());
  const Fraction together(whole);
  ATTAIN_RETURN_IF_ERROR(CheckShares(shares, &together));
  ATTAIN_RETURN_IF_ERROR(CheckShares(quota_shares, nullptr));
  OverlayPay pay;
  ATTAIN_ASSIGN_OR_RETURN(pay.quota_credit, PartsOf(Fraction(amount), quota_shares));
  ATTAIN_ASSIGN_OR_RETURN(pay.commission,
                          SplitCommission(amount, rate, commission_shares, scale, mode));
  return pay;
}

absl::StatusOr<RollupCredit> RollupDedup(std::span<const int32_t> orders,
                                         std::span<const Fraction> credits,
                                         std::span<const Fraction> order_amounts) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(orders.size(), credits.size(), "credits"));
  std::vector<Exact> by_order(order_amounts.size());
  for (size_t i = 0; i < orders.size(); ++i) {
    if (orders[i] < 0 || static_cast<size_t>(orders[i]) >= by_order.size()) {
      return MakeError(Reason::kRowOutOfRange, "order " + std::to_string(orders[i]) +
                                                   " is not below " +
                                                   std::to_string(by_order.size()));
    }
    by_order[static_cast<size_t>(orders[i])] += Exact(credits[i]);
  }
  Exact once;
  Exact naive;
  for (size_t i = 0; i < by_order.size(); ++i) {
    ATTAIN_RETURN_IF_ERROR(by_order[i].status());
    const Fraction& credit = by_order[i].value();
    naive += by_order[i];
    once += Exact(order_amounts[i] < 0 ? std::max(credit, order_amounts[i])
                                       : std::min(credit, order_amounts[i]));
  }
  ATTAIN_RETURN_IF_ERROR((once + naive).status());
  return RollupCredit{.credit = once.value(), .naive = naive.value()};
}

}  // namespace attain::incentive
