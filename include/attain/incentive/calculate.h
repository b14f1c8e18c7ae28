// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// From a plan and a dataset to statements: Validate → Resolve → Calculate → Explain.
//
//   ATTAIN_ASSIGN_OR_RETURN(const auto prepared, incentive::Resolve(plan, data, {.measures =
//   measures})); ATTAIN_ASSIGN_OR_RETURN(const auto quarter, incentive::Calculate(prepared,
//   {.period = *Period::Parse("2026-Q1"), .targets = targets}));
//   quarter.Find("R-104")->amounts().paid;             // 8650
//   std::cout << quarter.Find("R-104")->Explain();     // the tree behind it
//
// Resolve does what can fail and what is expensive once: ids to numbers, bands to whole numbers,
// the credits of every measure by payee and day. Calculate then pays each payee by its own credits;
// it may be called for any number of periods, targets and payees. Targets come as series by the id
// of their definition; this module does not know how they are made.
#ifndef ATTAIN_INCENTIVE_CALCULATE_H_
#define ATTAIN_INCENTIVE_CALCULATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/fraction.h"
#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/explain/explanation.h"
#include "attain/incentive/pay.h"
#include "attain/incentive/plan.h"
#include "attain/incentive/statement.h"
#include "attain/measure/changes.h"
#include "attain/measure/measure.h"
#include "attain/measure/series.h"
#include "attain/table/table.h"

namespace attain::incentive {

/// What a plan is bound to.
struct ResolveOptions {
  std::span<const measure::Measure> measures =
      {};                       ///< Definitions of the measures the components name.
  crm::Calendar calendar = {};  ///< Cuts periods. Default: Gregorian from 1 January.
  std::optional<Timestamp> as_of =
      std::nullopt;  ///< Transactions recorded later are not known. Default: everything is known.
  std::string path = {};  ///< Path of the plan in its document. Default: incentive[id].
  /// Ids of the measures behind targets, by id of target: what a gate, a modifier, an axis or a
  /// weight compares. Default: the measure of the component.
  std::map<std::string, std::string> target_measures = {};
};

/// A plan bound to a dataset: payees, components, credits. Immutable, cheap to copy, safe to share
/// among threads.
class Prepared {
 public:
  const Plan& plan() const;                          ///< What it was made from.
  Currency currency() const;                         ///< Everything is paid in it.
  const std::vector<ComponentTerms>& terms() const;  ///< Its components, ready for use.
  const Findings& findings() const;  ///< Warnings of the plan; rows credited to nobody; assignments
                                     ///< outside employment; managers who lead each other.
  const std::vector<std::string>& payees()
      const;  ///< Ids of everyone the plan pays in some period, in name order.

  struct State;  ///< Internal.

 private:
  friend class PreparedAccess;
  std::shared_ptr<const State> state_;
};

/// Binds a plan. All findings of Validate; kUnknownReference for a measure that is not among
/// `measures`; kMeasureUnfed, kUnknownColumn … of the measures; kInvalidArgument for a measure that
/// is no sum or count; what binding "for" gives.
absl::StatusOr<Prepared> Resolve(const Plan& plan, const crm::Dataset& data,
                                 const ResolveOptions& options = {});

/// A balance of a payee before the first period.
struct OpeningBalance {
  std::string payee;     ///< The payee's id.
  std::string kind;      ///< "carry", "draw", "maximum", "hold": as of `Balance`.
  Fraction amount;       ///< How much: what a statement calls closing.
  std::string transaction = {};  ///< Of a hold: the transaction.
  std::string deal = {};         ///< Of a hold: the deal.
  std::optional<Fraction> total = {};  ///< Of a hold: held altogether. Default: the amount.
};

/// What to calculate.
struct CalculateOptions {
  Period period =
      {};  ///< The period; of a plan with its own, longer periods are cut into them. Required.
  std::span<const measure::Series> targets =
      {};  ///< Targets, each under the id of its definition; figures of reps are quotas.
  std::vector<std::string> payees = {};  ///< Only these. Default: everyone the plan pays.
  /// Balances before the first period, instead of what the table balances says; for a payee named
  /// here only these. Those of a statement (`Statement::balances`), handed on, give what one run
  /// over all periods gives. Default: what the table says.
  std::vector<OpeningBalance> opening = {};
  /// Rows of deals or transactions changed or added for this calculation alone; with exactly one payee. Default: none.
  std::span<const measure::RowChanges> changes = {};
  Detail detail = Detail::kTrace;  ///< How much is kept. Default: every rule applied.
  int threads = 1;  ///< Threads at work, 1..256. The result is the same for any number.
};

/// The statements of one plan. Immutable and cheap to copy.
class Result {
 public:
  const std::vector<Statement>& statements() const;  ///< By payee in name order, then by period.
  /// The statement of a payee; of several periods the first, or that of the period of that name.
  /// Null when there is none.
  const Statement* Find(std::string_view payee, std::string_view period = {}) const;
  Fraction paid() const;             ///< Everything paid together.
  const Findings& findings() const;  ///< Of Resolve, and one finding per statement that is not ok; joined when first asked for.
  const Findings& own_findings() const;  ///< One finding per statement that is not ok, without those of Resolve.
  /// The result tables statements, statement_lines, credits, balances, deltas. kOverflow.
  absl::StatusOr<table::Tables> ToTables() const;

  struct State;  ///< Internal.

 private:
  friend class ResultAccess;
  std::shared_ptr<const State> state_;
};

/// Calculates statements. A payee without quota, with a quota of zero, with an amount in a currency
/// without rate … has a statement with that reason. Fails only for the call itself: kInvalidPeriod
/// when the period is not one of the plan's nor made of them, kUnknownReference when a target the
/// plan needs is not among `targets`, kUnknownRep, kUnknownWord for a kind of opening balance; with
/// changed rows kUnsupportedOption where only
/// binding the plan to changed data gives the answer (a manager paid on others' credits, a missing
/// rate, fractions without common denominator).
absl::StatusOr<Result> Calculate(const Prepared& prepared, const CalculateOptions& options);

/// Resolve, then Calculate.
absl::StatusOr<Result> Calculate(const Plan& plan, const crm::Dataset& data,
                                 const ResolveOptions& resolve, const CalculateOptions& options);

/// Why a payee gets what they get. kUnknownRep when there is no such statement.
absl::StatusOr<explain::Explanation> Explain(const Result& result, std::string_view payee,
                                             std::string_view period = {});

/// One error per row of plan_assignments that names a plan not in `plans` (kPlanUnknown).
Findings CheckAssignments(const crm::Dataset& data, std::span<const std::string> plans);

}  // namespace attain::incentive

#endif  // ATTAIN_INCENTIVE_CALCULATE_H_
