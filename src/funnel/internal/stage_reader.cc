// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Stages read from tables.
#include <algorithm>
#include <map>
#include <utility>

#include "attain/base/date.h"
#include "attain/base/status.h"
#include "attain/funnel/stage_report.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "base/internal/text.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;
using table::Column;
using table::Table;
using table::Type;

constexpr int32_t kUnknownStage = -2;
constexpr double kDay = 86'400'000'000;  // in microseconds

const Column* Find(const Table& table, const std::string& name, Findings& findings) {
  const Column* column = table.column(name);
  if (column == nullptr) {
    const std::string near = NearestWord(name, table.column_names());
    findings.AddError(Reason::kMissingColumn, {.table = table.name(), .field = name},
                      "the table has no such column",
                      near.empty() ? std::string() : StrCat("did you mean \"", near, "\"?"));
  }
  return column;
}

// Times of a column, kNever where missing or unreadable; whether they are microseconds.
struct Times {
  std::vector<int64_t> values;
  bool instants = false;
};

Times ReadTimes(const Table& table, const Column& column, Findings& findings) {
  Times times;
  const auto rows = static_cast<size_t>(column.length());
  times.values.assign(rows, kNever);
  const auto take = [&](const absl::StatusOr<table::Values<int64_t>>& read) {
    if (!read.ok()) {
      findings.AddError(ReasonOf(read.status()), {.table = table.name(), .field = column.name()},
                        MessageOf(read.status()));
      return;
    }
    for (size_t row = 0; row < rows; ++row) {
      if (read->IsValid(static_cast<int64_t>(row)))
        times.values[row] = (*read)[static_cast<int64_t>(row)];
    }
  };
  times.instants = column.type() != Type::kInt;
  if (column.type() == Type::kInt) {
    take(table::ReadInts(column));
  } else if (column.type() == Type::kDate || column.type() == Type::kTimestamp) {
    take(table::ReadTimestamps(column));
  } else if (column.type() == Type::kText) {
    for (size_t row = 0; row < rows; ++row) {
      const auto text = column.TextAt(static_cast<int64_t>(row));
      if (!text.has_value() || text->empty()) continue;
      if (const auto time = Timestamp::Parse(*text); time.ok()) {
        times.values[row] = time->micros();
      } else if (const auto day = Date::Parse(*text); day.ok()) {
        times.values[row] = Timestamp::StartOf(*day).micros();
      } else {
        findings.AddWarning(
            Reason::kInvalidCell,
            {.table = table.name(), .row = static_cast<int64_t>(row), .field = column.name()},
            StrCat("\"", *text, "\" is no time; it counts as missing"));
      }
    }
  } else if (column.type() != Type::kNull) {
    findings.AddError(Reason::kWrongColumnType, {.table = table.name(), .field = column.name()},
                      StrCat("a column of ", table::Name(column.type()),
                             " holds no times; wanted: days, instants or whole numbers"));
  }
  return times;
}

// Codes of the names of stages and endings.
class StageNames {
 public:
  StageNames(const StageReportOptions& options, Findings& findings)
      : codes_{.stages = static_cast<int32_t>(options.stages.size())} {
    for (size_t k = 0; k < options.stages.size(); ++k)
      Add(options.stages[k], static_cast<int32_t>(k), findings);
    // A stage may play the part of winning: then it is a stage.
    for (const std::string& name : options.won) codes_of_.emplace(name, codes_.won());
    for (const std::string& name : options.lost) codes_of_.emplace(name, codes_.lost());
    for (const std::string& name : options.voided) codes_of_.emplace(name, codes_.voided());
  }
  StageCodes codes() const { return codes_; }
  // The code of a name; kUnknownStage for one that is none.
  int32_t Of(std::string_view name) const {
    const auto found = codes_of_.find(name);
    return found == codes_of_.end() ? kUnknownStage : found->second;
  }
  // Codes of a column, kUnknownStage where missing.
  absl::StatusOr<std::vector<int32_t>> Of(const Column& column) const {
    table::Interner names;
    ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> codes, table::InternColumn(column, names));
    std::vector<int32_t> of(static_cast<size_t>(names.size()));
    for (int32_t id = 0; id < names.size(); ++id) of[static_cast<size_t>(id)] = Of(names.text(id));
    for (int32_t& code : codes) code = code < 0 ? kUnknownStage : of[static_cast<size_t>(code)];
    return codes;
  }

 private:
  void Add(const std::string& name, int32_t code, Findings& findings) {
    if (!codes_of_.emplace(name, code).second)
      findings.AddError(Reason::kDuplicateId, {.path = StrCat("stages[", code, "]")},
                        StrCat("the stage \"", name, "\" is named twice"));
  }

  StageCodes codes_;
  std::map<std::string, int32_t, std::less<>> codes_of_;
};

