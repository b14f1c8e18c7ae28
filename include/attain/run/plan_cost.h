// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Plan cost: what a plan pays if everybody reaches so much of the quota, or if attainment is spread
// as it usually is.
//
//   quota 100,000 each; Ada and Tom; 6 % to 80 %, 8 % to 100 %, 12.5 % above
//     at  80 %   4,800.00 each    9,600.00
//     at 100 %   6,400.00 each   12,800.00
//     at 120 %   8,900.00 each   17,800.00
//   a thousand draws, attainment 95 % ± 20 %: P10, P50, P90 of the cost, from seed 1
//
// Every payee's own deals or bookings are scaled so that the attainment comes out, each amount
// rounded half to even to its decimals, and the plan is calculated as ever: splits, accelerators,
// caps and overrides work as they do. Who sold nothing, or has no quota, cannot be scaled and stays
// as is; their number is told. Draws are reproducible: the same seed gives the same bits, whatever
// the order of rows or the number of threads.
#ifndef ATTAIN_RUN_PLAN_COST_H_
#define ATTAIN_RUN_PLAN_COST_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/decimal.h"
#include "attain/base/rate.h"
#include "attain/run/run.h"
#include "attain/stats/interval.h"
#include "attain/table/table.h"

namespace attain::run {

/// Attainment as chance has it: normal, no less than 0, each payee on their own.
struct Spread {
  double mean = 1;          ///< In units of the quota: 0.95. At least 0.
  double deviation = 0.25;  ///< Standard deviation, at least 0.
  int draws = 1000;         ///< How often it is drawn, 10..100000. Default: 1000.
  uint64_t seed = 1;        ///< Where the random numbers start. Default: 1.
};

/// What is asked.
struct CostOptions {
  std::string period;       ///< Name of a period of the calendar. Required.
  std::string target = {};  ///< The target attained. Default: the only one of the model.
  std::string plan = {};  ///< Only this plan. Default: all of them; they must pay in one currency.
  std::vector<Rate> attainments =
      {};  ///< Everybody reaches this: one scenario each. Default: none.
  std::optional<Spread> spread =
      std::nullopt;  ///< Everybody reaches something else. Default: not asked.
  std::optional<Decimal> budget =
      std::nullopt;  ///< Whose chance to be exceeded is wanted. Default: none.
  int threads = 1;   ///< Threads at work, 1..256.
  /// Called with scenarios and draws done and in all; returning false stops with kCancelled.
  /// Default: none.
  std::function<bool(int64_t done, int64_t total)> progress = {};
};

/// What draws say. Quantiles are costs that were drawn: the least that is not below that part of
/// them.
struct CostSpread {
  int64_t n = 0;      ///< Draws.
  Decimal p10 = {};   ///< A tenth of the draws cost no more.
  Decimal p50 = {};   ///< Half of them.
  Decimal p90 = {};   ///< Nine in ten.
  Decimal mean = {};  ///< Their mean, rounded half to even to 2 decimals more than the costs have.
  std::optional<double> over = {};                 ///< Part of the draws above the budget.
  std::optional<stats::Interval> over_range = {};  ///< Its interval of 95 % (Wilson 1927).
};

/// What a plan costs. Immutable and cheap to copy.
struct PlanCosts {
  /// The table `plan_cost`: scenario ("as_is", then "80%" …), attainment (6 decimals; missing as
  /// is), currency, paid, payees (paid something), failed, unscaled (payees that could not be
  /// scaled), difference (to as_is).
  table::Table scenarios;
  std::optional<CostSpread> spread;  ///< What the draws say; nothing unless asked.
};

/// Calculates. kUnknownReference for a target, kPlanUnknown for a plan that the model does not
/// have; kMissingKey where there are several targets and none is named; kCurrencyMismatch where
/// plans pay in several currencies; kInvalidArgument for a spread out of range or a negative
/// attainment; kCancelled; the reasons of Calculate.
absl::StatusOr<PlanCosts> PlanCost(const Prepared& prepared, const CostOptions& options);

}  // namespace attain::run

#endif  // ATTAIN_RUN_PLAN_COST_H_
