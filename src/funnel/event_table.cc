// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/event_table.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "attain/base/status.h"
#include "attain/crm/calendar.h"
#include "attain/measure/rollup.h"
#include "base/internal/text.h"
#include "funnel/internal/event_frame.h"
#include "funnel/internal/verdict.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;
using table::Column;
using table::Table;
using table::Type;
using table::Values;

// Whole numbers in fewer bytes than eight.
template <typename T>
Column Narrow(std::string name, table::Layout layout, std::vector<T> values) {
  table::Chunk chunk;
  chunk.layout = layout;
  chunk.length = static_cast<int64_t>(values.size());
  auto kept = std::make_shared<std::vector<T>>(std::move(values));
  chunk.values = kept->data();
  chunk.owner = std::move(kept);
  return Column(std::move(name), Type::kInt, 0, {std::move(chunk)});
}

}  // namespace

EventFrame::EventFrame(std::shared_ptr<const State> state) : state_(std::move(state)) {}
const EventLog& EventFrame::log() const { return state_->log; }
const Findings& EventFrame::findings() const { return state_->findings; }
int EventFrame::steps() const { return static_cast<int>(state_->columns.steps.size()); }

absl::StatusOr<EventFrame> EventFrame::Load(const Table& events, const EventColumns& columns) {
  auto state = std::make_shared<State>();
  Findings& findings = state->findings;
  state->events = events;
  state->columns = columns;
  const auto steps = static_cast<int>(columns.steps.size());
  if (steps < 1 || steps > kMaxSteps)
    findings.AddError(Reason::kOutOfBounds, {.path = "steps"},
                      StrCat("a funnel has 1 to ", kMaxSteps, " steps, not ", steps));
  for (size_t x = 0; x < columns.exclude.size(); ++x) {
    const EventExclusion& exclusion = columns.exclude[x];
    if (exclusion.after < 1 || exclusion.before <= exclusion.after || exclusion.before > steps)
      findings.AddError(Reason::kOutOfBounds,
                        {.path = StrCat("exclude[", static_cast<int64_t>(x), "]")},
                        StrCat("from step ", exclusion.after, " to ", exclusion.before,
                               " is no way between steps 1 to ", steps));
  }
  const Column* who = FindColumn(events, columns.subject, findings);
  if (who != nullptr && who->type() != Type::kText && who->type() != Type::kInt &&
      events.rows() > 0)
    AddWrongType(events, *who, "text or whole numbers", findings);
  const Column* when = columns.time.empty() ? nullptr : FindColumn(events, columns.time, findings);
  const Column* held = columns.hold.empty() ? nullptr : FindColumn(events, columns.hold, findings);
  const auto names_events = [](const EventMatch& match) { return !match.events.empty(); };
  if (std::any_of(columns.steps.begin(), columns.steps.end(), names_events) ||
      std::any_of(columns.exclude.begin(), columns.exclude.end(),
                  [&](const EventExclusion& x) { return names_events(x.what); }))
    FindColumn(events, columns.event, findings);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  if (events.rows() > 0) {
    state->ReadSubjects(*who);
    if (when != nullptr) {
      state->ReadTimes(*when);
    } else {
      state->time =
          Values<int64_t>::Keep(std::vector<int64_t>(static_cast<size_t>(events.rows()), 0), {}, 0);
    }
    state->ReadCodes();
    for (const Finding& finding : findings) {
      if (finding.severity == Severity::kError && finding.reason != Reason::kEvaluationError)
        return findings.ToStatus();
    }
    state->SetAside();
  }
  EventLog& log = state->log;
  if (log.steps.empty()) log.steps.push_back(0);
  log.subject = state->subject.span();
  log.time = state->time.span();
  if (!state->wide.empty()) {
    log.code = std::span<const int32_t>(state->wide);
  } else {
    log.code = std::span<const uint8_t>(state->codes);
  }
  if (std::all_of(log.excludes.begin(), log.excludes.end(),
                  [](uint64_t bits) { return bits == 0; }))
    log.excludes.clear();
  if (held != nullptr && events.rows() > 0) state->Hold(*held);
  return EventFrame(std::move(state));
}

