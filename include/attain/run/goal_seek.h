// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Goal seek: how much more must somebody sell to be paid so much, under the plan as it stands?
//
//   Tom sold 45,000 of a quota of 100,000 and is paid 2,700.00; he is to earn 6,000
//     80,000 × 6 % = 4,800; the other 1,200 need 1,200 / 8 % = 15,000: 95,000 in all
//     amount 50,000.00 on top of his latest deal; with 49,999.99 he earns 5,999.9992
//   to be paid 6,000.00, rounded half to even to cents, 49,999.94 is enough
//
// The plan itself is asked, over and over, with another amount on one row of the data, until the
// two amounts a cent apart are found between which the goal is reached. So every plan can be asked,
// with all its caps, gates, roundings and draws. In: a goal. Out: the least amount, exact to the
// currency's smallest unit, or why there is none.
#ifndef ATTAIN_RUN_GOAL_SEEK_H_
#define ATTAIN_RUN_GOAL_SEEK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/run/run.h"
#include "attain/table/table.h"

namespace attain::run {

/// What is sought.
struct GoalOptions {
  std::string period;           ///< Name of a period of the calendar. Required.
  std::string payee;            ///< Who is to be paid. Required.
  Decimal pay;                  ///< How much, in the plan's currency. Required.
  std::string plan = {};        ///< Only what this plan pays. Default: all plans together.
  std::string column = "paid";  ///< The column of the statement: "paid" or "earned". Default: paid.
  /// The row whose amount is sought: one table of one row, as Options::overriding takes it, with
  /// the key of the row; what stands in `amount` does not matter. Default: the amount comes on top
  /// of the payee's latest deal or booking of the period in the plan's currency.
  table::Tables row = {};
  std::string amount = "amount";  ///< The column of that row that is sought. Default: amount.
  Decimal most = Decimal(1'000'000'000);  ///< The largest amount tried. Default: a milliard.
};

/// How a search ended.
enum class GoalStatus : int32_t {
  kReached = 1,      ///< `amount` is the least that pays as much.
  kPaidAlready = 2,  ///< Nothing more is needed.
  kUnreachable = 3,  ///< Not even `most` pays as much: a cap, a gate, a gap.
  /// Selling more sometimes pays less, as far as the amounts tried show; `amount` pays as much and
  /// a unit less does not, but there may be lower ones.
  kNotMonotone = 4,
};
/// "reached", "paid_already", "unreachable", "not_monotone".
std::string_view Name(GoalStatus status);

/// What a search found.
struct Goal {
  GoalStatus status = GoalStatus::kUnreachable;  ///< How the search ended.
  Decimal amount =
      {};  ///< The amount needed; 0 when paid already; when unreachable, the largest tried.
  Decimal paid = {};         ///< What is paid with it.
  Decimal paid_before = {};  ///< What is paid without it.
  std::string on = {};       ///< Id of the row it comes on top of; empty for a row that was given.
  int64_t tried = 0;         ///< Amounts that were tried.
};

/// Seeks. kMissingKey for no payee, kInvalidArgument for another column, a table `row` of more than
/// one row, a `most` that is not positive, or where the payee has no row that could be changed;
/// kUnknownRep, kPlanUnknown; the reason of the statement when it cannot be calculated; those of
/// Calculate.
absl::StatusOr<Goal> GoalSeek(const Prepared& prepared, const GoalOptions& options);

}  // namespace attain::run

#endif  // ATTAIN_RUN_GOAL_SEEK_H_
