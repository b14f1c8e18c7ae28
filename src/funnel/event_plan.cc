// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/event_plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/conditions.h"
#include "attain/definition/reference.h"
#include "attain/expression/expression.h"
#include "attain/funnel/event_table.h"
#include "attain/funnel/product.h"
#include "attain/funnel/steps.h"
#include "attain/table/reader.h"
#include "base/internal/text.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;
using definition::ElementPath;
using definition::JoinPath;
using table::Column;
using table::Type;

constexpr int64_t kDay = 86'400'000'000;

std::string Root(const EventPlan& plan, std::string_view path) {
  return path.empty() ? StrCat("funnel[", plan.id, "]") : std::string(path);
}

std::string StepPath(const EventPlan& plan, const std::string& root, size_t s) {
  return ElementPath(JoinPath(root, "steps"), plan.steps[s].id, static_cast<int64_t>(s));
}

std::string ExclusionPath(const std::string& root, size_t x) {
  return ElementPath(JoinPath(root, "exclude"), {}, static_cast<int64_t>(x));
}

std::string NameOf(const EventPlan& plan, size_t s) {
  const StepPlan& step = plan.steps[s];
  if (!step.id.empty()) return step.id;
  return step.event.empty() ? StrCat("step ", static_cast<int64_t>(s + 1)) : step.event;
}

int BeforeOf(const EventPlan& plan, const ExclusionPlan& exclusion) {
  return exclusion.before == 0 ? static_cast<int>(plan.steps.size())
                               : static_cast<int>(exclusion.before);
}

// What a step and an exclusion have in common.
template <typename Match>
void CheckMatch(const Match& match, std::string_view what, const std::string& path,
                Findings& findings) {
  if (match.event.empty() && match.events.empty() && match.where.empty())
    findings.AddError(Reason::kMissingKey, {.path = path},
                      StrCat(what, " needs an event or a condition"),
                      "give \"event\", \"events\" or \"where\"");
  if (!match.event.empty() && !match.events.empty())
    findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "events")},
                      "\"event\" and \"events\" stand side by side",
                      "put all of them into \"events\"");
  if (!match.where.empty())
    findings.Append(
        FindingsOf(expression::ParseText(match.where, JoinPath(path, "where")).status()));
}

void CheckSteps(const EventPlan& plan, const std::string& root, Findings& findings) {
  const auto count = static_cast<int64_t>(plan.steps.size());
  if (count < 1 || count > kMaxSteps)
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(root, "steps")},
                      StrCat("a funnel has 1 to ", kMaxSteps, " steps, not ", count));
  std::set<std::string> names;
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    const StepPlan& step = plan.steps[s];
    const std::string path = StepPath(plan, root, s);
    CheckMatch(step, "a step", path, findings);
    if (!names.insert(NameOf(plan, s)).second)
      findings.AddError(Reason::kDuplicateId, {.path = path},
                        StrCat("two steps are called \"", NameOf(plan, s), "\""),
                        "give them different ids");
    if (step.optional && s == 0)
      findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(path, "optional")},
                        "the first step cannot be left out");
    if (step.max_gap.has_value() && s == 0)
      findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "max_gap")},
                        "before the first step there is no gap");
    if (step.max_gap.has_value() && plan.rules != FunnelRules::kAttain)
      findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "max_gap")},
                        "only attain's own rules know gaps");
    if (step.optional && plan.rules == FunnelRules::kClickHouse)
      findings.AddError(Reason::kUnsupportedOption, {.path = JoinPath(path, "optional")},
                        "the rules of ClickHouse know no optional steps");
    if (plan.order == Order::kUnordered && (step.max_gap.has_value() || step.optional))
      findings.AddError(Reason::kUnsupportedOption,
                        {.path = JoinPath(path, step.optional ? "optional" : "max_gap")},
                        "steps in any order know neither gaps nor optional steps");
  }
}