absl::StatusOr<int64_t> EventFrame::Ticks(int64_t micros) const {
  if (state_->per_day == 0 && state_->events.rows() == 0) return micros;
  if (state_->per_day == 0)
    return MakeError(Reason::kInvalidArgument,
                     "times are whole numbers without unit: give the duration as a number");
  const absl::int128 ticks = absl::int128(micros) * state_->per_day;
  if (ticks % kMicrosPerDay != 0)
    return MakeError(Reason::kInvalidArgument,
                     "the duration is no whole number of units of the times");
  const absl::int128 whole = ticks / kMicrosPerDay;
  if (whole > INT64_MAX || whole < INT64_MIN)
    return MakeError(Reason::kOverflow, "the duration does not fit 64 bits");
  return static_cast<int64_t>(whole);
}

Outcomes EventFrame::PerSubject(const Outcomes& outcomes) const {
  if (state_->owner.empty()) return outcomes;
  auto state = std::make_shared<OutcomesState>();
  const auto steps = static_cast<size_t>(outcomes.steps());
  const auto subjects = static_cast<size_t>(state_->owners);
  state->steps = outcomes.steps();
  state->subjects = state_->owners;
  state->as_of = outcomes.as_of();
  state->any_order = outcomes.in_any_order();
  state->optional = outcomes.has_optional_steps();
  state->levels.assign(subjects, -1);
  state->stops.assign(subjects, Stop::kAbsent);
  const bool chains = outcomes.has_chains();
  if (chains) {
    state->rows = attain::internal::MakeBigArray<uint32_t>(state->subjects * outcomes.steps());
    state->times = attain::internal::MakeBigArray<int64_t>(state->subjects * outcomes.steps());
    std::fill_n(state->rows.get(), subjects * steps, kNoRow);
  }
  std::vector<uint8_t> open(subjects, 0);
  for (size_t pair = 0; pair < outcomes.levels().size(); ++pair) {
    const auto s = static_cast<size_t>(state_->owner[pair]);
    const int8_t level = outcomes.levels()[pair];
    if (outcomes.stops()[pair] == Stop::kOpen) open[s] = 1;
    bool better = level > state->levels[s];
    if (!better && level == state->levels[s] && level > 0 && chains) {
      // Of equal levels the latest start, then the first row: numbers of pairs say nothing.
      const auto start = [&](const int64_t* times, const uint32_t* rows) {
        return std::pair(times[0], -static_cast<int64_t>(rows[0]));
      };
      better =
          start(outcomes.times().data() + pair * steps, outcomes.rows().data() + pair * steps) >
          start(state->times.get() + s * steps, state->rows.get() + s * steps);
    } else if (!better && level == state->levels[s]) {
      better = outcomes.stops()[pair] < state->stops[s];
    }
    if (!better) continue;
    state->levels[s] = level;
    state->stops[s] = outcomes.stops()[pair];
    if (!chains) continue;
    std::copy_n(outcomes.rows().data() + pair * steps, steps, state->rows.get() + s * steps);
    std::copy_n(outcomes.times().data() + pair * steps, steps, state->times.get() + s * steps);
  }
  for (size_t s = 0; s < subjects; ++s) {
    if (open[s] != 0 && state->stops[s] != Stop::kConverted && state->levels[s] > 0)
      state->stops[s] = Stop::kOpen;
  }
  return Outcomes(std::move(state));
}

absl::StatusOr<Table> EventFrame::SubjectsTable(const Outcomes& outcomes) const {
  std::vector<int32_t> shown;
  for (const int32_t n : state_->Order()) {
    if (outcomes.levels()[static_cast<size_t>(n)] >= 0) shown.push_back(n);
  }
  std::vector<std::string> words;
  for (int s = 0; s <= static_cast<int>(Stop::kInterrupted); ++s)
    words.emplace_back(Name(static_cast<Stop>(s)));
  std::vector<int64_t> levels;
  std::vector<int32_t> stops;
  levels.reserve(shown.size());
  stops.reserve(shown.size());
  std::vector<bool> open;
  open.reserve(shown.size());
  for (const int32_t n : shown) {
    levels.push_back(outcomes.levels()[static_cast<size_t>(n)]);
    stops.push_back(static_cast<int32_t>(outcomes.stops()[static_cast<size_t>(n)]));
    open.push_back(outcomes.stops()[static_cast<size_t>(n)] == Stop::kOpen);
  }
  ATTAIN_ASSIGN_OR_RETURN(Column ids, state_->Ids(shown));
  return Table::Of("subjects", {std::move(ids), Column::OfInts("level", std::move(levels)),
                                Column::OfDictionary("stop", std::move(stops), words),
                                Column::OfBools("open", open)});
}

