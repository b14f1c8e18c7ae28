// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What-if: the same data with another plan or quota, rep by rep.
//
//   Ada sold 118,000, Tom 45,000; quota 100,000; 6 % to 80 %, 8 % to 100 %, 12.5 % above
//   scenario "from 70 %": the second band begins at 70 % instead of 80 %
//     Ada   70,000 × 6 % + 30,000 × 8 % + 18,000 × 12.5 % = 8,850.00   before 8,650.00   + 200.00
//     Tom   45,000 × 6 %                                  = 2,700.00   before 2,700.00      0.00
//     all                                                  11,550.00   before 11,350.00  + 200.00
//
//   const auto softer = run::WhatIf(prepared, {{.id = "from 70 %",
//       .replace = {{"incentive[ae-2026].components[new-business].payout.bands[1].from", "70%"}}}},
//       {.period = "2026-Q1"});
//   softer->reps();     // a row per scenario, plan, rep and period
//   softer->totals();   // a row per scenario and plan: what it costs, who gains, who loses
//
// In: a prepared model and what to put in its place, by the paths that findings print. Out: exact
// money; nothing is estimated. See plan_cost.h for what a plan costs where sales are not known.
#ifndef ATTAIN_RUN_SCENARIO_H_
#define ATTAIN_RUN_SCENARIO_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/run/run.h"
#include "attain/table/table.h"

namespace attain::run {

/// One element of the model and what stands there instead.
struct Replacement {
  std::string path;   ///< The element: "incentive[ae-2026].components[0].cap". Required.
  std::string value;  ///< JSON, or a text that stands for itself: 70%. Required.
};

/// A model that differs from the one at hand.
struct Scenario {
  std::string id;                         ///< What tables call it. Required; no two alike.
  std::vector<Replacement> replace = {};  ///< One after the other.
};

/// The data of `prepared` under the model with `replace` in place. kUnknownPath, what Parse finds
/// in the changed model, and the reasons of Resolve.
absl::StatusOr<Prepared> Replaced(const Prepared& prepared, std::span<const Replacement> replace);

/// What scenarios do. Immutable and cheap to copy.
class Comparison {
 public:
  const Result& base() const { return base_; }                     ///< The model as it is.
  const std::vector<Result>& results() const { return results_; }  ///< By scenario, in their order.
  /// The table `what_if`: scenario, plan, rep_id, period, currency, old, new, difference, status,
  /// reason. `old` and `new` are what is paid; a statement that only one side has counts 0 on the
  /// other. `status` is that of the side that could not be calculated, else ok.
  const table::Table& reps() const { return reps_; }
  /// The table `what_if_totals`: scenario, plan, currency, old, new, difference, change (difference
  /// over old, 6 decimals, missing where old is 0), gain, lose, same (numbers of payees), failed
  /// (statements that either side could not calculate; they count 0 in the sums).
  const table::Table& totals() const { return totals_; }

 private:
  friend class Access;
  Result base_;
  std::vector<Result> results_;
  table::Table reps_;
  table::Table totals_;
};

/// Calculates the model as it is and under every scenario, with the same options. kDuplicateId for
/// two scenarios of one id, kMissingKey for one without; the reasons of Replaced, with the scenario
/// named, and of Calculate.
absl::StatusOr<Comparison> WhatIf(const Prepared& prepared, std::span<const Scenario> scenarios,
                                  const Options& options);

}  // namespace attain::run

#endif  // ATTAIN_RUN_SCENARIO_H_