// Options that the rules of others have no use for.
void CheckRules(const EventPlan& plan, const std::string& root, Findings& findings) {
  const auto refuse = [&](bool given, const char* key) {
    if (given)
      findings.AddError(
          Reason::kUnsupportedOption, {.path = JoinPath(root, key)},
          StrCat("the rules \"", definition::TextOf(plan.rules), "\" do not know this option"),
          "leave the key out");
  };
  const bool own = plan.rules == FunnelRules::kAttain;
  const bool clickhouse = plan.rules == FunnelRules::kClickHouse;
  refuse(!clickhouse && !plan.modes.empty(), "modes");
  refuse(clickhouse && plan.order != Order::kOrdered, "order");
  refuse(!own && plan.entry != Entry::kLatest, "entry");
  refuse(!own && plan.ties != Ties::kByStep, "ties");
  refuse(!own && plan.reuse != Reuse::kAllowed, "reuse");
  refuse(!own && plan.after_break != AfterBreak::kRestart, "after_break");
  refuse(clickhouse && !plan.exclude.empty(), "exclude");
}

}  // namespace

Findings Validate(const EventPlan& plan, std::string_view path) {
  const std::string root = Root(plan, path);
  Findings findings;
  CheckSteps(plan, root, findings);
  CheckRules(plan, root, findings);
  if (plan.within.days < 0 || plan.within.days > 36500)
    findings.AddError(Reason::kOutOfBounds, {.path = JoinPath(root, "within")},
                      StrCat("a window has 0 to 36500 days, not ", plan.within.days));
  const auto steps = static_cast<int64_t>(plan.steps.size());
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    const auto& gap = plan.steps[s].max_gap;
    if (gap.has_value() && (gap->days < 0 || gap->days > 36500))
      findings.AddError(Reason::kOutOfBounds,
                        {.path = JoinPath(StepPath(plan, root, s), "max_gap")},
                        StrCat("a gap has 0 to 36500 days, not ", gap->days));
  }
  for (size_t x = 0; x < plan.exclude.size(); ++x) {
    const ExclusionPlan& exclusion = plan.exclude[x];
    const std::string at = ExclusionPath(root, x);
    CheckMatch(exclusion, "an exclusion", at, findings);
    const int64_t before = exclusion.before == 0 ? steps : exclusion.before;
    if (exclusion.after < 1 || before <= exclusion.after || before > steps)
      findings.AddError(Reason::kOutOfBounds, {.path = at},
                        StrCat("from step ", exclusion.after, " to ", before,
                               " is no way between steps 1 to ", steps));
  }
  return findings;
}

struct EventReport::State {
  table::Table steps;
  table::Table subjects;
  Findings findings;
};

const table::Table& EventReport::steps() const { return state_->steps; }
const table::Table& EventReport::subjects() const { return state_->subjects; }
const Findings& EventReport::findings() const { return state_->findings; }

struct PreparedEvents::State {
  EventPlan plan;
  EventColumns columns;
  table::Table rows;           // of the dataset, with a column of booleans for each condition
  std::vector<uint8_t> kept;   // per row; empty: all
  std::vector<int64_t> known;  // per row: when it was, in microseconds or, of days, in days
  bool days = false;
  int offset_minutes = 0;
  std::optional<Timestamp> last;
  Findings findings;
};

const std::string& PreparedEvents::id() const { return state_->plan.id; }
const Findings& PreparedEvents::findings() const { return state_->findings; }
std::optional<Timestamp> PreparedEvents::last() const { return state_->last; }

