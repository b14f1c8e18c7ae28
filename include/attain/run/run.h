// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// run: a model and data in, every result table and the reason for every number out.
//
//   ATTAIN_ASSIGN_OR_RETURN(const auto model, run::Parse(model_json, {.document = "sales-2026.json", .loader = loader}));
//   ATTAIN_ASSIGN_OR_RETURN(const auto prepared, run::Resolve(model, tables));
//   ATTAIN_ASSIGN_OR_RETURN(const auto quarter, run::Calculate(prepared, {.period = "2026-Q1"}));
//   for (const auto& statement : quarter.statements()) std::cout << statement.Explain() << "\n";
//       8,650.00 EUR   Ada Lovelace · ae-2026 · 2026-Q1 …
//   quarter.table("attainment");                                   // rows per target, entity, period
//   quarter.Compare(last_week);                                    // whose pay changed, by how much, by which deal
//
// Resolve does everything that can fail once and for all. Calculate may then be asked many times, from many threads,
// with other periods, as-of dates and overriding rows; asked for one payee it touches that payee's rows only and takes
// microseconds. One rep whose pay cannot be calculated does not stop the others. In: a Model, tables or a dataset, a
// period. Out: a Result: statements, named tables, findings, explanations.
#ifndef ATTAIN_RUN_RUN_H_
#define ATTAIN_RUN_RUN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/finding.h"
#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/explain/explanation.h"
#include "attain/incentive/statement.h"
#include "attain/measure/series.h"
#include "attain/run/model.h"
#include "attain/table/table.h"
#include "attain/target/plan.h"

namespace attain::run {

class Result;
struct PreparedState;  // private
struct ResultState;    // private

/// A model joined with data. Immutable, cheap to copy, safe to share among threads.
class Prepared {
 public:
  const Model& model() const;                              ///< What was asked.
  const crm::Dataset& data() const;                        ///< The data, mapped as the model says.
  const crm::Calendar& calendar() const;                   ///< Names its periods.
  const std::vector<target::Targets>& targets() const;     ///< The targets of the model, split down; in the order of the model.
  /// What was found in the data and while binding the model to it: rows set aside, reps without a unit, assignments to unknown plans.
  const Findings& findings() const;

 private:
  friend class Access;
  std::shared_ptr<const PreparedState> state_;
};

/// Maps and loads `tables` as the model says, then binds the model. All findings that stop: those of run::Validate;
/// kMeasureUnfed, kUnknownColumn, kNoDriver … of the parts, each with the place in the model's documents. Faults of
/// rows do not stop.
absl::StatusOr<Prepared> Resolve(const LoadedModel& model, const table::Tables& tables);
/// The same for a dataset. One that was not loaded with the model's sources and currency is loaded again from its own tables.
absl::StatusOr<Prepared> Resolve(const LoadedModel& model, const crm::Dataset& data);
/// The same for a model made in code.
absl::StatusOr<Prepared> Resolve(const Model& model, const crm::Dataset& data);

/// The same model over changed data. Tables and columns are named as they were given to Resolve, or by their canonical
/// names. A row whose key is there replaces that row: columns it does not have keep their values; other rows are added.
/// kUnknownTable, kUnknownColumn; then as Resolve.
absl::StatusOr<Prepared> Update(const Prepared& prepared, const table::Tables& changes);

/// What is asked of a prepared model.
struct Options {
  std::string period = {};                                 ///< Name of a period of the calendar, "2026-Q1". Required.
  /// Facts recorded after this day are not known. Default: everything is known. Targets stay as they were set.
  std::optional<Date> as_of = std::nullopt;
  int threads = 1;                                         ///< Threads at work, 1..256. The result is the same for any number.
  std::string payee = {};                                  ///< Only this rep's statements, by the user's own id. Default: everything.
  /// Rows for this calculation alone, as Update takes them. Default: none. With one payee, rows of deals or transactions with plain cells are laid over the data at the cost of that payee's
  /// own credits; whatever else is given (other tables, rows with splits or reversals, rows with findings) is bound anew. The answer is the same.
  table::Tables overriding = {};
  /// An earlier result for the same period and payee: the table `deltas` then says what changed since then, cause by cause (restatement.h); it is made when
  /// asked for. Default: none, and the table is empty.
  const Result* restates = nullptr;
  /// With `restates`: statements that end on this day or before are paid for good (RestateOptions). Default: none are.
  std::optional<Date> frozen_until = std::nullopt;
  /// Called with steps done and steps in all; returning false stops with kCancelled. Default: none.
  std::function<bool(int64_t done, int64_t total)> progress = {};
};

/// What came out. Immutable and cheap to copy.
class Result {
 public:
  const std::string& model_id() const;                                  ///< Id of the model.
  const Period& period() const;                                         ///< The period asked for.
  /// By plan in the order of the model, then by payee in name order, then by period.
  const std::vector<incentive::Statement>& statements() const;
  /// The statement of a payee with a plan (empty: with the first plan that has one); null when there is none.
  const incentive::Statement* Find(std::string_view rep, std::string_view plan = {}) const;
  /// The measures, in the order of the model; empty when one payee was asked for.
  const std::vector<measure::Series>& series() const;
  const std::vector<target::Targets>& targets() const;                  ///< The targets, in the order of the model.
  const Findings& findings() const;                                     ///< Everything found in model, data and calculation.

  /// Names of the tables, in name order: amortisation, attainment, balances, credits, deltas, findings, open_deals, series, stage_times,
  /// stage_totals, stages, statement_lines, statements, targets; those of statements and findings alone when one payee was asked for.
  std::vector<std::string> table_names() const;
  /// A table. kUnknownTable with the nearest name; kOverflow.
  absl::StatusOr<table::Table> table(std::string_view name) const;

  /// Why a rep is paid: one tree per plan and period, or those of one plan. kUnknownRep, kPlanUnknown.
  absl::StatusOr<std::vector<explain::Explanation>> Explain(std::string_view rep, std::string_view plan = {}) const;

  /// What changed from `before` to this result: the table `deltas`, statement by statement. First a row per transaction
  /// whose credit is new, changed or gone (cause `credit`, column `credited`, with the period its day lies in); then a
  /// row per column of the statement that changed (cause `credits` when credits did, otherwise `definition`: another
  /// plan, quota or rate; `settlement` for rounding, carrying and the like); last what is paid (cause `total`, column
  /// `paid`). Nothing changed: no row. The differences of a statement's columns add up to that of `paid`.
  absl::StatusOr<table::Table> Compare(const Result& before) const;

 private:
  friend class Access;
  std::shared_ptr<const ResultState> state_;
};

/// Calculates. kInvalidPeriod, kPeriodNotInCalendar, kUnknownRep, kCancelled; faults of overriding rows; with `as_of`
/// or overriding rows also as Resolve.
absl::StatusOr<Result> Calculate(const Prepared& prepared, const Options& options);

/// The texts of a rep's explanations, one after the other with an empty line between, in a language.
absl::StatusOr<std::string> ExplainText(const Result& result, std::string_view rep, std::string_view plan = {},
                                        explain::Language language = explain::Language::kEnglish);
/// The same as a JSON array of trees.
absl::StatusOr<std::string> ExplainJson(const Result& result, std::string_view rep, std::string_view plan = {},
                                        explain::Language language = explain::Language::kEnglish);

/// Findings as the table `findings`: severity, reason, document, line, column, path, table, row, field, other_row, text, hint.
absl::StatusOr<table::Table> FindingsTable(const Findings& findings);

}  // namespace attain::run

#endif  // ATTAIN_RUN_RUN_H_
