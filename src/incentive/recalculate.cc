// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/recalculate.h"

#include <string>

#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::StatusOr<Decimal> Sum(std::span<const Decimal> values, int scale) {
  ATTAIN_ASSIGN_OR_RETURN(Decimal sum, Round(Decimal(0), scale, RoundingMode::kDown));
  for (const Decimal& value : values) {
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, value));
  }
  return sum;
}

}  // namespace

absl::StatusOr<Recalculated> RecalculateRate(std::span<const Decimal> credits, Decimal old_rate,
                                             Decimal new_rate, int scale, RoundingMode mode) {
  const auto pay = [&](Decimal rate) {
    return FlatRate(
        credits, {}, {},
        {.rate = rate,
         .rounding = {.point = RoundingPoint::kTransaction, .mode = mode, .scale = scale}});
  };
  ATTAIN_ASSIGN_OR_RETURN(const Earnings before, pay(old_rate));
  ATTAIN_ASSIGN_OR_RETURN(const Earnings after, pay(new_rate));
  Recalculated result;
  result.before = before.rounded.lines;
  result.after = after.rounded.lines;
  for (size_t i = 0; i < credits.size(); ++i) {
    ATTAIN_ASSIGN_OR_RETURN(const Decimal delta, Subtract(result.after[i], result.before[i]));
    result.deltas.push_back(delta);
  }
  ATTAIN_ASSIGN_OR_RETURN(result.total, Sum(result.deltas, scale));
  return result;
}

absl::StatusOr<Recalculated> RecalculateLate(std::span<const RateBand> bands,
                                             std::span<const Decimal> credits,
                                             std::span<const LateCredit> late, int scale,
                                             RoundingMode mode) {
  std::vector<Decimal> corrected(credits.begin(), credits.end());
  for (const LateCredit& credit : late) {
    if (credit.period < 0 || static_cast<size_t>(credit.period) >= corrected.size()) {
      return MakeError(Reason::kRowOutOfRange, "period " + std::to_string(credit.period) +
                                                   " is not below " +
                                                   std::to_string(corrected.size()));
    }
    Decimal& sum = corrected[static_cast<size_t>(credit.period)];
    ATTAIN_ASSIGN_OR_RETURN(sum, Add(sum, credit.amount));
  }
  const TierTableOptions options{
      .accumulate = true,
      .rounding = {.point = RoundingPoint::kTransaction, .mode = mode, .scale = scale}};
  ATTAIN_ASSIGN_OR_RETURN(const Earnings before, TierTable(bands, credits, {}, options));
  ATTAIN_ASSIGN_OR_RETURN(const Earnings after, TierTable(bands, corrected, {}, options));
  Recalculated result;
  result.before = before.rounded.lines;
  result.after = after.rounded.lines;
  for (size_t i = 0; i < credits.size(); ++i) {
    const Exact change = Exact(after.exact[i]) - Exact(before.exact[i]);
    ATTAIN_RETURN_IF_ERROR(change.status());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal delta, Round(change.value(), scale, mode));
    result.deltas.push_back(delta);
  }
  ATTAIN_ASSIGN_OR_RETURN(result.total, Sum(result.deltas, scale));
  return result;
}

}  // namespace attain::incentive