namespace {

// The column of a name; a finding when it is missing or of a type that does not serve.
const Column* ColumnOf(const table::Table& rows, const std::string& name, const std::string& path,
                       std::string_view wanted, std::initializer_list<Type> types,
                       Findings& findings) {
  const Column* column = rows.column(name);
  if (column == nullptr) {
    const std::string near = NearestWord(name, rows.column_names());
    findings.AddError(Reason::kUnknownColumn, {.path = path},
                      StrCat("table ", rows.name(), " has no column \"", name, "\""),
                      near.empty() ? std::string() : StrCat("did you mean \"", near, "\"?"));
  } else if (types.size() > 0 && rows.rows() > 0 &&
             std::find(types.begin(), types.end(), column->type()) == types.end()) {
    findings.AddError(Reason::kWrongColumnType, {.path = path},
                      StrCat("column \"", name, "\" of ", rows.name(), " must hold ", wanted));
  }
  return column;
}

// Binds the conditions of steps and exclusions and puts what came of each row into columns.
class Matches {
 public:
  Matches(const crm::Dataset& data, const crm::Calendar& calendar, const table::Table& rows,
          Findings& faults, Findings& failed)
      : data_(data),
        calendar_(calendar),
        rows_(rows),
        with_(rows),
        faults_(faults),
        failed_(failed) {}

  template <typename Plan>
  EventMatch Of(const Plan& plan, const std::string& path) {
    EventMatch match{.events = plan.events};
    if (!plan.event.empty()) match.events.push_back(plan.event);
    if (plan.where.empty()) return match;
    const auto parsed = expression::ParseText(plan.where, JoinPath(path, "where"));
    if (!parsed.ok()) return match;  // found by Validate
    expression::BindOptions options = crm::ConditionOptions(*parsed, data_, calendar_);
    options.expect = Type::kBool;
    const auto bound = expression::Bind(*parsed, rows_, options);
    if (!bound.ok()) {
      faults_.Append(FindingsOf(bound.status()));
      return match;
    }
    const absl::StatusOr<expression::Selection> selection = expression::Select(*bound, rows_);
    if (!selection.ok()) {
      faults_.Append(FindingsOf(selection.status()));
      return match;
    }
    failed_.Append(selection->findings);
    std::string name = StrCat("condition_", ++conditions_);
    while (with_.column(name) != nullptr) name += '_';
    const std::vector<bool> holds(selection->mask.begin(), selection->mask.end());
    with_ = *with_.With(Column::OfBools(name, holds));
    match.where = *expression::Parse(name);
    return match;
  }

  const table::Table& table() const { return with_; }

 private:
  const crm::Dataset& data_;
  const crm::Calendar& calendar_;
  const table::Table& rows_;
  table::Table with_;
  Findings& faults_;
  Findings& failed_;
  int conditions_ = 0;
};

// Some rows of a table, run by run, without copying values.
absl::StatusOr<table::Table> Rows(const table::Table& table, const std::vector<int64_t>& rows) {
  std::vector<Column> columns;
  for (const Column& column : table.columns()) {
    std::vector<table::Chunk> chunks;
    for (size_t i = 0; i < rows.size();) {
      size_t end = i + 1;
      while (end < rows.size() && rows[end] == rows[end - 1] + 1) ++end;
      const Column run = column.Slice(rows[i], static_cast<int64_t>(end - i));
      chunks.insert(chunks.end(), run.chunks().begin(), run.chunks().end());
      i = end;
    }
    columns.emplace_back(column.name(), column.type(), column.scale(), std::move(chunks));
  }
  return table::Table::Of(table.name(), std::move(columns));
}

absl::StatusOr<Outcomes> Follow(const EventPlan& plan, const EventFrame& frame,
                                const RunOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const int64_t window, frame.Ticks(plan.within.days * kDay));
  uint64_t optional = 0;
  std::vector<int64_t> gaps;
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    if (plan.steps[s].optional) optional |= uint64_t{1} << s;
    if (!plan.steps[s].max_gap.has_value()) continue;
    gaps.resize(plan.steps.size(), -1);
    ATTAIN_ASSIGN_OR_RETURN(gaps[s], frame.Ticks(plan.steps[s].max_gap->days * kDay));
  }
  if (plan.rules == FunnelRules::kClickHouse) {
    const auto has = [&](ClickHouseMode mode) {
      return std::find(plan.modes.begin(), plan.modes.end(), mode) != plan.modes.end();
    };
    return Calculate(
        ClickHouseFunnel{
            .steps = frame.steps(),
            .window = window,
            .modes = {.strict_order = has(ClickHouseMode::kStrictOrder),
                      .strict_deduplication = has(ClickHouseMode::kStrictDeduplication),
                      .strict_increase = has(ClickHouseMode::kStrictIncrease),
                      .strict_once = has(ClickHouseMode::kStrictOnce),
                      .allow_reentry = has(ClickHouseMode::kAllowReentry)}},
        frame.log(), options);
  }
  if (plan.rules == FunnelRules::kProduct) {
    return Calculate(
        ProductFunnel{
            .steps = frame.steps(), .window = window, .order = plan.order, .optional = optional},
        frame.log(), options);
  }
  return Calculate(Funnel{.steps = frame.steps(),
                          .window = window,
                          .order = plan.order,
                          .entry = plan.entry,
                          .ties = plan.ties,
                          .reuse = plan.reuse,
                          .after_break = plan.after_break,
                          .max_gap = std::move(gaps),
                          .optional = optional},
                   frame.log(), options);
}

