// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Payment: from what was earned, period by period, to what is paid and what is still owed.
//
//   draw of 2,000 a period, recoverable      earned  1,500   2,375   3,000
//                                            paid    2,000   2,000   2,875
//                                            debt      500     125       0
//     1,500 is below the draw: 500 are advanced. 2,375 is 375 above it: 375 of the debt are taken
//     back. 3,000 is 1,000 above it: the last 125 are taken back.
//   at most 1,000 a period, the rest later   earned  1,200     700
//                                            paid    1,000     900      balance 200, then 0
//
// In: columns with one row per period, in order. Out: columns of the same length, each number exact
// until it is rounded once, and the exact balance to hand to the next call: running periods one by
// one with the balance handed on equals one run.
#ifndef ATTAIN_INCENTIVE_PAYMENT_H_
#define ATTAIN_INCENTIVE_PAYMENT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/definition/fields.h"

namespace attain::incentive {

/// What periods are paid, and the balance after each.
struct PeriodPayments {
  std::vector<Fraction> exact;    ///< Paid, unrounded.
  std::vector<Decimal> paid;      ///< `exact`, each rounded.
  std::vector<Decimal> balances;  ///< What is still to come (maximum) or owed (draw) at the end of
                                  ///< each period, each rounded.
  Fraction closing;               ///< The last balance, unrounded: the next call's opening.
};

/// What becomes of earnings above a payment maximum.
enum class Excess : int32_t {
  kCarry = 1,  ///< It is paid later, as far as the maximum of a later period has room.
  kLose = 2,   ///< It is lost.
};

/// At most `maximum` per period. With carry: due = earned + balance, paid = min(due, maximum),
/// balance = due - paid; negative earnings reduce what waits. `opening` is the balance before the
/// first period. kCapNegative; kInvalidArgument for an opening that is negative, or not zero where
/// the excess is lost; kOverflow.
absl::StatusOr<PeriodPayments> PaymentMaximum(std::span<const Decimal> earned, Decimal maximum,
                                              Excess excess, const Fraction& opening = 0,
                                              int scale = 2,
                                              RoundingMode mode = RoundingMode::kHalfAway);

/// What two caps leave of a column of earnings.
struct CappedPayments {
  std::vector<Fraction> exact;     ///< Paid per deal, unrounded.
  std::vector<Decimal> payouts;    ///< `exact`, each rounded.
  std::vector<Decimal> withheld;   ///< What the caps keep back of each, rounded.
  Decimal total;                   ///< The sum of `exact`, rounded once.
  Fraction room;                   ///< What is left of the period's cap.
};

/// Each deal pays min(earned, deal_cap, what is left of period_cap), in the order given. A negative
/// earning is taken whole and gives its room back. kCapNegative, kOverflow.
absl::StatusOr<CappedPayments> DealAndPeriodCap(std::span<const Decimal> earned, Decimal deal_cap,
                                                Decimal period_cap, int scale = 2,
                                                RoundingMode mode = RoundingMode::kHalfAway);

/// What a guarantee adds.
struct Guaranteed {
  std::vector<Decimal> top_up;  ///< max(0, guarantee - earned), each rounded.
  std::vector<Decimal> paid;    ///< earned + top-up, each rounded.
};

/// A floor under each period's earnings, never recovered: earned 1,000, guaranteed 3,000: 2,000 are
/// added. One guarantee per period. kLengthMismatch, kOverflow.
absl::StatusOr<Guaranteed> Guarantee(std::span<const Decimal> earned,
                                     std::span<const Decimal> guarantees, int scale = 2,
                                     RoundingMode mode = RoundingMode::kHalfAway);

/// What kind of advance a draw is. The four kinds that the compensation suites document (Xactly,
/// Oracle).
enum class DrawKind : int32_t {
  kRecoverable = 1,  ///< Advanced up to the amount; taken back from later earnings above it.
  kNonRecoverableGuarantee = 2,  ///< Raised to the amount; never taken back.
  kNonRecoverableAdditive = 3,   ///< The amount is paid on top of what was earned; never taken back.
  kRecoverableForgiven = 4,  ///< As recoverable; what is owed after the last period is forgiven.
};

/// Terms of a draw, ready for use. Periods are counted from 1.
struct DrawTerms {
  DrawKind kind = DrawKind::kRecoverable;         ///< Default: recoverable.
  Fraction amount = 0;                            ///< Per period; at least 0.
  std::optional<int64_t> last_period = {};        ///< Last period with a draw. Default: no end.
  int64_t recovery_first_period = 1;              ///< First period in which debt is taken back.
  Fraction share = 1;                             ///< Part of the earnings above the draw that may
                                                  ///< be taken back, 0..1. Default: all of it.
  std::optional<int> recovery_scale = {};         ///< Decimals to which each recovery is rounded,
                                                  ///< half to even, before it is taken; never above
                                                  ///< the debt or the earnings above the draw.
                                                  ///< Default: not rounded.
  std::optional<Fraction> minimum = {};           ///< Taking back leaves at least this, where it is
                                                  ///< more than the draw. Default: the draw alone.
};

/// What a draw does to one period. paid = earned + drawn - recovered; debt after = debt before +
/// drawn (recoverable kinds) - recovered - forgiven.
struct DrawStep {
  Fraction drawn;      ///< Paid above what was earned; at least 0.
  Fraction recovered;  ///< Taken back; at least 0.
  Fraction forgiven;   ///< Debt let go at the end of the draw; at least 0.
  Fraction paid;       ///< What is paid.
  Fraction debt;       ///< Owed after the period; at least 0.
};

/// kInvalidArgument for a negative amount, a share outside 0..1, a period below 1.
absl::Status Check(const DrawTerms& terms);

/// One period: `period` counted from 1, `debt` owed before it (at least 0), `earned` of any sign.
/// While the draw is in force the payee gets at least the amount; afterwards at least 0, and what
/// is missing to 0 is owed. The kernel of `Draw`; the terms are taken as checked.
/// kOverflow.
absl::StatusOr<DrawStep> DrawOnce(const DrawTerms& terms, int64_t period, const Fraction& earned,
                                  const Fraction& debt);

/// What a draw does to a column of periods.
struct DrawnPayments {
  std::vector<DrawStep> steps;    ///< Exact, one per period.
  std::vector<Decimal> paid;      ///< Paid, each rounded.
  std::vector<Decimal> balances;  ///< Owed after each period, each rounded.
  Decimal forgiven;               ///< Let go altogether, rounded.
  Fraction closing;               ///< Owed after the last period, unrounded.
};

/// Periods one after the other. `opening` is owed before the first row, whose number is
/// `first_period`: a year cut in two calls gives the same as one. Of recoverable kinds the sum paid
/// less the final debt, less what was forgiven, is the sum earned less the opening debt. What Check
/// finds, kInvalidArgument for a negative opening, kOverflow.
absl::StatusOr<DrawnPayments> Draw(std::span<const Decimal> earned, const DrawTerms& terms,
                                   const Fraction& opening = 0, int64_t first_period = 1,
                                   int scale = 2, RoundingMode mode = RoundingMode::kHalfAway);

/// Awards scaled to a budget.
struct ScaledAwards {
  Fraction factor;                ///< min(1, budget / sum of awards); 1 where nothing is awarded.
  std::vector<Fraction> exact;    ///< award × factor.
  std::vector<Decimal> payouts;   ///< `exact`, rounded by the rule.
  Decimal total;                  ///< What the payouts add up to.
};

/// Awards cut in proportion when their sum is above the budget: 640 and 360 with a budget of 700
/// pay 448 and 252. Point transaction rounds each alone, so that their sum may differ from the
/// budget by some units; point cumulative makes them add up. kCapNegative for a negative budget,
/// kInvalidArgument for a point other than these two, kOverflow.
absl::StatusOr<ScaledAwards> BudgetScale(
    std::span<const Decimal> awards, Decimal budget,
    const Rounding& rounding = {
        .point = RoundingPoint::kTransaction, .mode = RoundingMode::kHalfAway, .scale = 2});

/// \name Words.
/// \{
const definition::WordTable& Describe(definition::Type<Excess>);  ///< carry, lose
/// recoverable, non_recoverable_guarantee, non_recoverable_additive, recoverable_forgiven
const definition::WordTable& Describe(definition::Type<DrawKind>);
/// \}

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_PAYMENT_H_
