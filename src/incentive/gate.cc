// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/gate.h"

#include <algorithm>

#include "attain/base/status.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/rows.h"

namespace attain::incentive {
namespace {

absl::Status CheckQuota(const Fraction& quota) {
  if (quota.sign() > 0) return absl::OkStatus();
  return MakeError(Reason::kTargetZero, "a quota must be above 0");
}

}  // namespace

absl::StatusOr<Earnings> ThresholdRate(std::span<const Fraction> credits, const Fraction& quota,
                                       const Fraction& threshold, const Fraction& rate,
                                       GateBase base, const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckQuota(quota));
  ATTAIN_ASSIGN_OR_RETURN(const Fraction least, ExactProduct(threshold, quota));
  Earnings earnings;
  for (const Fraction& credit : credits) {
    const bool reached = credit >= least;
    earnings.bands.push_back(reached ? 0 : -1);
    Exact paid_on;
    if (reached) paid_on = base == GateBase::kExcess ? Exact(credit) - Exact(least) : Exact(credit);
    ATTAIN_RETURN_IF_ERROR(AddRow(paid_on * Exact(rate), earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

absl::StatusOr<Earnings> LumpSum(std::span<const RateBand> bands, std::span<const Fraction> values,
                                 bool each, const Rounding& rounding) {
  for (size_t i = 1; i < bands.size(); ++i) {
    if (bands[i].from <= bands[i - 1].from)
      return MakeError(Reason::kTierOverlap, "bands of lump sums must ascend");
  }
  Earnings earnings;
  for (const Fraction& value : values) {
    int32_t highest = -1;
    Exact sum;
    for (size_t i = 0; i < bands.size() && bands[i].from <= value; ++i) {
      highest = static_cast<int32_t>(i);
      sum = each ? sum + Exact(bands[i].pays) : Exact(bands[i].pays);
    }
    earnings.bands.push_back(highest);
    ATTAIN_RETURN_IF_ERROR(AddRow(sum, earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

absl::StatusOr<Earnings> PassGate(std::span<const Fraction> earned,
                                  std::span<const Fraction> values, const Fraction& minimum,
                                  const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(earned.size(), values.size(), "values"));
  Earnings earnings;
  for (size_t i = 0; i < earned.size(); ++i) {
    const bool open = values[i] >= minimum;
    earnings.bands.push_back(open ? 0 : -1);
    earnings.exact.push_back(open ? earned[i] : Fraction(0));
  }
  return SumAndRound(std::move(earnings), rounding);
}

absl::StatusOr<Earnings> HurdleRates(std::span<const HurdleRate> products,
                                     std::span<const Fraction> sales, const Fraction& quota,
                                     const Fraction& minimum, const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckQuota(quota));
  if (products.empty() || sales.size() % products.size() != 0)
    return MakeError(Reason::kLengthMismatch, "every period needs the sales of each product");
  ATTAIN_ASSIGN_OR_RETURN(const Fraction least, ExactProduct(minimum, quota));
  Earnings earnings;
  for (size_t start = 0; start < sales.size(); start += products.size()) {
    const std::span<const Fraction> period = sales.subspan(start, products.size());
    const bool open = std::all_of(period.begin(), period.end(),
                                  [&](const Fraction& sold) { return sold >= least; });
    earnings.bands.push_back(open ? 1 : 0);
    Exact sum;
    for (size_t i = 0; i < products.size(); ++i) {
      const Exact below(std::min(period[i], quota));
      const Exact above = Exact(period[i]) - below;
      const std::pair<Exact, Fraction> parts[] = {
          {below, products[i].base}, {above, open ? products[i].over : products[i].base}};
      for (const auto& [base, rate] : parts) {
        const Exact amount = base * Exact(rate);
        ATTAIN_RETURN_IF_ERROR(amount.status());
        if (base.value().is_zero()) continue;
        sum += amount;
        earnings.pieces.push_back({static_cast<int64_t>(start / products.size()),
                                   static_cast<int32_t>(i), base.value(), rate, amount.value()});
      }
    }
    ATTAIN_RETURN_IF_ERROR(AddRow(sum, earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

absl::StatusOr<Earnings> GatedAccelerator(std::span<const RateBand> bands,
                                          std::span<const Fraction> credits,
                                          const Fraction& annual_quota, const Fraction& base_rate,
                                          const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckQuota(annual_quota));
  Earnings earnings;
  Exact year;
  for (const Fraction& credit : credits) {
    year += Exact(credit);
    ATTAIN_RETURN_IF_ERROR(year.status());
    const bool reached = year.value() >= annual_quota;
    earnings.bands.push_back(reached ? 1 : 0);
    const Exact earned =
        reached ? Exact(Marginal(bands, 0, credit)) : Exact(credit) * Exact(base_rate);
    ATTAIN_RETURN_IF_ERROR(AddRow(earned, earnings));
  }
  return SumAndRound(std::move(earnings), rounding);
}

}  // namespace attain::incentive