// The end of what is known, in the unit of the times: rounded down to what that unit can say.
absl::StatusOr<int64_t> EndOf(const EventFrame& frame, Timestamp as_of, bool days,
                              int offset_minutes) {
  if (days) return frame.Ticks(as_of.date(offset_minutes).days() * kDay);
  absl::StatusOr<int64_t> ticks = frame.Ticks(as_of.micros());
  for (const int64_t unit : {int64_t{1000}, int64_t{1'000'000}}) {
    if (ticks.ok()) break;
    int64_t past = as_of.micros() % unit;
    if (past < 0) past += unit;
    ticks = frame.Ticks(as_of.micros() - past);
  }
  return ticks;
}

absl::StatusOr<table::Table> StepsTable(const EventPlan& plan, const EventFrame& frame,
                                        const Outcomes& outcomes) {
  std::vector<int32_t> group;
  std::vector<std::string> groups;
  if (!plan.by.empty()) {
    const int step = plan.order == Order::kUnordered ? 0 : 1;
    ATTAIN_ASSIGN_OR_RETURN(auto found, frame.GroupsBy(outcomes, plan.by, step));
    group = std::move(found.first);
    groups = std::move(found.second);
  }
  table::TableBuilder rows("funnel_steps", {{"group", Type::kText},
                                            {"step", Type::kInt},
                                            {"name", Type::kText},
                                            {"entered", Type::kInt},
                                            {"converted", Type::kInt},
                                            {"pending", Type::kInt},
                                            {"lost", Type::kInt},
                                            {"rate", Type::kDouble},
                                            {"low", Type::kDouble},
                                            {"high", Type::kDouble},
                                            {"from_first", Type::kDouble},
                                            {"median_days", Type::kDouble},
                                            {"median_days_from_first", Type::kDouble}});
  if (!plan.by.empty() && groups.empty()) return rows.Build();
  ATTAIN_ASSIGN_OR_RETURN(const int64_t day, frame.Ticks(kDay));
  ATTAIN_ASSIGN_OR_RETURN(
      const std::vector<StepCount> counts,
      StepsOf(outcomes, {.group = group,
                         .groups = plan.by.empty() ? 1 : static_cast<int32_t>(groups.size())}));
  const auto number = [&rows](int column, const std::optional<double>& value) {
    if (value.has_value()) rows.Double(column, *value);
  };
  const auto in_days = [day](const Spread& spread) {
    return spread.median.has_value() ? std::optional(*spread.median / static_cast<double>(day))
                                     : std::nullopt;
  };
  for (const StepCount& count : counts) {
    if (!groups.empty()) rows.Text(0, groups[static_cast<size_t>(count.group)]);
    rows.Int(1, count.step).Text(2, NameOf(plan, static_cast<size_t>(count.step - 1)));
    rows.Int(3, count.entered).Int(4, count.converted).Int(5, count.open).Int(6, count.lost);
    number(7, count.rate);
    if (count.interval.has_value()) {
      rows.Double(8, count.interval->lower).Double(9, count.interval->upper);
    }
    number(10, count.from_first);
    number(11, in_days(count.gap));
    number(12, in_days(count.elapsed));
    rows.EndRow();
  }
  return rows.Build();
}