// "2026-03", "2026-Q1" … of a day.
std::string PeriodName(Date day, Grain grain) {
  const auto two = [](int number) {
    return StrCat(number < 10 ? "0" : "", std::to_string(number));
  };
  const std::string year = std::to_string(day.year());
  switch (grain) {
    case Grain::kYear:
      return year;
    case Grain::kHalf:
      return StrCat(year, "-H", std::to_string((day.month() + 5) / 6));
    case Grain::kQuarter:
      return StrCat(year, "-Q", std::to_string((day.month() + 2) / 3));
    case Grain::kMonth:
      return StrCat(year, "-", two(day.month()));
    case Grain::kWeek: {
      const IsoWeek week = IsoWeekOf(day);
      return StrCat(std::to_string(week.year), "-W", two(week.week));
    }
    default:
      return day.ToString();
  }
}

// Gives every deal the number of its label, numbers in the order of the labels.
void GroupBy(const std::vector<std::string>& labels, const std::vector<bool>& known,
             StageReportParts& parts) {
  std::map<std::string, int32_t> numbers;
  for (size_t deal = 0; deal < labels.size(); ++deal) {
    if (known[deal]) numbers.emplace(labels[deal], 0);
  }
  parts.groups.clear();
  for (auto& [label, number] : numbers) {
    number = static_cast<int32_t>(parts.groups.size());
    parts.groups.push_back(label);
  }
  parts.group.assign(labels.size(), -1);
  for (size_t deal = 0; deal < labels.size(); ++deal) {
    if (known[deal]) parts.group[deal] = numbers[labels[deal]];
  }
}

absl::Status GroupByEntry(Grain grain, bool instants, StageReportParts& parts) {
  if (!instants)
    return MakeError(Reason::kInvalidArgument,
                     "groups by the period of entry need days or instants");
  const auto deals = static_cast<size_t>(parts.history.deals());
  std::vector<std::string> labels(deals);
  std::vector<bool> known(deals, false);
  for (size_t deal = 0; deal < deals; ++deal) {
    const auto visits = parts.history.of(static_cast<int32_t>(deal));
    if (visits.empty() || visits.front().entered == kNever) continue;
    labels[deal] = PeriodName(Timestamp::FromMicros(visits.front().entered).date(), grain);
    known[deal] = true;
  }
  GroupBy(labels, known, parts);
  return absl::OkStatus();
}

// Values and groups of the deals, from their table; `row_of` says where each deal stands in it, -1
// for nowhere.
void ReadDeals(const Table& deals, const std::vector<int64_t>& row_of,
               const StageReportOptions& options, StageReportParts& parts, Findings& findings) {
  if (!options.value.empty()) {
    const Column* value = Find(deals, options.value, findings);
    if (value != nullptr) {
      parts.scale = value->type() == Type::kDecimal ? value->scale() : 0;
      const auto units = table::ReadUnits(*value, parts.scale);
      if (!units.ok()) {
        findings.AddError(ReasonOf(units.status()), {.table = deals.name(), .field = options.value},
                          MessageOf(units.status()), "give values as decimals or whole numbers");
      } else {
        parts.value.assign(row_of.size(), kNever);
        for (size_t deal = 0; deal < row_of.size(); ++deal) {
          if (row_of[deal] >= 0 && units->IsValid(row_of[deal]))
            parts.value[deal] = (*units)[row_of[deal]];
        }
      }
    }
  }
  if (!options.by.empty()) {
    const Column* by = Find(deals, options.by, findings);
    if (by == nullptr) return;
    std::vector<std::string> labels(row_of.size());
    std::vector<bool> known(row_of.size(), false);
    for (size_t deal = 0; deal < row_of.size(); ++deal) {
      if (row_of[deal] < 0 || by->IsNull(row_of[deal])) continue;
      labels[deal] = by->FormatAt(row_of[deal]);
      known[deal] = true;
    }
    GroupBy(labels, known, parts);
  }
}

