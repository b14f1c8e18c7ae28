// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/payment.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "attain/incentive/earning.h"
#include "incentive/internal/columns.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

absl::Status CheckCap(Decimal cap, const char* name) {
  if (cap.sign() >= 0) return absl::OkStatus();
  return MakeError(Reason::kCapNegative,
                   std::string(name) + " must be at least 0, not " + cap.ToString());
}

absl::Status CheckOpening(const Fraction& opening) {
  if (opening.sign() >= 0) return absl::OkStatus();
  return MakeError(Reason::kInvalidArgument,
                   "an opening balance must be at least 0, not " + opening.ToString());
}

const Exact& Least(const Exact& a, const Exact& b) { return b < a ? b : a; }
const Exact& Most(const Exact& a, const Exact& b) { return a < b ? b : a; }

bool Recoverable(DrawKind kind) {
  return kind == DrawKind::kRecoverable || kind == DrawKind::kRecoverableForgiven;
}

}  // namespace

absl::StatusOr<PeriodPayments> PaymentMaximum(std::span<const Decimal> earned, Decimal maximum,
                                              Excess excess, const Fraction& opening, int scale,
                                              RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckCap(maximum, "a payment maximum"));
  ATTAIN_RETURN_IF_ERROR(CheckOpening(opening));
  if (excess == Excess::kLose && !opening.is_zero()) {
    return MakeError(Reason::kInvalidArgument, "nothing can wait where the excess is lost");
  }
  const Exact most{Fraction(maximum)};
  PeriodPayments result;
  Exact balance(opening);
  std::vector<Fraction> balances;
  for (const Decimal& amount : earned) {
    const Exact due = Exact(Fraction(amount)) + balance;
    const Exact paid = Least(due, most);
    balance = excess == Excess::kCarry ? due - paid : Exact();
    ATTAIN_RETURN_IF_ERROR(due.status());
    ATTAIN_RETURN_IF_ERROR(balance.status());
    result.exact.push_back(paid.value());
    balances.push_back(balance.value());
  }
  ATTAIN_ASSIGN_OR_RETURN(result.paid, RoundEach(result.exact, scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.balances, RoundEach(balances, scale, mode));
  result.closing = balance.value();
  return result;
}

absl::StatusOr<CappedPayments> DealAndPeriodCap(std::span<const Decimal> earned, Decimal deal_cap,
                                                Decimal period_cap, int scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckCap(deal_cap, "the cap of a deal"));
  ATTAIN_RETURN_IF_ERROR(CheckCap(period_cap, "the cap of a period"));
  CappedPayments result;
  Exact room{Fraction(period_cap)};
  Exact total;
  std::vector<Fraction> withheld;
  for (const Decimal& amount : earned) {
    const Exact due{Fraction(amount)};
    const Exact paid = Least(Least(due, Exact(Fraction(deal_cap))), room);
    const Exact kept = due - paid;
    room = room - paid;
    total += paid;
    ATTAIN_RETURN_IF_ERROR(kept.status());
    ATTAIN_RETURN_IF_ERROR(room.status());
    ATTAIN_RETURN_IF_ERROR(total.status());
    result.exact.push_back(paid.value());
    withheld.push_back(kept.value());
  }
  ATTAIN_ASSIGN_OR_RETURN(result.payouts, RoundEach(result.exact, scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.withheld, RoundEach(withheld, scale, mode));
  ATTAIN_ASSIGN_OR_RETURN(result.total, Round(total.value(), scale, mode));
  result.room = room.value();
  return result;
}

absl::StatusOr<Guaranteed> Guarantee(std::span<const Decimal> earned,
                                     std::span<const Decimal> guarantees, int scale,
                                     RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckColumn(earned.size(), guarantees.size(), "guarantees"));
  Guaranteed result;
  for (size_t i = 0; i < earned.size(); ++i) {
    const Exact amount{Fraction(earned[i])};
    const Exact top_up = Most(Exact(), Exact(Fraction(guarantees[i])) - amount);
    const Exact paid = amount + top_up;
    ATTAIN_RETURN_IF_ERROR(paid.status());
    ATTAIN_ASSIGN_OR_RETURN(const Decimal added, Round(top_up.value(), scale, mode));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal line, Round(paid.value(), scale, mode));
    result.top_up.push_back(added);
    result.paid.push_back(line);
  }
  return result;
}

absl::Status Check(const DrawTerms& terms) {
  if (terms.amount.sign() < 0) {
    return MakeError(Reason::kInvalidArgument,
                     "a draw must be at least 0, not " + terms.amount.ToString());
  }
  if (terms.share.sign() < 0 || terms.share > Fraction(1)) {
    return MakeError(Reason::kInvalidArgument,
                     "the share recovered must be from 0 to 1, not " + terms.share.ToString());
  }
  if (terms.recovery_first_period < 1 || terms.last_period.value_or(1) < 1) {
    return MakeError(Reason::kInvalidArgument, "periods of a draw are counted from 1");
  }
  return absl::OkStatus();
}