absl::StatusOr<table::Table> SubjectsTable(const EventFrame& frame, const Outcomes& outcomes,
                                           const std::vector<int64_t>& row_of) {
  ATTAIN_ASSIGN_OR_RETURN(const table::Table subjects, frame.SubjectsTable(outcomes));
  ATTAIN_ASSIGN_OR_RETURN(const table::Table chains, frame.ChainsTable(outcomes));
  table::TableBuilder rows("funnel_subjects", {{"subject", Type::kText},
                                               {"level", Type::kInt},
                                               {"stop", Type::kText},
                                               {"pending", Type::kBool},
                                               {"rows", Type::kText},
                                               {"times", Type::kText}});
  const Column& who = subjects.columns().front();
  const Column& owner = chains.columns().front();
  const Column& row = *chains.column("row");
  const Column& time = *chains.column("time");
  int64_t link = 0;
  for (int64_t s = 0; s < subjects.rows(); ++s) {
    const std::string name = who.FormatAt(s);
    rows.Text(0, name).Int(1, subjects.columns()[1].IntAt(s).value_or(0));
    rows.Text(2, subjects.columns()[2].FormatAt(s));
    rows.Bool(3, subjects.columns()[3].FormatAt(s) == "true");
    std::string lines;
    std::string times;
    // Both tables are in the order of the subjects.
    for (; link < chains.rows() && owner.FormatAt(link) == name; ++link) {
      if (!lines.empty()) {
        lines += ' ';
        times += ' ';
      }
      const int64_t at = row.IntAt(link).value_or(0);
      lines += std::to_string(row_of.empty() ? at : row_of[static_cast<size_t>(at)]);
      times += time.FormatAt(link);
    }
    if (!lines.empty()) rows.Text(4, lines).Text(5, times);
    rows.EndRow();
  }
  return rows.Build();
}

}  // namespace

