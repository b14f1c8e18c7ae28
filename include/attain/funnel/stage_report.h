// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sales stages from tables and as tables.
//
//   changes   deal_id  at          stage             deals   deal_id  amount  owner
//             D1       2026-01-01  Lead                      D1       12000   Ada
//             D1       2026-01-06  Qualified                 D2        8000   Bo
//             D2       2026-01-04  Lead
//
//   const auto report = *StageReport::FromChanges(changes, &deals,
//       {.stages = {"Lead", "Qualified"}, .value = "amount", .by = "owner"});
//   *report.StagesTable();      // a row per owner and stage: entered, reached, …, rates with intervals, median days
//   *report.TimesTable();       // a row per owner, stage and time: who is still there, who has gone which way
//   *report.OpenTable();        // the open deals with their age, the most unusual first
//
// In: a change log, or one row per deal with entry times, or one row per deal with its present stage. Out: a StageReport, which keeps
// what stages.h and stage_times.h calculate, and gives it as tables. Rows that cannot be used are findings; the rest is calculated.
#ifndef ATTAIN_FUNNEL_STAGE_REPORT_H_
#define ATTAIN_FUNNEL_STAGE_REPORT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/finding.h"
#include "attain/base/period.h"
#include "attain/funnel/bottleneck.h"
#include "attain/funnel/stage_times.h"
#include "attain/funnel/stages.h"
#include "attain/table/table.h"

namespace attain::funnel {

/// How to read stages from tables, and what to report.
struct StageReportOptions {
  std::vector<std::string> stages;               ///< Names of the stages along the pipeline, 1 to 1,000. Required.
  std::vector<std::string> won = {"Won"};        ///< Names that mean winning.
  std::vector<std::string> lost = {"Lost"};      ///< Names that mean losing.
  std::vector<std::string> voided = {};          ///< Names that mean being taken out. Default: none.
  std::string deal = "deal_id";                  ///< Column of the deal, in all tables.
  std::string time = "at";                       ///< Column of a change's time: days, instants, or whole numbers of any unit.
  std::string stage = "stage";                   ///< Column of the stage entered, or in a snapshot of the present one.
  std::string since_column = {};                 ///< Snapshot: column of since when. Default: not known.
  /// Entry times: pairs of a stage and the column that says when it was entered, and the same for left.
  std::vector<std::pair<std::string, std::string>> entered = {};
  std::vector<std::pair<std::string, std::string>> exited = {};   ///< Default: left when the next stage was entered.
  std::string outcome = {};                      ///< Entry times: column of the outcome: a name that means winning, losing, being taken out; anything else is open.
  std::string closed = {};                       ///< Entry times: column of when that was.
  std::string value = {};                        ///< Column of the deals' values, exact. Default: no values.
  std::string by = {};                           ///< Column of the deals to group by. Default: one group.
  std::optional<Grain> by_entry = std::nullopt;  ///< Group by the period of the first entry (instants and days only). Default: no.
  /// Until when the log is known, in the unit of the times: microseconds for days and instants. Default: the last time in the data.
  std::optional<int64_t> as_of = std::nullopt;
  std::optional<int64_t> since = std::nullopt;   ///< Times and chances from what happened after this alone. Default: everything.
  double confidence = 0.95;                      ///< Of all intervals.
  double stalled_below = 0.2;                    ///< As in OpenDealOptions.
};

/// What a report is made of, where rows are at hand as numbers already.
struct StageReportParts {
  StageHistory history;                          ///< What the deals went through.
  std::vector<std::string> stages;               ///< Names of the stages.
  std::vector<std::string> deals = {};           ///< Names of the deals; empty: their numbers.
  std::vector<int32_t> group = {};               ///< Per deal: its group, negative for none. Empty: one group.
  std::vector<std::string> groups = {};          ///< Names of the groups. Empty: one without a name.
  std::vector<int64_t> value = {};               ///< Per deal: its value in units of 10^-scale, kNever for none. Empty: no values.
  int32_t scale = 0;                             ///< Decimals of the values.
  double unit = 86'400'000'000;                  ///< Units of the log per unit of the times reported.
  std::optional<int64_t> since = std::nullopt;   ///< As in StageTimesOptions.
  double confidence = 0.95;                      ///< Of all intervals.
  double stalled_below = 0.2;                    ///< As in OpenDealOptions.
  bool all_columns = false;                      ///< Tables have the columns of groups and values even where there are none.
};

/// Stages counted and timed, group by group. Immutable.
class StageReport {
 public:
  /// From a change log, and the deals where values or groups are asked for. Findings that stop: kMissingColumn, kWrongColumnType,
  /// kInvalidArgument (options), kDuplicateId (a stage named twice). Rows with unknown stages, missing deals or times are set aside.
  static absl::StatusOr<StageReport> FromChanges(const table::Table& changes, const table::Table* deals, const StageReportOptions& options);
  /// From entry times, one row per deal.
  static absl::StatusOr<StageReport> FromEntries(const table::Table& deals, const StageReportOptions& options);
  /// From where deals are now, one row per deal. Rates and times are refused: status `insufficient`.
  static absl::StatusOr<StageReport> FromSnapshot(const table::Table& deals, const StageReportOptions& options);
  /// From parts. As CountStages and TimeStages.
  static absl::StatusOr<StageReport> Of(StageReportParts parts);

