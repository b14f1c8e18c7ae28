// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/stage_report.h"

#include <algorithm>
#include <utility>

#include "attain/base/status.h"
#include "base/internal/text.h"

namespace attain::funnel {
namespace {

using table::ColumnSpec;
using table::TableBuilder;
using table::Type;

// Writes the cells of a row one after the other.
class RowWriter {
 public:
  explicit RowWriter(TableBuilder& rows) : rows_(rows) {}

  RowWriter& Text(std::string_view value) {
    if (value.empty()) {
      rows_.Null(column_++);
    } else {
      rows_.Text(column_++, value);
    }
    return *this;
  }
  RowWriter& Int(int64_t value) {
    rows_.Int(column_++, value);
    return *this;
  }
  // Missing unless `known`.
  RowWriter& IntIf(bool known, int64_t value) { return known ? Int(value) : Null(); }
  RowWriter& Exact(Decimal value) {
    rows_.Decimal(column_++, value);
    return *this;
  }
  RowWriter& ExactIf(bool known, Decimal value) { return known ? Exact(value) : Null(); }
  RowWriter& Double(const std::optional<double>& value) {
    if (!value.has_value()) return Null();
    rows_.Double(column_++, *value);
    return *this;
  }
  RowWriter& Bool(bool value) {
    rows_.Bool(column_++, value);
    return *this;
  }
  RowWriter& Null() {
    rows_.Null(column_++);
    return *this;
  }
  // A rate with its interval.
  RowWriter& Rate(const StageRate& rate) {
    Double(rate.value);
    return Ends(rate.interval);
  }
  // A chance with its interval and what is unresolved.
  RowWriter& Chance(const std::optional<stats::ShareEstimate>& share) {
    if (!share.has_value()) return Null().Null().Null().Null();
    return Double(share->value).Ends(share->interval).Double(share->unresolved);
  }
  RowWriter& Ends(const std::optional<stats::Interval>& interval) {
    if (!interval.has_value()) return Null().Null();
    return Double(interval->lower).Double(interval->upper);
  }
  void End() {
    rows_.EndRow();
    column_ = 0;
  }

