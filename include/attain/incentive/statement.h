// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Statements: what one payee gets from one plan for one period, line by line.
//
//   plan     rep_id  period   earned    rounding  carried  paid       status
//   ae-2026  R-104   2026-Q1  8650.00   0.00      0.00     8650.00    ok
//   ae-2026  R-105   2026-Q1  0.00      0.00      0.00     0.00       error  NO_QUOTA: R-105 has no
//   quota-2026 in 2026-Q1
//
//   statement_lines of R-104:  new-business  band 0  80000.00 × 0.06 = 4800.00  D-1;D-4 …
//
// The lines of a component add up to what it earned; those with the rule `clawback` come on top, one
// per refund: what it takes back, a part of the column `adjusted`.
//
// Rows of the payee that were set aside on loading, or whose shares do not add up, are paid by nobody: the row of
// `statements` stays ok and says so in `reason` and `text`, "1 row of deals is set aside and not counted: D-6
// (CCY_MISSING)", and Explain() has a node for them.
//
// paid is the sum of the columns before it, exactly. A payee whose pay cannot be calculated has a
// statement that says why; the others are paid. Statements are made by calculate.h; here is what
// they hold, and the result tables they fill.
#ifndef ATTAIN_INCENTIVE_STATEMENT_H_
#define ATTAIN_INCENTIVE_STATEMENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/base/period.h"
#include "attain/explain/explanation.h"
#include "attain/incentive/pay.h"
#include "attain/incentive/settle.h"
#include "attain/measure/series.h"
#include "attain/table/table.h"

namespace attain::incentive {

/// A balance of a payee with a plan.
struct Balance {
  /// "carry": a negative rest, negative when the payee owes. "draw": advances, positive when the
  /// payee owes. "maximum": pay that waits for room. "hold": pay kept back for one sale.
  /// "withheld": what the cap of a component keeps for later periods of the fiscal year.
  /// "below_zero": more refunds than sales, credits that a component carries; at most 0.
  std::string kind;
  Fraction opening;  ///< Before the statement.
  Fraction change;   ///< What the statement did.
  Fraction closing;  ///< After it.
  std::string transaction = {};  ///< Of a hold: the transaction.
  std::string deal = {};         ///< Of a hold where deals are paid on: the deal.
  std::optional<Fraction> total = {};  ///< Of a hold: held altogether after it, released or not.
  std::string component = {};  ///< Of "withheld" and "below_zero": the component.
  bool operator==(const Balance&) const = default;
};

/// What one payee gets from one plan for one period. Immutable and cheap to copy.
class Statement {
 public:
  const std::string& plan() const;   ///< Id of the plan.
  const std::string& payee() const;  ///< The payee's id as the user writes it.
  int32_t rep() const;               ///< The payee's number (crm::Entity::kRep).
  const Period& period() const;      ///< The period.
  Currency currency() const;         ///< Of all amounts.
  measure::ValueStatus status()
      const;  ///< ok, or why it could not be calculated: undefined (quota of zero), error.
  Reason reason() const;                    ///< kNone when ok.
  const std::string& text() const;          ///< What is wrong, a sentence; empty when ok.
  const StatementAmounts& amounts() const;  ///< The columns; all zero unless ok.
  const std::vector<ComponentPay>& components()
      const;                                     ///< By component of the plan; empty unless ok.
  const std::vector<Balance>& balances() const;  ///< Balances that are not zero before or after, and
                                                 ///< sales that were once held.
  /// Why the payee gets it: the payee replayed through the kernel with every line kept. Leaves add
  /// up to paid. Of a statement that is not ok: one node that says why.
  explain::Explanation Explain() const;

  struct State;  ///< Internal.

 private:
  friend class StatementAccess;
  std::shared_ptr<const State> state_;
};

/// The tables that statements fill. Columns of money have the fewest decimals, at least two, that
/// show every amount exactly, at most 12; where an exact amount does not end within 12 decimals it
/// is shown rounded half to even and the column `rounding` takes up the difference, so that paid
/// stays the sum of the others. kOverflow.
absl::StatusOr<table::Tables> ToTables(std::span<const Statement> statements);

/// Names and types of the columns of a result table: `statements`, `statement_lines`, `credits`,
/// `balances`, `deltas`, `amortisation`. kUnknownTable.
absl::StatusOr<std::vector<table::ColumnSpec>> SchemaOf(std::string_view table);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_STATEMENT_H_