  const StageHistory& history() const { return parts_.history; }              ///< What the deals went through.
  const std::vector<std::string>& stage_names() const { return parts_.stages; }   ///< Names of the stages.
  const std::vector<std::string>& group_names() const { return parts_.groups; }   ///< Names of the groups; one empty name without groups.
  const std::vector<StageFigures>& figures() const { return figures_; }       ///< One per group.
  const std::vector<StageTimes>& times() const { return times_; }             ///< One per group; empty for a snapshot.
  const Findings& findings() const { return findings_; }                      ///< What was set aside.

  /// A row per group and stage: `group` (with groups), `stage`, the counts of StageCount, `time_total` in units of the log, values (with
  /// values), `next_step` and `cumulative` with `_low`, `_high`; `onward` with `_low`, `_high`, `unresolved`, `median`, `median_low`,
  /// `median_high`, `mean` (within the longest time seen), all of stays; `status` and `reason`. What the history does not tell is missing.
  absl::StatusOr<table::Table> StagesTable() const;
  /// A row per group: `group`, `deals`, `won`, `lost`, `won_now`, `lost_now`, `voided_now`, values, `win_rate` and `win_rate_all` with
  /// intervals, `win_chance` with interval and `unresolved`, `median_open`, `status`, `reason`.
  absl::StatusOr<table::Table> TotalsTable() const;
  /// A row per group, stage and time at which a deal left it: `at_risk`, `left`, `survival`, `low`, `high`, `onward`, `back`, `lost`.
  absl::StatusOr<table::Table> TimesTable() const;
  /// A row per open deal: `deal`, `group`, `stage`, `age`, `outlasted_by`, `stalled`, `value`. The most unusual first.
  absl::StatusOr<table::Table> OpenTable() const;
  /// A row per group and stage, in each group the worst first: `left`, `lost`, `lost_value` (with values), `loss_rate` with interval,
  /// `others_rate`, `p`, `mean_time`, `time_ratio`, `score`, `flagged`, `small`, `point_worth` (with values). See bottleneck.h.
  absl::StatusOr<table::Table> BottlenecksTable(const BottleneckOptions& options = {}) const;

 private:
  explicit StageReport(StageReportParts parts) : parts_(std::move(parts)) {}
  StageReportParts parts_;
  std::vector<StageFigures> figures_;
  std::vector<StageTimes> times_;
  Findings findings_;
};

}  // namespace attain::funnel

#endif  // ATTAIN_FUNNEL_STAGE_REPORT_H_
