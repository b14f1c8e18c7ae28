// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/concentration.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "attain/base/finding.h"
#include "attain/base/rounding.h"
#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {

using internal::StrCat;

absl::StatusOr<Concentration> Concentrate(std::span<const int64_t> amounts,
                                          std::span<const int32_t> key, int32_t keys) {
  if (amounts.size() != key.size())
    return MakeError(Reason::kLengthMismatch, "every amount needs its key");
  Findings findings;
  std::vector<int64_t> sums(static_cast<size_t>(std::max(keys, 0)), 0);
  Concentration found;
  bool fits = true;
  for (size_t i = 0; i < amounts.size(); ++i) {
    const auto at = [&](const char* field) {
      return Where{.table = "deals", .row = static_cast<int64_t>(i), .field = field};
    };
    const bool known = key[i] >= 0 && key[i] < keys;
    if (amounts[i] < 0)
      findings.AddError(Reason::kInvalidArgument, at("amount"), "an amount is not negative");
    if (!known)
      findings.AddError(Reason::kRowOutOfRange, at("key"), StrCat("there is no key ", key[i]));
    if (amounts[i] < 0 || !known) continue;
    fits = fits && !__builtin_add_overflow(found.total, amounts[i], &found.total);
    if (fits) sums[static_cast<size_t>(key[i])] += amounts[i];
  }
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  if (!fits) return MakeError(Reason::kOverflow, "the sum does not fit 64 bits");
  if (found.total == 0) return MakeError(Reason::kInsufficientData, "there is nothing to share");
  for (int32_t number = 0; number < keys; ++number)
    if (sums[static_cast<size_t>(number)] > 0) found.keys.push_back(number);
  const auto sum_of = [&](int32_t number) { return sums[static_cast<size_t>(number)]; };
  std::stable_sort(found.keys.begin(), found.keys.end(),
                   [&](int32_t a, int32_t b) { return sum_of(a) > sum_of(b); });
  found.n = static_cast<int64_t>(found.keys.size());
  for (const int32_t number : found.keys) {
    const double share = static_cast<double>(sum_of(number)) / static_cast<double>(found.total);
    found.hhi += share * share;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction exact, Fraction::Of(sum_of(number), found.total));
    found.shares.push_back(exact);
  }
  found.equal_keys = 1 / found.hhi;
  return found;
}

absl::StatusOr<StressedDeals> StressDeals(std::span<const int64_t> amount,
                                          std::span<const double> chance,
                                          std::span<const uint8_t> mask,
                                          const StressEffect& effect) {
  if (amount.size() != chance.size() || amount.size() != mask.size())
    return MakeError(Reason::kLengthMismatch, "every deal needs an amount, a chance and a mark");
  if (!(effect.chance_factor >= 0 && std::isfinite(effect.chance_factor)) ||
      effect.amount_factor.sign() < 0)
    return MakeError(Reason::kInvalidArgument, "factors are at least 0");
  StressedDeals deals{.amount = {amount.begin(), amount.end()},
                      .chance = {chance.begin(), chance.end()}};
  const bool resize = effect.amount_factor != Fraction(1);
  for (size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == 0) continue;
    ++deals.touched;
    deals.chance[i] = std::min(1.0, deals.chance[i] * effect.chance_factor);
    if (!resize) continue;
    ATTAIN_ASSIGN_OR_RETURN(const Fraction exact,
                            Multiply(Fraction(amount[i]), effect.amount_factor));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded, Round(exact, 0, RoundingMode::kHalfAway));
    if (rounded.coefficient() > INT64_MAX || rounded.coefficient() < INT64_MIN)
      return MakeError(Reason::kOverflow, "an amount does not fit 64 bits");
    deals.amount[i] = static_cast<int64_t>(rounded.coefficient());
  }
  return deals;
}

}  // namespace attain::funnel
