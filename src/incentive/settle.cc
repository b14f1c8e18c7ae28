// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.

#include "attain/incentive/settle.h"

#include <string>
#include <utility>

#include "attain/base/status.h"
#include "incentive/internal/exact.h"

namespace attain::incentive {
namespace {

// Decimals of releases whose exact sum does not fit.
constexpr int kReleaseDecimals = 12;

absl::Status Invalid(const std::string& text) { return MakeError(Reason::kInvalidArgument, text); }

bool IsPart(const Fraction& value) { return value.sign() >= 0 && value <= Fraction(1); }

absl::Status CheckInput(const SettleTerms& terms, const SettleInput& input) {
  if (!IsPart(terms.hold_share))
    return Invalid("the share held must be from 0 to 1, not " + terms.hold_share.ToString());
  for (const SaleOnHold& sale : input.sales) {
    if (!IsPart(sale.free))
      return Invalid("the part that is free must be from 0 to 1, not " + sale.free.ToString());
  }
  if (terms.maximum.has_value() && terms.maximum->sign() < 0)
    return Invalid("a maximum must be at least 0, not " + terms.maximum->ToString());
  if (input.opening.carry.sign() > 0)
    return Invalid("what is carried must be at most 0, not " + input.opening.carry.ToString());
  if (input.opening.maximum.sign() < 0)
    return Invalid("what waits must be at least 0, not " + input.opening.maximum.ToString());
  if (input.opening.draw.sign() < 0)
    return Invalid("advances owed must be at least 0, not " + input.opening.draw.ToString());
  if (terms.draw.has_value()) return Check(*terms.draw);
  return absl::OkStatus();
}

// Holds and releases, and their columns. `decimals`: each release to date rounded to as many.
absl::Status SettleSales(const SettleTerms& terms, const SettleInput& input,
                         std::optional<int> decimals, Settled& settled) {
  settled.sales.clear();
  settled.held.clear();
  settled.released.clear();
  Exact held_column;
  Exact released_column;
  for (const SaleOnHold& sale : input.sales) {
    const Exact kept = Exact(sale.earned) * Exact(terms.hold_share);
    const Exact held = Exact(sale.held) + kept - Exact(sale.cancelled);
    Exact released = held * Exact(sale.free);
    ATTAIN_RETURN_IF_ERROR(released.status());
    if (decimals.has_value() && sale.free != Fraction(1)) {
      ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded,
                              Round(released.value(), *decimals, RoundingMode::kHalfEven));
      released = Exact(Fraction(rounded));
    }
    const Exact now = released - Exact(sale.released);
    held_column = held_column - kept;
    released_column += now;
    ATTAIN_RETURN_IF_ERROR((held_column + released_column).status());
    settled.sales.push_back({.held = held.value(), .released = released.value()});
    settled.held.push_back((Exact() - kept).value());
    settled.released.push_back(now.value());
  }
  settled.amounts.held = held_column.value();
  settled.amounts.released = released_column.value();
  return absl::OkStatus();
}

// Everything up to the rounded payment.
absl::StatusOr<Decimal> RoundPayment(const SettleTerms& terms, const SettleInput& input,
                                     std::optional<int> decimals, Settled& settled) {
  ATTAIN_RETURN_IF_ERROR(SettleSales(terms, input, decimals, settled));
  const Exact before = Exact(settled.amounts.earned) + Exact(settled.amounts.adjusted) +
                       Exact(settled.amounts.held) + Exact(settled.amounts.released);
  ATTAIN_RETURN_IF_ERROR(before.status());
  ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded, Round(before.value(), terms.scale, terms.mode));
  const Exact difference = Exact(Fraction(rounded)) - before;
  ATTAIN_RETURN_IF_ERROR(difference.status());
  settled.amounts.rounding = difference.value();
  return rounded;
}

// What a guarantee adds to what was earned and not taken back.
absl::Status Guarantee(const SettleTerms& terms, const SettleInput& input, Settled& settled) {
  const Exact earned = Exact(input.earned) + Exact(input.clawed);
  Exact added(terms.added);
  if (terms.top_up.has_value() && earned < Exact(*terms.top_up))
    added += Exact(*terms.top_up) - earned;
  const Exact adjusted = Exact(input.clawed) + added;
  ATTAIN_RETURN_IF_ERROR((earned + adjusted).status());
  settled.guaranteed = added.value();
  settled.amounts.earned = input.earned;
  settled.amounts.adjusted = adjusted.value();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Settled> Settle(const SettleTerms& terms, const SettleInput& input) {
  ATTAIN_RETURN_IF_ERROR(CheckInput(terms, input));
  Settled settled;
  StatementAmounts& amounts = settled.amounts;
  const StandingBalances& opening = input.opening;
  ATTAIN_RETURN_IF_ERROR(Guarantee(terms, input, settled));
  absl::StatusOr<Decimal> rounded = RoundPayment(terms, input, std::nullopt, settled);
  if (!rounded.ok() && ReasonOf(rounded.status()) == Reason::kOverflow)
    rounded = RoundPayment(terms, input, kReleaseDecimals, settled);
  ATTAIN_RETURN_IF_ERROR(rounded.status());

  // What waited joins, what is too much waits or is lost.
  Exact payable = Exact(Fraction(*rounded)) + Exact(opening.carry) + Exact(opening.maximum);
  ATTAIN_RETURN_IF_ERROR(payable.status());
  Exact waiting;
  if (terms.maximum.has_value() && payable > Exact(*terms.maximum)) {
    const Exact above = payable - Exact(*terms.maximum);
    payable = Exact(*terms.maximum);
    if (terms.excess == Excess::kCarry) {
      waiting = above;
    } else {
      settled.lost = (Exact() - above).value();
    }
  }
  // The draw: advances, and advances taken back.
  Exact debt(opening.draw);
  if (terms.draw.has_value()) {
    const bool recoverable = terms.draw->kind == DrawKind::kRecoverable ||
                             terms.draw->kind == DrawKind::kRecoverableForgiven;
    const bool in_force = terms.draw_period <= terms.draw->last_period.value_or(INT64_MAX);
    if (recoverable || in_force) {
      ATTAIN_RETURN_IF_ERROR(payable.status());
      ATTAIN_ASSIGN_OR_RETURN(const DrawStep step, DrawOnce(*terms.draw, terms.draw_period,
                                                            payable.value(), debt.value()));
      payable = Exact(step.paid);
      debt = Exact(step.debt);
      amounts.drawn = step.drawn;
      amounts.recovered = -step.recovered;
      settled.forgiven = step.forgiven;
    }
  }
  // A rest below zero.
  Exact rest;
  if (payable < Exact() && terms.negative != NegativePayment::kPay) {
    if (terms.negative == NegativePayment::kCarry) {
      rest = payable;
    } else {
      settled.waived = (Exact() - payable).value();
    }
    payable = Exact();
  }
  const Exact adjusted = Exact(amounts.adjusted) + Exact(settled.lost) + Exact(settled.waived);
  const Exact carried = Exact(opening.carry) + Exact(opening.maximum) - waiting - rest;
  ATTAIN_RETURN_IF_ERROR((payable + adjusted + carried + debt).status());
  amounts.adjusted = adjusted.value();
  amounts.carried = carried.value();
  amounts.paid = payable.value();
  settled.closing = {.carry = rest.value(), .maximum = waiting.value(), .draw = debt.value()};
  return settled;
}

}  // namespace attain::incentive