 private:
  TableBuilder& rows_;
  int column_ = 0;
};

bool Grouped(const StageReportParts& parts) {
  return parts.all_columns || parts.groups.size() > 1 || !parts.groups.front().empty();
}

std::string_view StatusOf(const StageFigures& figures) {
  return figures.status == Reason::kNone ? "ok" : "insufficient";
}

std::string_view ReasonTextOf(const StageFigures& figures) {
  return figures.status == Reason::kNone ? std::string_view() : Name(figures.status);
}

}  // namespace

absl::StatusOr<StageReport> StageReport::Of(StageReportParts parts) {
  if (parts.groups.empty()) parts.groups = {""};
  StageReport report(std::move(parts));
  const StageReportParts& of = report.parts_;
  if (of.stages.size() != static_cast<size_t>(of.history.codes().stages) ||
      (!of.deals.empty() && of.deals.size() != static_cast<size_t>(of.history.deals())))
    return MakeError(Reason::kLengthMismatch,
                     "a report needs a name per stage, and one per deal or none");
  ATTAIN_ASSIGN_OR_RETURN(report.figures_,
                          CountStages(of.history, {.group = of.group,
                                                   .groups = static_cast<int32_t>(of.groups.size()),
                                                   .value = of.value,
                                                   .scale = of.scale,
                                                   .confidence = of.confidence}));
  report.findings_ = of.history.findings();
  if (of.history.depth() == HistoryDepth::kSnapshot) {
    Where where;
    where.table = "deals";
    report.findings_.AddWarning(Reason::kInsufficientHistory, where,
                                "only the present stages are known: rates and times are refused",
                                "give the change log, or the columns of when stages were entered");
    return report;
  }
  std::vector<uint8_t> chosen;
  for (size_t group = 0; group < of.groups.size(); ++group) {
    StageTimesOptions options{.unit = of.unit, .since = of.since, .confidence = of.confidence};
    if (!of.group.empty()) {
      chosen.assign(of.group.size(), 0);
      for (size_t deal = 0; deal < chosen.size(); ++deal)
        chosen[deal] = of.group[deal] == static_cast<int32_t>(group);
      options.chosen = chosen;
    }
    ATTAIN_ASSIGN_OR_RETURN(StageTimes times, TimeStages(of.history, options));
    report.times_.push_back(std::move(times));
  }
  return report;
}

absl::StatusOr<table::Table> StageReport::StagesTable() const {
  const bool grouped = Grouped(parts_);
  const bool valued = !parts_.value.empty() || parts_.all_columns;
  std::vector<ColumnSpec> columns;
  if (grouped) columns.push_back({"group", Type::kText});
  columns.push_back({"stage", Type::kText});
  for (const char* name : {"entered", "reached", "all_stages", "visits", "reentries",
                           "backward_from", "skipped", "open_now", "lost_from"})
    columns.push_back({name, Type::kInt});
  columns.push_back({"time_total", Type::kDecimal, 0});
  if (valued) {
    for (const char* name : {"entered_value", "reached_value", "open_value", "lost_value"})
      columns.push_back({name, Type::kDecimal, parts_.scale});
  }
  for (const char* name :
       {"next_step", "next_step_low", "next_step_high", "cumulative", "cumulative_low",
        "cumulative_high", "onward", "onward_low", "onward_high", "unresolved", "median",
        "median_low", "median_high", "mean", "mean_low", "mean_high"})
    columns.push_back({name, Type::kDouble});
  columns.push_back({"status", Type::kText});
  columns.push_back({"reason", Type::kText});

  TableBuilder rows("stages", std::move(columns));
  RowWriter row(rows);
  // A snapshot knows no past, entry times know no second visit.
  const bool past = parts_.history.depth() != HistoryDepth::kSnapshot;
  const bool moves = parts_.history.depth() == HistoryDepth::kFull;
  for (size_t group = 0; group < figures_.size(); ++group) {
    const StageFigures& figures = figures_[group];
    for (size_t k = 0; k < figures.stages.size(); ++k) {
      const StageCount& stage = figures.stages[k];
      if (grouped) row.Text(parts_.groups[group]);
      row.Text(parts_.stages[k]).IntIf(past, stage.entered).IntIf(past, stage.reached);
      row.IntIf(past, stage.all_stages).IntIf(moves, stage.visits).IntIf(moves, stage.reentries);
      row.IntIf(moves, stage.backward_from).IntIf(past, stage.skipped).Int(stage.open_now);
      row.IntIf(past, stage.lost_from).ExactIf(past, Decimal::Unchecked(stage.time_total, 0));
      if (valued) {
        const bool values = !parts_.value.empty();
        row.ExactIf(past && values, stage.entered_value);
        row.ExactIf(past && values, stage.reached_value);
        row.ExactIf(values, stage.open_value).ExactIf(past && values, stage.lost_value);
      }
      row.Rate(stage.next_step).Rate(stage.cumulative);
      if (past) {
        const StageTime& time = times_[group].stages[k];
        const stats::TimeInterval median = time.staying.QuantileInterval(0.5);
        row.Chance(time.onward).Double(time.staying.Quantile(0.5));
        row.Double(median.lower).Double(median.upper);
        const auto mean = time.staying.RestrictedMean(time.staying.last_time());
        if (time.staying.events() > 0 && mean.ok()) {
          row.Double(mean->value).Ends(mean->interval);
        } else {
          row.Null().Null().Null();
        }
      } else {
        for (int i = 0; i < 10; ++i) row.Null();
      }
      row.Text(StatusOf(figures)).Text(ReasonTextOf(figures)).End();
    }
  }
  return rows.Build();
}

absl::StatusOr<table::Table> StageReport::TotalsTable() const {
  const bool grouped = Grouped(parts_);
  const bool valued = !parts_.value.empty() || parts_.all_columns;
  std::vector<ColumnSpec> columns;
  if (grouped) columns.push_back({"group", Type::kText});
  for (const char* name : {"deals", "won", "lost", "won_now", "lost_now", "voided_now"})
    columns.push_back({name, Type::kInt});
  if (valued) {
    columns.push_back({"won_value", Type::kDecimal, parts_.scale});
    columns.push_back({"lost_value", Type::kDecimal, parts_.scale});
    columns.push_back({"without_value", Type::kInt});
  }
  for (const char* name : {"win_rate", "win_rate_low", "win_rate_high", "win_rate_all",
                           "win_rate_all_low", "win_rate_all_high", "win_chance", "win_chance_low",
                           "win_chance_high", "unresolved", "median_open"})
    columns.push_back({name, Type::kDouble});
  columns.push_back({"status", Type::kText});
  columns.push_back({"reason", Type::kText});
  TableBuilder rows("stage_totals", std::move(columns));
  RowWriter row(rows);
  const bool past = parts_.history.depth() != HistoryDepth::kSnapshot;
  for (size_t group = 0; group < figures_.size(); ++group) {
    const StageFigures& figures = figures_[group];
    if (grouped) row.Text(parts_.groups[group]);
    row.Int(figures.deals).IntIf(past, figures.won).IntIf(past, figures.lost);
    row.Int(figures.won_now).Int(figures.lost_now).Int(figures.voided_now);
    if (valued) row.Exact(figures.won_value).Exact(figures.lost_value).Int(figures.without_value);
    row.Rate(figures.win_rate).Rate(figures.win_rate_all);
    if (past) {
      row.Chance(times_[group].win).Double(times_[group].open.Quantile(0.5));
    } else {
      row.Null().Null().Null().Null().Null();
    }
    row.Text(StatusOf(figures)).Text(ReasonTextOf(figures)).End();
  }
  return rows.Build();
}

absl::StatusOr<table::Table> StageReport::TimesTable() const {
  const bool grouped = Grouped(parts_);
  std::vector<ColumnSpec> columns;
  if (grouped) columns.push_back({"group", Type::kText});
  columns.push_back({"stage", Type::kText});
  columns.push_back({"time", Type::kDouble});
  columns.push_back({"at_risk", Type::kInt});
  columns.push_back({"left", Type::kInt});
  for (const char* name : {"survival", "low", "high", "onward", "back", "lost"})
    columns.push_back({name, Type::kDouble});
  TableBuilder rows("stage_times", std::move(columns));
  RowWriter row(rows);
  for (size_t group = 0; group < times_.size(); ++group) {
    for (size_t k = 0; k < times_[group].stages.size(); ++k) {
      const StageTime& time = times_[group].stages[k];
      for (const stats::SurvivalStep& step : time.staying.steps()) {
        if (grouped) row.Text(parts_.groups[group]);
        row.Text(parts_.stages[k]).Double(step.time).Int(step.at_risk).Int(step.events);
        row.Double(step.survival).Ends(time.staying.IntervalAt(step.time));
        for (const StageExit exit : {StageExit::kOnward, StageExit::kBack, StageExit::kLost})
          row.Double(time.exits.IncidenceAt(static_cast<int32_t>(exit), step.time));
        row.End();
      }
    }
  }
  return rows.Build();
}

absl::StatusOr<table::Table> StageReport::OpenTable() const {
  const bool grouped = Grouped(parts_);
  const bool valued = !parts_.value.empty() || parts_.all_columns;
  std::vector<ColumnSpec> columns = {{"deal", Type::kText}};
  if (grouped) columns.push_back({"group", Type::kText});
  columns.push_back({"stage", Type::kText});
  columns.push_back({"age", Type::kDouble});
  columns.push_back({"outlasted_by", Type::kDouble});
  columns.push_back({"stalled", Type::kBool});
  if (valued) columns.push_back({"value", Type::kDecimal, parts_.scale});
  TableBuilder rows("open_deals", std::move(columns));
  RowWriter row(rows);
  // How unusual an age is, is asked of all deals, not of the few of a group.
  std::optional<StageTimes> times;
  if (times_.size() == 1) times = times_.front();
  if (times_.size() > 1) {
    ATTAIN_ASSIGN_OR_RETURN(times, TimeStages(parts_.history, {.unit = parts_.unit,
                                                               .since = parts_.since,
                                                               .confidence = parts_.confidence}));
  }
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<OpenDeal> open,
                          OpenDeals(parts_.history, times.has_value() ? &*times : nullptr,
                                    {.unit = parts_.unit, .stalled_below = parts_.stalled_below}));
  for (const OpenDeal& deal : open) {
    const auto at = static_cast<size_t>(deal.deal);
    const int32_t group = parts_.group.empty() ? 0 : parts_.group[at];
    if (group < 0) continue;
    row.Text(parts_.deals.empty() ? std::to_string(deal.deal) : parts_.deals[at]);
    if (grouped) row.Text(parts_.groups[static_cast<size_t>(group)]);
    row.Text(parts_.stages[static_cast<size_t>(deal.stage)]).Double(deal.age);
    row.Double(deal.outlasted_by).Bool(deal.stalled);
    if (valued) {
      const bool known = !parts_.value.empty() && parts_.value[at] != kNever;
      row.ExactIf(known, Decimal::Unchecked(known ? parts_.value[at] : 0, parts_.scale));
    }
    row.End();
  }
  return rows.Build();
}