absl::Status CheckOptions(const StageReportOptions& options, bool has_deals) {
  Findings findings;
  if (options.stages.empty())
    findings.AddError(Reason::kInvalidArgument, {.path = "stages"}, "no stage is named");
  if (!options.by.empty() && options.by_entry.has_value())
    findings.AddError(Reason::kInvalidArgument, {.path = "by"},
                      "deals are grouped by a column or by the period of entry, not by both");
  if (!has_deals && (!options.by.empty() || !options.value.empty()))
    findings.AddError(Reason::kInvalidArgument, {.path = options.by.empty() ? "value" : "by"},
                      "values and groups stand in the table of deals, and none is given");
  return findings.ToStatus();
}

int64_t LastOf(const std::vector<int64_t>& times, int64_t last) {
  for (const int64_t time : times) last = std::max(last, time);
  return last;
}

std::vector<std::string> NamesOf(const table::Interner& deals) {
  std::vector<std::string> names;
  for (int32_t deal = 0; deal < deals.size(); ++deal) names.emplace_back(deals.text(deal));
  return names;
}

StageReportParts PartsOf(StageHistory history, const StageReportOptions& options, bool instants) {
  StageReportParts parts{.history = std::move(history), .stages = options.stages};
  parts.unit = instants ? kDay : 1;
  parts.since = options.since;
  parts.confidence = options.confidence;
  parts.stalled_below = options.stalled_below;
  return parts;
}

// One row per deal: where each stands, and what it is called.
struct DealRows {
  table::Interner names;
  std::vector<int64_t> row_of;  // per deal
};

absl::StatusOr<DealRows> ReadDealRows(const Table& deals, const std::string& name,
                                      Findings& findings) {
  DealRows rows;
  const Column* column = Find(deals, name, findings);
  if (column == nullptr) return rows;
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int32_t> ids, table::InternColumn(*column, rows.names));
  rows.row_of.assign(static_cast<size_t>(rows.names.size()), -1);
  for (size_t row = 0; row < ids.size(); ++row) {
    const Where where{.table = deals.name(), .row = static_cast<int64_t>(row), .field = name};
    if (ids[row] < 0) {
      findings.AddWarning(Reason::kNullValue, where, "the deal is missing; the row is set aside");
      continue;
    }
    int64_t& at = rows.row_of[static_cast<size_t>(ids[row])];
    if (at >= 0) {
      Where twice = where;
      twice.other_row = at;
      findings.AddWarning(Reason::kDupKey, twice,
                          "the deal stands in an earlier row, which is used");
      continue;
    }
    at = static_cast<int64_t>(row);
  }
  return rows;
}

// Findings that stop come as a status, those of rows go along with the report.
absl::Status Stops(const Findings& findings) {
  return findings.has_errors() ? findings.ToStatus() : absl::OkStatus();
}

}  // namespace

