// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Restatement: what a past period would have paid had everything known now been known from the
// start, and why that differs from what was paid.
//
//   known on 5 April:  Ada sold 90,000; 10 % = 9,000.00 were paid for the first quarter
//   12 April           a deal of 20,000 of March turns up            + 2,000.00   late_deal  T-7
//   3 May              5,000 of it are returned, dated 30 March      −   500.00   refund     T-9
//   10 May             the plan pays 11 % from 1 January on          + 1,050.00   plan_change
//                      restated: 105,000 × 11 % = 11,550.00;  difference + 2,550.00
//
//   const auto paid = *run::Calculate(prepared, {.period = "2026-Q1", .as_of = april_5});
//   const auto now = *run::Calculate(richer, {.period = "2026-Q1"});
//   run::Restate(paid, now)->deltas();   // these rows, by statement, column, cause, transaction
//
// What changed is found by comparing the data and the model behind the two results. The causes are
// applied one after the other in the order in which they became known, and the period is
// calculated after each: each cause is the difference it makes then, so that they add up exactly.
// Nothing changed: no row. The earlier result is not touched.
//
// Order of causes. Rows of facts (deals, transactions, with their splits and credits) without
// `recorded_at` come first, because they count as always known; then rows with it, by its instant.
// What has no clock of its own follows: units and owners, exchange rates, targets, plans, balances.
// Where another order matters, give the states in between as results: they are compared in turn.
#ifndef ATTAIN_RUN_RESTATEMENT_H_
#define ATTAIN_RUN_RESTATEMENT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/run/run.h"
#include "attain/table/table.h"

namespace attain::run {

/// Why a statement changed.
enum class Cause : int32_t {
  kLateDeal = 1,    ///< A deal or transaction that was not known, or did not count yet.
  kRefund = 2,      ///< A refund, cancellation or credit note.
  kCorrection = 3,  ///< A deal or transaction known before has another amount, date … or is gone.
  kCreditChange = 4,  ///< The same deal is credited to others: owner, shares, units.
  kFx = 5,            ///< An exchange rate.
  kQuotaChange = 6,   ///< A target.
  kPlanChange = 7,    ///< A plan, a measure, who is on which plan.
  kSettlement = 8,    ///< A payment received, a balance.
  kSeveral = 9,       ///< Several of these, where they cannot be told apart.
};
/// "late_deal", "refund", "correction", "credit_change", "fx", "quota_change", "plan_change",
/// "settlement", "several".
std::string_view Name(Cause cause);

/// How a period is restated.
struct RestateOptions {
  /// Statements whose last day is not after this day are paid for good: they keep what they say,
  /// and their differences are paid in `pay_in`. Default: no statement is.
  std::optional<Date> frozen_until = std::nullopt;
  /// Name of the period in which differences of frozen statements are paid. Default: the period,
  /// as long as the statement's, that holds the day after `frozen_until`.
  std::string pay_in = {};
  /// Most calculations between two results, 1..10000. Where one statement has more causes than
  /// that, neighbours among them share a row (cause `several` unless they are of one kind, their
  /// transactions separated by ";"); the sum is the same. Default: 256.
  int most_steps = 256;
  int threads = 1;  ///< Threads at work, 1..256. The result is the same for any number.
};

/// What a restatement says. Immutable and cheap to copy.
class Restatement {
 public:
  /// The table `deltas`: plan, rep_id, period, source_period, cause, column, old, new, difference,
  /// transaction_id, currency, status. A row for each column of a statement that a cause changed;
  /// last a row per statement (cause `total`, column `paid`) from what was paid to what is due. The
  /// differences of a statement's causes add up to that of its total, exactly, column by column.
  /// `source_period` is the period restated, `period` the one in which the difference is paid:
  /// the same unless the statement is frozen.
  const table::Table& deltas() const { return deltas_; }
  /// What the period `pay_in` starts from, as rows of the table `balances` (rep_id, plan_id, kind,
  /// as_of, txn_id, deal_id, amount, total, ccy) for everyone with a frozen statement that changed:
  /// the restated balances; what was paid too much is owed (kind `carry`), what was paid too little
  /// waits (kind `maximum`). Calculating `pay_in` with these rows (Options::overriding) pays the
  /// differences. No rows without `frozen_until`.
  const table::Table& balances() const { return balances_; }
  /// True when nothing changed.
  bool empty() const { return deltas_.rows() == 0; }

 private:
  friend class Access;
  table::Table deltas_;
  table::Table balances_;
};

/// From an earlier result to a later one of the same period, in one step. kInvalidArgument when
/// they are of different periods or of different payees, or an option is out of range;
/// kInvalidPeriod for an unknown `pay_in` or one that begins before the frozen statements end;
/// kOverflow.
absl::StatusOr<Restatement> Restate(const Result& before, const Result& now,
                                    const RestateOptions& options = {});
/// The same through states in between, oldest first: each change between neighbours comes after
/// all changes before. kInsufficientData for fewer than two results.
absl::StatusOr<Restatement> Restate(std::span<const Result> states,
                                    const RestateOptions& options = {});

}  // namespace attain::run

#endif  // ATTAIN_RUN_RESTATEMENT_H_