absl::StatusOr<DrawStep> DrawOnce(const DrawTerms& terms, int64_t period, const Fraction& earned,
                                  const Fraction& debt) {
  const bool in_force = period <= terms.last_period.value_or(INT64_MAX);
  const Exact floor = in_force ? Exact(terms.amount) : Exact();
  const Exact amount(earned);
  Exact owed(debt);
  Exact drawn;
  Exact recovered;
  Exact forgiven;
  if (terms.kind == DrawKind::kNonRecoverableAdditive) {
    drawn = floor;
  } else if (amount < floor) {
    drawn = floor - amount;
    if (Recoverable(terms.kind)) owed += drawn;
  } else if (period >= terms.recovery_first_period) {
    const Exact above =
        Most(Exact(), amount - Most(floor, Exact(terms.minimum.value_or(Fraction()))));
    recovered = Least(owed, above * Exact(terms.share));
    ATTAIN_RETURN_IF_ERROR(recovered.status());
    if (terms.recovery_scale.has_value()) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal whole, Round(recovered.value(), *terms.recovery_scale,
                                                         RoundingMode::kHalfEven));
      recovered = Least(Least(owed, above), Exact(Fraction(whole)));
    }
    owed = owed - recovered;
  }
  if (terms.kind == DrawKind::kRecoverableForgiven && period == terms.last_period) {
    forgiven = std::exchange(owed, Exact());
  }
  const Exact paid = amount + drawn - recovered;
  ATTAIN_RETURN_IF_ERROR(paid.status());
  ATTAIN_RETURN_IF_ERROR(owed.status());
  ATTAIN_RETURN_IF_ERROR(forgiven.status());
  return DrawStep{.drawn = drawn.value(),
                  .recovered = recovered.value(),
                  .forgiven = forgiven.value(),
                  .paid = paid.value(),
                  .debt = owed.value()};
}

absl::StatusOr<DrawnPayments> Draw(std::span<const Decimal> earned, const DrawTerms& terms,
                                   const Fraction& opening, int64_t first_period, int scale,
                                   RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(Check(terms));
  ATTAIN_RETURN_IF_ERROR(CheckOpening(opening));
  DrawnPayments result;
  result.closing = opening;
  Exact forgiven;
  for (size_t i = 0; i < earned.size(); ++i) {
    const int64_t period = first_period + static_cast<int64_t>(i);
    ATTAIN_ASSIGN_OR_RETURN(const DrawStep step,
                            DrawOnce(terms, period, earned[i], result.closing));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal paid, Round(step.paid, scale, mode));
    ATTAIN_ASSIGN_OR_RETURN(const Decimal balance, Round(step.debt, scale, mode));
    result.steps.push_back(step);
    result.paid.push_back(paid);
    result.balances.push_back(balance);
    result.closing = step.debt;
    forgiven += Exact(step.forgiven);
  }
  ATTAIN_RETURN_IF_ERROR(forgiven.status());
  ATTAIN_ASSIGN_OR_RETURN(result.forgiven, Round(forgiven.value(), scale, mode));
  return result;
}

absl::StatusOr<ScaledAwards> BudgetScale(std::span<const Decimal> awards, Decimal budget,
                                         const Rounding& rounding) {
  ATTAIN_RETURN_IF_ERROR(CheckCap(budget, "a budget"));
  if (rounding.point != RoundingPoint::kTransaction &&
      rounding.point != RoundingPoint::kCumulative) {
    return MakeError(Reason::kInvalidArgument,
                     "awards are rounded each on its own or cumulatively");
  }
  Exact sum;
  for (const Decimal& award : awards) sum += Exact(Fraction(award));
  Exact factor(1);
  if (sum > Exact(Fraction(budget))) factor = Exact(Fraction(budget)) / sum;
  ATTAIN_RETURN_IF_ERROR(sum.status());
  ScaledAwards result;
  for (const Decimal& award : awards) {
    const Exact payout = Exact(Fraction(award)) * factor;
    ATTAIN_RETURN_IF_ERROR(payout.status());
    result.exact.push_back(payout.value());
  }
  ATTAIN_ASSIGN_OR_RETURN(RoundedLines rounded, RoundLines(result.exact, rounding));
  result.factor = factor.value();
  result.payouts = std::move(rounded.lines);
  result.total = rounded.total;
  return result;
}

const definition::WordTable& Describe(definition::Type<Excess>) {
  static const auto& table = *new auto(definition::Words<Excess>(
      "excess", "What becomes of earnings above a payment maximum.",
      {{"carry", Excess::kCarry, "They are paid when a later period has room."},
       {"lose", Excess::kLose, "They are lost."}}));
  return table;
}

const definition::WordTable& Describe(definition::Type<DrawKind>) {
  static const auto& table = *new auto(definition::Words<DrawKind>(
      "draw_kind", "What kind of advance a draw is.",
      {{"recoverable", DrawKind::kRecoverable,
        "Pay is raised to the amount; the difference is taken back from later earnings."},
       {"non_recoverable_guarantee", DrawKind::kNonRecoverableGuarantee,
        "Pay is raised to the amount; nothing is taken back."},
       {"non_recoverable_additive", DrawKind::kNonRecoverableAdditive,
        "The amount is paid on top of what was earned; nothing is taken back."},
       {"recoverable_forgiven", DrawKind::kRecoverableForgiven,
        "As recoverable; what is owed after the last period is forgiven."}}));
  return table;
}

}  // namespace attain::incentive
