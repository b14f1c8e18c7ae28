// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/share.h"

#include <string>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::Status CheckSameLength(size_t a, size_t b) {
  if (a == b) return absl::OkStatus();
  return MakeError(Reason::kLengthMismatch,
                   "columns of " + std::to_string(a) + " and " + std::to_string(b) + " rows");
}

absl::Status CheckId(int32_t id, size_t count) {
  if (id >= 0 && static_cast<size_t>(id) < count) return absl::OkStatus();
  return MakeError(Reason::kRowOutOfRange,
                   "id " + std::to_string(id) + " is not below " + std::to_string(count));
}

}  // namespace

absl::StatusOr<std::vector<Decimal>> Allocate(Decimal amount, std::span<const Decimal> ratios,
                                              int scale, ApportionOptions options) {
  ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, amount.Rescaled(scale));
  if (whole.coefficient() > INT64_MAX || whole.coefficient() < INT64_MIN) {
    return MakeError(Reason::kOverflow, "an amount to allocate must fit 64 bits of its unit");
  }
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int64_t> units,
                          Apportion(static_cast<int64_t>(whole.coefficient()), ratios, options));
  std::vector<Decimal> parts;
  parts.reserve(units.size());
  for (const int64_t unit : units) parts.push_back(Decimal::Unchecked(unit, scale));
  return parts;
}

absl::StatusOr<SplitPay> SplitCommission(Decimal amount, Decimal rate,
                                         std::span<const Decimal> shares, int scale,
                                         RoundingMode mode) {
  ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, Multiply(Fraction(amount), Fraction(rate)));
  SplitPay pay;
  ATTAIN_ASSIGN_OR_RETURN(pay.total, Round(exact, scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(pay.parts, Allocate(pay.total, shares, scale));
  return pay;
}

absl::StatusOr<std::vector<Fraction>> SplitCredit(std::span<const int32_t> payees,
                                                  std::span<const Decimal> amounts,
                                                  std::span<const Decimal> shares,
                                                  int32_t payee_count) {
  ATTAIN_RETURN_IF_ERROR(CheckSameLength(payees.size(), amounts.size()));
  ATTAIN_RETURN_IF_ERROR(CheckSameLength(payees.size(), shares.size()));
  std::vector<Exact> sums(static_cast<size_t>(payee_count < 0 ? 0 : payee_count));
  for (size_t i = 0; i < payees.size(); ++i) {
    ATTAIN_RETURN_IF_ERROR(CheckId(payees[i], sums.size()));
    sums[static_cast<size_t>(payees[i])] +=
        Exact(Fraction(amounts[i])) * Exact(Fraction(shares[i]));
  }
  std::vector<Fraction> credits;
  credits.reserve(sums.size());
  for (const Exact& sum : sums) {
    ATTAIN_RETURN_IF_ERROR(sum.status());
    credits.push_back(sum.value());
  }
  return credits;
}

absl::StatusOr<SplitPay> OverrideChain(Decimal amount, std::span<const Decimal> rates, int scale,
                                       RoundingMode mode) {
  SplitPay pay;
  pay.total = Decimal::Unchecked(0, scale);
  for (const Decimal& rate : rates) {
    ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, Multiply(Fraction(amount), Fraction(rate)));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal part, Round(exact, scale, mode));
    ATTAIN_ASSIGN_OR_RETURN(pay.total, Add(pay.total, part));
    pay.parts.push_back(part);
  }
  return pay;
}

absl::StatusOr<Decimal> OverrideRollup(Decimal rate, std::span<const uint8_t> in_team,
                                       std::span<const int32_t> owners,
                                       std::span<const Decimal> amounts, int scale,
                                       RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckSameLength(owners.size(), amounts.size()));
  Exact sum;
  for (size_t i = 0; i < owners.size(); ++i) {
    ATTAIN_RETURN_IF_ERROR(CheckId(owners[i], in_team.size()));
    if (in_team[static_cast<size_t>(owners[i])] != 0) sum += Exact(Fraction(amounts[i]));
  }
  const Exact pay = sum * Exact(Fraction(rate));
  ATTAIN_RETURN_IF_ERROR(pay.status());
  return Round(pay.value(), scale, mode);
}

absl::StatusOr<ManagerPay> ManagerMeasure(std::span<const Decimal> sales,
                                          std::span<const Decimal> quotas, Decimal base,
                                          Decimal over, int scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckSameLength(sales.size(), quotas.size()));
  const auto pay = [&](const Exact& sold, const Exact& quota) {
    const Exact excess = sold > quota ? sold - quota : Exact();
    return (sold - excess) * Exact(Fraction(base)) + excess * Exact(Fraction(over));
  };
  Exact sold;
  Exact quota;
  Exact individual;
  for (size_t i = 0; i < sales.size(); ++i) {
    sold += Exact(Fraction(sales[i]));
    quota += Exact(Fraction(quotas[i]));
    individual += pay(Exact(Fraction(sales[i])), Exact(Fraction(quotas[i])));
  }
  const Exact collective = pay(sold, quota);
  ATTAIN_RETURN_IF_ERROR(individual.status());
  ATTAIN_RETURN_IF_ERROR(collective.status());
  ManagerPay result;
  ATTAIN_ASSIGN_OR_RETURN(result.collective, Round(collective.value(), scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.individual, Round(individual.value(), scale, mode));
  return result;
}

}  // namespace attain::incentive