absl::StatusOr<StageReport> StageReport::FromChanges(const Table& changes, const Table* deals,
                                                     const StageReportOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckOptions(options, deals != nullptr));
  Findings findings;
  const StageNames names(options, findings);
  const Column* deal = Find(changes, options.deal, findings);
  const Column* time = Find(changes, options.time, findings);
  const Column* stage = Find(changes, options.stage, findings);
  Times times;
  if (time != nullptr) times = ReadTimes(changes, *time, findings);
  DealRows rows;
  if (deals != nullptr) {
    ATTAIN_ASSIGN_OR_RETURN(rows, ReadDealRows(*deals, options.deal, findings));
  }
  ATTAIN_RETURN_IF_ERROR(Stops(findings));

  ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> ids, table::InternColumn(*deal, rows.names));
  ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> codes, names.Of(*stage));
  rows.row_of.resize(static_cast<size_t>(rows.names.size()), -1);
  // Rows that lack something are set aside here, with what they lack; the rest is the kernel's.
  size_t kept = 0;
  for (size_t row = 0; row < ids.size(); ++row) {
    const Where where{.table = changes.name(), .row = static_cast<int64_t>(row)};
    if (ids[row] < 0) {
      findings.AddWarning(Reason::kNullValue, where, "the deal is missing; the row is set aside");
    } else if (times.values[row] == kNever) {
      findings.AddWarning(Reason::kNullValue, where, "the time is missing; the row is set aside");
    } else if (codes[row] == kUnknownStage) {
      findings.AddWarning(Reason::kStageUnknown, where,
                          StrCat("\"", stage->FormatAt(static_cast<int64_t>(row)),
                                 "\" is no stage of the pipeline; the row is set aside"));
    } else {
      ids[kept] = ids[row];
      times.values[kept] = times.values[row];
      codes[kept] = codes[row];
      ++kept;
    }
  }
  ids.resize(kept);
  times.values.resize(kept);
  codes.resize(kept);
  const int64_t as_of = options.as_of.value_or(kept == 0 ? 0 : LastOf(times.values, kNever));
  ATTAIN_ASSIGN_OR_RETURN(
      StageHistory history,
      StageHistory::Read(
          StageLog{.deals = rows.names.size(), .deal = ids, .time = times.values, .stage = codes},
          names.codes(), as_of));
  StageReportParts parts = PartsOf(std::move(history), options, times.instants);
  parts.deals = NamesOf(rows.names);
  if (deals != nullptr) ReadDeals(*deals, rows.row_of, options, parts, findings);
  ATTAIN_RETURN_IF_ERROR(Stops(findings));
  if (options.by_entry.has_value())
    ATTAIN_RETURN_IF_ERROR(GroupByEntry(*options.by_entry, times.instants, parts));
  ATTAIN_ASSIGN_OR_RETURN(StageReport report, Of(std::move(parts)));
  findings.Append(report.findings_);
  report.findings_ = std::move(findings);
  return report;
}

absl::StatusOr<StageReport> StageReport::FromEntries(const Table& deals,
                                                     const StageReportOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckOptions(options, true));
  Findings findings;
  const StageNames names(options, findings);
  const size_t stages = options.stages.size();
  ATTAIN_ASSIGN_OR_RETURN(const DealRows rows, ReadDealRows(deals, options.deal, findings));
  const size_t count = rows.row_of.size();
  bool instants = true;
  int64_t last = kNever;
  // A column of times per deal.
  const auto read = [&](const std::string& name) {
    std::vector<int64_t> values(count, kNever);
    const Column* column = Find(deals, name, findings);
    if (column == nullptr) return values;
    const Times times = ReadTimes(deals, *column, findings);
    if (column->type() == Type::kInt) instants = false;
    for (size_t deal = 0; deal < count; ++deal)
      values[deal] = times.values[static_cast<size_t>(rows.row_of[deal])];
    last = LastOf(values, last);
    return values;
  };
  const auto read_stages = [&](const std::vector<std::pair<std::string, std::string>>& columns,
                               std::string_view what) {
    std::vector<std::vector<int64_t>> all(stages, std::vector<int64_t>(count, kNever));
    for (const auto& [stage, column] : columns) {
      const int32_t code = names.Of(stage);
      if (code < 0 || code >= names.codes().stages) {
        findings.AddError(Reason::kStageUnknown, {.path = StrCat(what, "[", stage, "]")},
                          StrCat("\"", stage, "\" is no stage of the pipeline"));
        continue;
      }
      all[static_cast<size_t>(code)] = read(column);
    }
    return all;
  };
  const auto entered = read_stages(options.entered, "entered");
  const auto exited = read_stages(options.exited, "exited");
  std::vector<int32_t> outcome;
  std::vector<int64_t> closed;
  if (!options.outcome.empty()) {
    closed = options.closed.empty() ? std::vector<int64_t>(count, kNever) : read(options.closed);
    if (const Column* column = Find(deals, options.outcome, findings)) {
      ATTAIN_ASSIGN_OR_RETURN(const std::vector<int32_t> codes, names.Of(*column));
      for (size_t deal = 0; deal < count; ++deal) {
        const int32_t code = codes[static_cast<size_t>(rows.row_of[deal])];
        outcome.push_back(names.codes().closes(code) ? code : kStillThere);
      }
    }
  }
  ATTAIN_RETURN_IF_ERROR(Stops(findings));
  StageEntries entries{.deals = static_cast<int32_t>(count),
                       .entered = {},
                       .exited = {},
                       .outcome = outcome,
                       .closed = closed};
  for (const std::vector<int64_t>& column : entered) entries.entered.emplace_back(column);
  if (!options.exited.empty()) {
    for (const std::vector<int64_t>& column : exited) entries.exited.emplace_back(column);
  }
  ATTAIN_ASSIGN_OR_RETURN(StageHistory history,
                          StageHistory::Read(entries, names.codes(),
                                             options.as_of.value_or(last == kNever ? 0 : last)));
  StageReportParts parts = PartsOf(std::move(history), options, instants);
  parts.deals = NamesOf(rows.names);
  ReadDeals(deals, rows.row_of, options, parts, findings);
  ATTAIN_RETURN_IF_ERROR(Stops(findings));
  if (options.by_entry.has_value())
    ATTAIN_RETURN_IF_ERROR(GroupByEntry(*options.by_entry, instants, parts));
  ATTAIN_ASSIGN_OR_RETURN(StageReport report, Of(std::move(parts)));
  // The kernel knows deals by number; the table knows them by row.
  for (Finding& finding : report.findings_.mutable_items()) {
    if (finding.where.row >= 0)
      finding.where.row = rows.row_of[static_cast<size_t>(finding.where.row)];
    findings.Add(std::move(finding));
  }
  report.findings_ = std::move(findings);
  return report;
}

