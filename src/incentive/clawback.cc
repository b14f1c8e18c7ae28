// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/clawback.h"

#include <algorithm>
#include <string>

#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::Status Check(const CancelledDeals& deals, const ClawbackOptions& options) {
  const size_t rows = deals.paid.size();
  ATTAIN_RETURN_IF_ERROR(CheckColumn(rows, deals.earned.size(), "earned"));
  const auto invalid = [](const std::string& text) {
    return MakeError(Reason::kInvalidArgument, text);
  };
  if (options.mode == ClawbackMode::kPercent &&
      (options.percent.sign() < 0 || options.percent > Fraction(1))) {
    return invalid("the part taken back must be from 0 to 1, not " + options.percent.ToString());
  }
  const auto below_zero = [](int64_t value) { return value < 0; };
  if (options.mode == ClawbackMode::kProratedMonths) {
    ATTAIN_RETURN_IF_ERROR(CheckColumn(rows, deals.months_served.size(), "months_served"));
    if (options.term <= 0) return invalid("a term must be at least one month");
    if (std::any_of(deals.months_served.begin(), deals.months_served.end(), below_zero)) {
      return invalid("months served cannot be negative");
    }
  }
  if (options.window_days.has_value()) {
    ATTAIN_RETURN_IF_ERROR(CheckColumn(rows, deals.days_since_sale.size(), "days_since_sale"));
    if (*options.window_days < 0) return invalid("a window cannot be negative");
    if (std::any_of(deals.days_since_sale.begin(), deals.days_since_sale.end(), below_zero)) {
      return invalid("a deal cannot be cancelled before it was sold");
    }
  }
  return absl::OkStatus();
}

// The part of the base that is taken back.
absl::StatusOr<Fraction> Part(const ClawbackOptions& options, int64_t months_served) {
  switch (options.mode) {
    case ClawbackMode::kPercent:
      return options.percent;
    case ClawbackMode::kProratedMonths:
      return Fraction::Of(options.term - std::min(options.term, months_served), options.term);
    case ClawbackMode::kFull:
    case ClawbackMode::kCancel:
      break;
  }
  return Fraction(1);
}

}  // namespace

absl::StatusOr<Clawbacks> Clawback(const CancelledDeals& deals, const ClawbackOptions& options) {
  ATTAIN_RETURN_IF_ERROR(Check(deals, options));
  Clawbacks result;
  ATTAIN_ASSIGN_OR_RETURN(result.total, Round(Decimal(0), options.scale, options.rounding));
  for (size_t i = 0; i < deals.paid.size(); ++i) {
    Exact adjustment;
    Exact unpaid;
    if (!options.window_days.has_value() || deals.days_since_sale[i] <= *options.window_days) {
      ATTAIN_ASSIGN_OR_RETURN(
          const Fraction part,
          Part(options, deals.months_served.empty() ? 0 : deals.months_served[i]));
      const Decimal base = options.of == ClawbackOf::kPaid ? deals.paid[i] : deals.earned[i];
      adjustment = Exact() - Exact(Fraction(base)) * Exact(part);
      if (options.mode == ClawbackMode::kCancel) {
        unpaid = Exact(Fraction(deals.earned[i])) - Exact(Fraction(deals.paid[i]));
      }
    }
    ATTAIN_RETURN_IF_ERROR((adjustment + unpaid).status());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal line,
                            Round(adjustment.value(), options.scale, options.rounding));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal cancelled,
                            Round(unpaid.value(), options.scale, options.rounding));
    ATTAIN_ASSIGN_OR_RETURN(result.total, Add(result.total, line));
    result.adjustments.push_back(line);
    result.cancelled_unpaid.push_back(cancelled);
  }
  return result;
}

absl::StatusOr<Recalculation> RecalculatedClawback(std::span<const RateBand> bands,
                                                   std::span<const Decimal> amounts,
                                                   std::span<const uint8_t> cancelled, int scale,
                                                   RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(amounts.size(), cancelled.size(), "cancelled"));
  const TierTableOptions stacked{.accumulate = true};
  ATTAIN_ASSIGN_OR_RETURN(const Earnings with, TierTable(bands, amounts, {}, stacked));
  std::vector<Decimal> kept;
  Exact own;
  for (size_t i = 0; i < amounts.size(); ++i) {
    if (cancelled[i] != 0) {
      own += Exact(with.exact[i]);
    } else {
      kept.push_back(amounts[i]);
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const Earnings without, TierTable(bands, kept, {}, stacked));
  const Exact before(with.exact_total);
  const Exact after(without.exact_total);
  const Exact change = after - before;
  ATTAIN_RETURN_IF_ERROR((change + own).status());
  Recalculation result;
  result.exact_before = before.value();
  result.exact_after = after.value();
  ATTAIN_ASSIGN_OR_RETURN(result.before, Round(before.value(), scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.after, Round(after.value(), scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.adjustment, Round(change.value(), scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.own, Round(-own.value(), scale, mode));
  return result;
}

const definition::WordTable& Describe(definition::Type<ClawbackMode>) {
  static const auto& table = *new auto(definition::Words<ClawbackMode>(
      "clawback_mode", "How much of a commission is taken back.",
      {{"full", ClawbackMode::kFull, "All of it."},
       {"percent", ClawbackMode::kPercent, "A part of it."},
       {"cancel", ClawbackMode::kCancel, "All that was paid; the rest is never paid."},
       {"prorated_months", ClawbackMode::kProratedMonths,
        "The part of the term that was not served."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<ClawbackOf>) {
  static const auto& table = *new auto(definition::Words<ClawbackOf>(
      "clawback_of", "From what it is taken.",
      {{"paid", ClawbackOf::kPaid, "From what was paid."},
       {"earned", ClawbackOf::kEarned, "From what was earned, paid or not."}}));
  return table;
}

}  // namespace attain::incentive