absl::StatusOr<table::Table> StageReport::BottlenecksTable(const BottleneckOptions& options) const {
  const bool grouped = Grouped(parts_);
  const bool valued = !parts_.value.empty() || parts_.all_columns;
  const bool values = !parts_.value.empty();
  std::vector<ColumnSpec> columns;
  if (grouped) columns.push_back({"group", Type::kText});
  columns.push_back({"stage", Type::kText});
  columns.push_back({"left", Type::kInt});
  columns.push_back({"lost", Type::kInt});
  if (valued) columns.push_back({"lost_value", Type::kDecimal, parts_.scale});
  for (const char* name : {"loss_rate", "loss_low", "loss_high", "others_rate", "p", "mean_time",
                           "time_ratio", "score"})
    columns.push_back({name, Type::kDouble});
  columns.push_back({"flagged", Type::kBool});
  columns.push_back({"small", Type::kBool});
  if (valued) columns.push_back({"point_worth", Type::kDouble});
  TableBuilder rows("bottlenecks", std::move(columns));
  RowWriter row(rows);
  for (size_t group = 0; group < times_.size(); ++group) {
    ATTAIN_ASSIGN_OR_RETURN(const std::vector<Bottleneck> ranked,
                            RankBottlenecks(figures_[group], times_[group], options));
    for (const Bottleneck& stage : ranked) {
      if (grouped) row.Text(parts_.groups[group]);
      row.Text(parts_.stages[static_cast<size_t>(stage.stage)]).Int(stage.left).Int(stage.lost);
      if (valued) row.ExactIf(values, stage.lost_value);
      row.Double(stage.loss_rate).Ends(stage.loss_interval).Double(stage.others_rate);
      row.Double(stage.p).Double(stage.mean_time).Double(stage.time_ratio).Double(stage.score);
      row.Bool(stage.flagged).Bool(stage.small);
      if (valued) row.Double(values ? stage.point_worth : std::nullopt);
      row.End();
    }
  }
  return rows.Build();
}

}  // namespace attain::funnel
