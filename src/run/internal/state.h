// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a prepared model, a calculation under way and a result hold.
#ifndef ATTAIN_SRC_RUN_INTERNAL_STATE_H_
#define ATTAIN_SRC_RUN_INTERNAL_STATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/funnel/stage_plan.h"
#include "attain/incentive/calculate.h"
#include "attain/measure/changes.h"
#include "attain/measure/measure.h"
#include "attain/measure/series.h"
#include "attain/run/restatement.h"
#include "attain/run/run.h"
#include "attain/run/scenario.h"
#include "attain/target/plan.h"
#include "base/internal/once.h"

namespace attain::run {

struct Overlay;

/// A model joined with data.
struct PreparedState {
  LoadedModel model;
  table::Tables raw;    ///< The tables as given, for Update and overriding rows.
  bool mapped = false;  ///< They are canonical already: the model's sources were applied before.
  crm::Dataset data;
  crm::Calendar calendar;
  std::optional<Timestamp> as_of;  ///< Facts recorded later are not known.
  Findings findings;
  std::vector<measure::Prepared> measures;       ///< In the order of the model.
  std::vector<target::Targets> targets;          ///< In the order of the model.
  std::vector<measure::Series> target_series;    ///< The same as series, for the plans.
  std::vector<funnel::PreparedStages> funnels;   ///< In the order of the model.
  std::vector<incentive::Prepared> incentives;   ///< In the order of the model.
  std::vector<std::vector<std::string>> payees;  ///< Of each plan, byte-wise sorted.
  mutable internal::Once overlay_once;
  mutable std::shared_ptr<const Overlay>
      overlay;  ///< What overriding rows are read with; made when first asked for.
};

/// Attainment of one target.
struct Attained {
  const target::Targets* targets;
  std::vector<target::AttainmentValue> values;
};

/// What came out.
struct ResultState {
  std::shared_ptr<const PreparedState> prepared;
  Period period;
  bool one_payee = false;                   ///< Only one payee was asked for: statements alone.
  std::string payee;                        ///< That payee; empty: everyone.
  std::optional<Result> restates;           ///< The table `deltas` says what changed since then.
  std::optional<Date> frozen_until;         ///< With `restates`.
  std::vector<measure::Series> all_series;  ///< Over the periods that attainment needs.
  std::vector<measure::Series> series;      ///< Over the period asked for.
  std::vector<Attained> attained;
  std::vector<std::pair<std::string, funnel::StageReport>> funnels;  ///< By id.
  std::vector<incentive::Statement> statements;
  std::optional<table::Tables>
      overriding;  ///< Rows laid over the data for one payee: findings are made when asked for.
  Findings own;    ///< Found by the calculation alone.
  mutable internal::Once joined_once;
  mutable Findings joined;  ///< With those of the prepared model; made when asked for.
};

/// A calculation under way.
struct Work {
  const PreparedState& prepared;
  const Options& options;
  ResultState& result;
  std::span<const measure::RowChanges> changes = {};  ///< Overriding rows of one payee.
  int64_t done = 0;
  int64_t total = 0;
  /// One step is over. kCancelled when the caller wants to stop.
  absl::Status Step();
};

/// Makes and opens the public classes.
class Access {
 public:
  static Prepared Of(std::shared_ptr<const PreparedState> state) {
    Prepared prepared;
    prepared.state_ = std::move(state);
    return prepared;
  }
  static Result Of(std::shared_ptr<const ResultState> state) {
    Result result;
    result.state_ = std::move(state);
    return result;
  }
  static Restatement Of(table::Table deltas, table::Table balances) {
    Restatement restatement;
    restatement.deltas_ = std::move(deltas);
    restatement.balances_ = std::move(balances);
    return restatement;
  }
  static Comparison Of(Result base, std::vector<Result> results, table::Table reps,
                       table::Table totals) {
    Comparison comparison;
    comparison.base_ = std::move(base);
    comparison.results_ = std::move(results);
    comparison.reps_ = std::move(reps);
    comparison.totals_ = std::move(totals);
    return comparison;
  }
  static const std::shared_ptr<const PreparedState>& StateOf(const Prepared& prepared) {
    return prepared.state_;
  }
  static const ResultState& StateOf(const Result& result) { return *result.state_; }
};

/// Gives findings that name only a path the place it has in the document.
void Place(const definition::Document& document, Findings& findings);
/// A table of all stage funnels of a result, each row with the id of its funnel: stages, stage_totals, stage_times, open_deals.
absl::StatusOr<table::Table> StageTable(const ResultState& result, std::string_view name);
/// Adds the findings inside a failed status, their paths starting with `path` where they have none.
void AddFailure(const absl::Status& status, std::string_view path, Findings& findings);
/// The rows of tables with the same columns, one table after the other; decimals at the widest
/// scale.
absl::StatusOr<table::Table> Concatenate(std::string_view name,
                                         std::span<const table::Table> tables);
/// `base` with the rows of `changes` put in the place of those of the same key, others added. See
/// Update.
absl::StatusOr<table::Tables> Merge(const PreparedState& prepared, const table::Tables& changes);
/// Overriding rows as changes to the rows of canonical tables: what lets one payee be calculated
/// without binding anew. Texts point into `rows`, which must outlive them. Nothing where only
/// Update gives the answer: other tables, rows with findings, rows that reverse or are reversed,
/// rows with splits, columns that are derived.
std::optional<std::vector<measure::RowChanges>> Lay(const PreparedState& prepared,
                                                    const table::Tables& rows);
/// Binds a model to a dataset. `raw`, `mapped` and `as_of` as in PreparedState. With `quotas`, the
/// targets stay as they are there.
absl::StatusOr<std::shared_ptr<const PreparedState>> Bind(LoadedModel model, table::Tables raw,
                                                          bool mapped, crm::Dataset data,
                                                          std::optional<Timestamp> as_of,
                                                          const PreparedState* quotas = nullptr);

}  // namespace attain::run

#endif  // ATTAIN_SRC_RUN_INTERNAL_STATE_H_