absl::StatusOr<Table> EventFrame::ChainsTable(const Outcomes& outcomes) const {
  if (!outcomes.has_chains())
    return MakeError(Reason::kInvalidArgument, "the chains were not kept: ask for chains");
  const auto width = static_cast<size_t>(outcomes.steps());
  std::vector<int32_t> subjects;
  std::vector<int8_t> steps;
  std::vector<int64_t> rows;
  std::vector<int64_t> times;
  // Counted first: growing would need the memory twice.
  const auto reached = static_cast<size_t>(std::count_if(
      outcomes.rows().begin(), outcomes.rows().end(), [](uint32_t row) { return row != kNoRow; }));
  subjects.reserve(reached);
  steps.reserve(reached);
  rows.reserve(reached);
  times.reserve(reached);
  for (const int32_t n : state_->Order()) {
    const size_t first = static_cast<size_t>(n) * width;
    for (size_t s = 0; s < width; ++s) {
      if (outcomes.rows()[first + s] == kNoRow) continue;
      subjects.push_back(n);
      steps.push_back(static_cast<int8_t>(s + 1));
      rows.push_back(state_->RowOf(outcomes.rows()[first + s]));
      times.push_back(outcomes.times()[first + s]);
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(Column ids, state_->Ids(subjects));
  return Table::Of(
      "chains", {std::move(ids), Narrow("step", table::Layout::kInt8, std::move(steps)),
                 Column::OfInts("row", std::move(rows)), state_->Times("time", std::move(times))});
}

absl::StatusOr<Table> EventFrame::AttemptsTable(const std::vector<Attempt>& attempts) const {
  const std::vector<int32_t> order = state_->Order();
  std::vector<int32_t> place(order.size());
  for (size_t k = 0; k < order.size(); ++k)
    place[static_cast<size_t>(order[k])] = static_cast<int32_t>(k);
  std::vector<Attempt> sorted = attempts;
  const auto owner = [&](int32_t n) {
    return state_->owner.empty() ? n : state_->owner[static_cast<size_t>(n)];
  };
  for (Attempt& attempt : sorted) attempt.subject = owner(attempt.subject);
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Attempt& a, const Attempt& b) {
    const int32_t first = place[static_cast<size_t>(a.subject)];
    const int32_t second = place[static_cast<size_t>(b.subject)];
    return first != second ? first < second : a.start < b.start;
  });
  std::vector<int32_t> subjects;
  std::vector<int64_t> levels;
  std::vector<int64_t> starts;
  std::vector<int64_t> lasts;
  std::vector<std::string> stops;
  for (const Attempt& attempt : sorted) {
    subjects.push_back(attempt.subject);
    levels.push_back(attempt.level);
    starts.push_back(attempt.start);
    lasts.push_back(attempt.last);
    stops.emplace_back(Name(attempt.stop));
  }
  ATTAIN_ASSIGN_OR_RETURN(Column ids, state_->Ids(subjects));
  return Table::Of("attempts",
                   {std::move(ids), Column::OfInts("level", std::move(levels)),
                    state_->Times("start", std::move(starts)),
                    state_->Times("last", std::move(lasts)), Column::OfTexts("stop", stops)});
}