absl::StatusOr<StageReport> StageReport::FromSnapshot(const Table& deals,
                                                      const StageReportOptions& options) {
  ATTAIN_RETURN_IF_ERROR(CheckOptions(options, true));
  Findings findings;
  const StageNames names(options, findings);
  ATTAIN_ASSIGN_OR_RETURN(const DealRows rows, ReadDealRows(deals, options.deal, findings));
  const Column* stage = Find(deals, options.stage, findings);
  Times times;
  times.instants = true;
  if (!options.since_column.empty()) {
    if (const Column* column = Find(deals, options.since_column, findings))
      times = ReadTimes(deals, *column, findings);
  }
  ATTAIN_RETURN_IF_ERROR(Stops(findings));
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<int32_t> codes, names.Of(*stage));
  std::vector<int32_t> present;
  std::vector<int64_t> since;
  for (const int64_t row : rows.row_of) {
    present.push_back(codes[static_cast<size_t>(row)]);
    if (!times.values.empty()) since.push_back(times.values[static_cast<size_t>(row)]);
  }
  const int64_t last = LastOf(since, kNever);
  ATTAIN_ASSIGN_OR_RETURN(
      StageHistory history,
      StageHistory::Read(StageSnapshot{.stage = present, .since = since}, names.codes(),
                         options.as_of.value_or(last == kNever ? 0 : last)));
  StageReportParts parts = PartsOf(std::move(history), options, times.instants);
  parts.deals = NamesOf(rows.names);
  ReadDeals(deals, rows.row_of, options, parts, findings);
  ATTAIN_RETURN_IF_ERROR(Stops(findings));
  if (options.by_entry.has_value())
    ATTAIN_RETURN_IF_ERROR(GroupByEntry(*options.by_entry, times.instants, parts));
  ATTAIN_ASSIGN_OR_RETURN(StageReport report, Of(std::move(parts)));
  for (Finding& finding : report.findings_.mutable_items()) {
    if (finding.where.row >= 0)
      finding.where.row = rows.row_of[static_cast<size_t>(finding.where.row)];
    findings.Add(std::move(finding));
  }
  report.findings_ = std::move(findings);
  return report;
}

}  // namespace attain::funnel
