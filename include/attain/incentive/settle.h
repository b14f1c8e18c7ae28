// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Settle: from what one statement earned to what it pays. The kernel below statements.
//
//   Ada, January    components 5,000.004; 30 % of it held, a tenth of the sale collected;
//                   at most 3,000 a period; a draw of 2,000 with a debt of 400
//
//     earned              5,000.004
//     held               -1,500.0012     30 % of the pay for the sale
//     released              150.00012    1,000 of 10,000 collected: a tenth of what is held
//     rounding               -0.00292    3,650.00292 → 3,650.00
//     carried              -650.00       above the maximum, paid later
//     recovered            -400.00       the excess over the draw, 1,000, covers the debt
//     paid                2,600.00
//
//   after it: maximum 650.00 to come, draw 0.00 owed, 1,350.00108 held
//
// The order is fixed: earned → adjusted → held → released → rounding → maximum → draw or recovery →
// paid. Everything before `rounding` is exact; `paid` is the sum of the columns before it, exactly.
// In: what the components pay, the terms, the balances before. Out: the columns, the balances
// after. Handing the balances on, one statement after the other, gives the same as any other way
// to cut the time.
#ifndef ATTAIN_INCENTIVE_SETTLE_H_
#define ATTAIN_INCENTIVE_SETTLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/fraction.h"
#include "attain/base/rounding.h"
#include "attain/incentive/payment.h"
#include "attain/incentive/payment_plan.h"

namespace attain::incentive {

/// The columns of a statement, in the order in which they are settled. Exact, in whole currency
/// units.
struct StatementAmounts {
  Fraction earned;     ///< What the components pay.
  Fraction adjusted;   ///< Corrections: taken back by a clawback, added by a guarantee, lost above a
                       ///< maximum; a negative statement forgiven.
  Fraction held;       ///< Held back; negative.
  Fraction released;   ///< Released of what was held before.
  Fraction rounding;   ///< What rounding the payment adds or takes away.
  Fraction drawn;      ///< Paid in advance, or on top, by a draw.
  Fraction recovered;  ///< Advances taken back; negative.
  Fraction carried;    ///< Taken from, or left for, other statements: a negative rest carried forward
                       ///< counts positive here, what waits above a maximum negative.
  Fraction paid;       ///< The sum of all columns above.
  bool operator==(const StatementAmounts&) const = default;
};

/// What stands between a payee and a plan beside the sales on hold.
struct StandingBalances {
  Fraction carry = {};    ///< A negative rest of earlier statements; at most 0.
  Fraction maximum = {};  ///< What waits above the maximum; at least 0.
  Fraction draw = {};     ///< Advances owed; at least 0.
  bool operator==(const StandingBalances&) const = default;
};

/// What a statement does to the pay for one sale that is on hold.
struct SaleOnHold {
  Fraction held = {};       ///< Held altogether before the statement, released or not.
  Fraction released = {};   ///< Released altogether before it.
  Fraction earned = {};     ///< Pay for the sale in this statement; negative for a refund.
  Fraction cancelled = {};  ///< Part of what is held that is never paid.
  Fraction free = 1;   ///< Part that is free at the end of the period, 0..1.
};

/// The state of a sale on hold after a statement.
struct SaleHeld {
  Fraction held;      ///< Held altogether, released or not.
  Fraction released;  ///< Released altogether.
  bool operator==(const SaleHeld&) const = default;
};

/// Terms of one statement, ready for use; all amounts in whole currency units.
struct SettleTerms {
  int scale = 2;                                    ///< Decimals a payment is rounded to.
  RoundingMode mode = RoundingMode::kHalfEven;      ///< How. Default: half to even.
  Fraction hold_share = 0;                          ///< Part of the pay for a sale that is held, 0..1.
  std::optional<Fraction> top_up = {};              ///< Earnings are raised to it. Default: no guarantee.
  Fraction added = 0;                               ///< Comes on top of the earnings.
  std::optional<Fraction> maximum = {};             ///< Most a statement pays, at least 0. Default: none.
  Excess excess = Excess::kCarry;                   ///< What becomes of what lies above it.
  std::optional<DrawTerms> draw = {};               ///< Default: no draw.
  int64_t draw_period = 1;                          ///< Number of the period in the terms of the draw.
  NegativePayment negative = NegativePayment::kCarry;  ///< A statement below zero that no draw covers.
};

/// What a statement starts from.
struct SettleInput {
  Fraction earned = {};                       ///< What the components pay, exact.
  Fraction clawed = {};                       ///< What a clawback takes back; at most 0.
  std::span<const SaleOnHold> sales = {};     ///< Sales on hold, or whose pay is to be held.
  StandingBalances opening = {};              ///< Balances before the statement.
};

/// A statement settled.
struct Settled {
  StatementAmounts amounts;     ///< The columns.
  StandingBalances closing;     ///< Balances after the statement.
  std::vector<SaleHeld> sales;  ///< Per sale of the input, the state after it.
  std::vector<Fraction> held;      ///< Per sale, its part of the column `held`.
  std::vector<Fraction> released;  ///< Per sale, its part of the column `released`.
  Fraction guaranteed;          ///< Part of `adjusted`: what the guarantee adds.
  Fraction lost;                ///< Part of `adjusted`: lost above the maximum; negative.
  Fraction waived;              ///< Part of `adjusted`: a negative statement of which nothing remains.
  Fraction forgiven;            ///< Advances that are owed no longer; they change no column.
};

/// Settles one statement. Where the releases of many sales together need more bits than are kept
/// (262,144), each sale's release to date is rounded half to even to 12 decimals. kInvalidArgument for a share or a
/// free part outside 0..1, a maximum or a balance of the wrong sign, and what Check finds of the
/// draw; kOverflow.
absl::StatusOr<Settled> Settle(const SettleTerms& terms, const SettleInput& input);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_SETTLE_H_