absl::StatusOr<std::pair<std::vector<int32_t>, std::vector<std::string>>> EventFrame::GroupsBy(
    const Outcomes& outcomes, const std::string& column, int step) const {
  Findings findings;
  const Column* by = FindColumn(state_->events, column, findings);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  if (!outcomes.has_chains() || step < 0 || step > outcomes.steps())
    return MakeError(Reason::kInvalidArgument,
                     "groups are read from a step of kept chains, 0 = the last one reached");
  table::Interner names;
  const auto width = static_cast<size_t>(outcomes.steps());
  std::vector<int32_t> group(outcomes.levels().size(), -1);
  for (size_t s = 0; s < group.size(); ++s) {
    const int level = outcomes.levels()[s];
    const int at = step == 0 ? level : step;
    if (level <= 0) continue;
    uint32_t row = outcomes.rows()[s * width + static_cast<size_t>(at) - 1];
    // In any order the last step by number may be missing; any row of the chain is one then.
    for (size_t k = width; step == 0 && row == kNoRow && k > 0; --k)
      row = outcomes.rows()[s * width + k - 1];
    if (row == kNoRow) continue;
    const int64_t of = state_->RowOf(row);
    group[s] = by->IsNull(of) ? -1 : names.Intern(by->FormatAt(of));
  }
  const std::vector<int32_t> order = names.SortedOrder();
  std::vector<int32_t> rank(order.size());
  std::vector<std::string> values;
  for (size_t k = 0; k < order.size(); ++k) {
    rank[static_cast<size_t>(order[k])] = static_cast<int32_t>(k);
    values.emplace_back(names.text(order[k]));
  }
  for (int32_t& g : group) g = g < 0 ? -1 : rank[static_cast<size_t>(g)];
  return std::pair(std::move(group), std::move(values));
}

absl::StatusOr<std::pair<std::vector<int32_t>, std::vector<std::string>>> EventFrame::CohortsBy(
    const Outcomes& outcomes, Grain grain) const {
  if (state_->per_day == 0)
    return MakeError(Reason::kInvalidArgument, "times are whole numbers: they lie in no period");
  if (!outcomes.has_chains())
    return MakeError(Reason::kInvalidArgument, "the chains were not kept: ask for chains");
  const auto width = static_cast<size_t>(outcomes.steps());
  std::vector<int32_t> group(outcomes.levels().size(), -1);
  std::vector<int32_t> day(group.size(), 0);
  int32_t low = std::numeric_limits<int32_t>::max();
  int32_t high = std::numeric_limits<int32_t>::min();
  for (size_t s = 0; s < group.size(); ++s) {
    std::optional<int64_t> start;
    for (size_t k = 0; k < width; ++k) {
      if (outcomes.rows()[s * width + k] == kNoRow) continue;
      start = std::min(start.value_or(INT64_MAX), outcomes.times()[s * width + k]);
    }
    if (outcomes.levels()[s] <= 0 || !start.has_value()) continue;
    int64_t days = *start / state_->per_day;
    if (*start % state_->per_day < 0) --days;
    day[s] = static_cast<int32_t>(std::clamp<int64_t>(days, INT32_MIN, INT32_MAX));
    group[s] = 0;
    low = std::min(low, day[s]);
    high = std::max(high, day[s]);
  }
  std::vector<std::string> names;
  if (low > high) return std::pair(std::move(group), std::move(names));
  ATTAIN_ASSIGN_OR_RETURN(
      const std::vector<Period> periods,
      crm::Calendar().Periods(Date::FromDays(low), Date::FromDays(high) + 1, grain));
  ATTAIN_ASSIGN_OR_RETURN(const measure::DayIndex index, measure::DayIndex::Of(periods));
  for (size_t s = 0; s < group.size(); ++s) {
    if (group[s] == 0) group[s] = index[day[s]];
  }
  for (const Period& period : periods) names.push_back(period.name);
  return std::pair(std::move(group), std::move(names));
}

absl::StatusOr<Table> EventFrame::ValuesTable(
    std::string name,
    const std::vector<std::pair<std::string, std::vector<int64_t>>>& columns) const {
  std::vector<uint8_t> present(static_cast<size_t>(state_->subjects()), 0);
  for (const int32_t n : state_->log.subject) {
    present[static_cast<size_t>(state_->owner.empty() ? n
                                                      : state_->owner[static_cast<size_t>(n)])] = 1;
  }
  std::vector<int32_t> shown;
  for (const int32_t n : state_->Order()) {
    if (present[static_cast<size_t>(n)] != 0) shown.push_back(n);
  }
  ATTAIN_ASSIGN_OR_RETURN(Column ids, state_->Ids(shown));
  std::vector<Column> made = {std::move(ids)};
  for (const auto& [title, values] : columns) {
    std::vector<int64_t> of;
    of.reserve(shown.size());
    for (const int32_t n : shown) of.push_back(values[static_cast<size_t>(n)]);
    made.push_back(Column::OfInts(title, std::move(of)));
  }
  return Table::Of(std::move(name), std::move(made));
}

}  // namespace attain::funnel