absl::StatusOr<PreparedEvents> Resolve(const EventPlan& plan, const crm::Dataset& data,
                                       const crm::Calendar& calendar) {
  const std::string root = Root(plan, {});
  Findings findings = Validate(plan);
  const table::Table* rows = data.table(plan.table);
  if (rows == nullptr) {
    const std::string near = NearestWord(plan.table, data.table_names());
    findings.AddError(Reason::kMeasureUnfed, {.path = JoinPath(root, "table")},
                      StrCat("there is no table \"", plan.table, "\""),
                      near.empty() ? std::string() : StrCat("did you mean \"", near, "\"?"));
    return findings.ToStatus();
  }
  auto state = std::make_shared<PreparedEvents::State>();
  state->plan = plan;
  state->offset_minutes = data.options().offset_minutes;
  const auto column = [&](const std::string& name, const char* key, std::string_view wanted,
                          std::initializer_list<Type> types) {
    return ColumnOf(*rows, name, JoinPath(root, key), wanted, types, findings);
  };
  const bool with_rows = rows->rows() > 0;
  column(plan.subject, "subject", "texts or whole numbers", {Type::kText, Type::kInt});
  const Column* time =
      column(plan.time, "time", "instants or days", {Type::kTimestamp, Type::kDate});
  if (!plan.hold.empty()) column(plan.hold, "hold", {}, {});
  if (!plan.by.empty()) column(plan.by, "by", {}, {});
  Matches matches(data, calendar, *rows, findings, state->findings);
  EventColumns& columns = state->columns;
  columns.subject = plan.subject;
  columns.time = plan.time;
  columns.event = plan.event;
  columns.hold = plan.hold;
  bool named = false;
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    columns.steps.push_back(matches.Of(plan.steps[s], StepPath(plan, root, s)));
    named = named || !columns.steps.back().events.empty();
  }
  for (size_t x = 0; x < plan.exclude.size(); ++x) {
    columns.exclude.push_back({.what = matches.Of(plan.exclude[x], ExclusionPath(root, x)),
                               .after = static_cast<int>(plan.exclude[x].after),
                               .before = BeforeOf(plan, plan.exclude[x])});
    named = named || !columns.exclude.back().what.events.empty();
  }
  if (named) column(plan.event, "event", "texts or whole numbers", {Type::kText, Type::kInt});
  if (findings.has_errors()) return findings.ToStatus();

  state->rows = matches.table();
  const crm::RowMask& kept = data.kept(plan.table);
  state->days = time->type() == Type::kDate;
  const auto read = [&](const auto& values) {
    for (int64_t row = 0; row < values.size(); ++row) {
      const bool use = kept[row] != 0;
      const int64_t at = values.IsValid(row) ? int64_t{values[row]} : INT64_MIN;
      state->known.push_back(at);
      if (!use && state->kept.empty()) state->kept.assign(static_cast<size_t>(values.size()), 1);
      if (!use) state->kept[static_cast<size_t>(row)] = 0;
      if (!use || at == INT64_MIN) continue;
      // A day is over at its end of business time.
      const int64_t micros =
          state->days ? (at + 1) * kDay - state->offset_minutes * int64_t{60'000'000} - 1 : at;
      if (!state->last.has_value() || state->last->micros() < micros)
        state->last = Timestamp::FromMicros(micros);
    }
  };
  if (with_rows && state->days) {
    ATTAIN_ASSIGN_OR_RETURN(const table::Values<int32_t> days, table::ReadDates(*time));
    read(days);
  } else if (with_rows) {
    ATTAIN_ASSIGN_OR_RETURN(const table::Values<int64_t> micros, table::ReadTimestamps(*time));
    read(micros);
  }
  PreparedEvents prepared;
  prepared.state_ = std::move(state);
  return prepared;
}

absl::StatusOr<EventReport> PreparedEvents::Report(Timestamp as_of) const {
  const State& state = *state_;
  const int64_t end = state.days ? as_of.date(state.offset_minutes).days() : as_of.micros();
  std::vector<int64_t> row_of;
  for (size_t row = 0; row < state.known.size(); ++row) {
    if ((state.kept.empty() || state.kept[row] != 0) && state.known[row] <= end)
      row_of.push_back(static_cast<int64_t>(row));
  }
  table::Table rows = state.rows;
  if (row_of.size() == state.known.size()) {
    row_of.clear();
  } else {
    ATTAIN_ASSIGN_OR_RETURN(rows, Rows(state.rows, row_of));
  }
  ATTAIN_ASSIGN_OR_RETURN(const EventFrame frame, EventFrame::Load(rows, state.columns));
  RunOptions options{.chains = true};
  if (rows.rows() > 0) {
    ATTAIN_ASSIGN_OR_RETURN(options.as_of, EndOf(frame, as_of, state.days, state.offset_minutes));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Outcomes found, Follow(state.plan, frame, options));
  const Outcomes outcomes = frame.PerSubject(found);
  auto report = std::make_shared<EventReport::State>();
  report->findings = frame.findings();
  for (Finding& finding : report->findings.mutable_items()) {
    int64_t& row = finding.where.row;
    if (row >= 0 && !row_of.empty()) row = row_of[static_cast<size_t>(row)];
  }
  ATTAIN_ASSIGN_OR_RETURN(report->steps, StepsTable(state.plan, frame, outcomes));
  ATTAIN_ASSIGN_OR_RETURN(report->subjects, SubjectsTable(frame, outcomes, row_of));
  EventReport made;
  made.state_ = std::move(report);
  return made;
}

absl::StatusOr<EventReport> Calculate(const PreparedEvents& prepared, Timestamp as_of) {
  return prepared.Report(as_of);
}

}  // namespace attain::funnel
