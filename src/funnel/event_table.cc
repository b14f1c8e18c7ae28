// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/funnel/event_table.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <numeric>

#include "attain/base/status.h"
#include "attain/crm/calendar.h"
#include "attain/measure/rollup.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "base/internal/text.h"
#include "funnel/internal/dense.h"
#include "funnel/internal/verdict.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;
using table::Column;
using table::Layout;
using table::Table;
using table::Type;
using table::Values;

constexpr int64_t kMostDirect = int64_t{1} << 24;  // whole numbers below stand for themselves
constexpr int64_t kMicrosPerDay = 86'400'000'000;
using Masks = std::pair<uint64_t, uint64_t>;  // steps and exclusions

const Column* Find(const Table& events, const std::string& name, Findings& findings) {
  const Column* column = events.column(name);
  if (column != nullptr) return column;
  const std::string near = NearestWord(name, events.column_names());
  findings.AddError(Reason::kUnknownColumn, {.table = events.name(), .field = name},
                    StrCat("there is no column \"", name, "\""),
                    near.empty() ? "" : StrCat("did you mean \"", near, "\"?"));
  return nullptr;
}

void WrongType(const Table& events, const Column& column, std::string_view wanted,
               Findings& findings) {
  findings.AddError(Reason::kWrongColumnType, {.table = events.name(), .field = column.name()},
                    StrCat("the column is ", table::Name(column.type()), "; wanted: ", wanted));
}

// The layout all chunks have, if they have one.
Layout LayoutOf(const Column& column) {
  if (column.chunks().empty()) return Layout::kNull;
  const Layout layout = column.chunks()[0].layout;
  for (const table::Chunk& chunk : column.chunks()) {
    if (chunk.layout != layout) return Layout::kNull;
  }
  return layout;
}

Values<int64_t> Raw(const Column& column) {
  if (column.chunks().size() == 1) return Values<int64_t>::Borrow(column.chunks()[0]);
  std::vector<int64_t> values;
  values.reserve(static_cast<size_t>(column.length()));
  for (const table::Chunk& chunk : column.chunks())
    values.insert(values.end(), chunk.As<int64_t>(), chunk.As<int64_t>() + chunk.length);
  return Values<int64_t>::Keep(std::move(values), {}, 0);
}

// Calls f(value, present) for every row of a column of whole numbers, as it lies.
template <typename F>
void ForEachInt(const Column& column, const F& f) {
  for (const table::Chunk& chunk : column.chunks()) {
    const auto walk = [&](auto sample) {
      using T = decltype(sample);
      const T* const values = chunk.As<T>();
      if (chunk.validity == nullptr) {
        for (int64_t i = 0; i < chunk.length; ++i) f(static_cast<int64_t>(values[i]), true);
      } else {
        for (int64_t i = 0; i < chunk.length; ++i)
          f(static_cast<int64_t>(values[i]), chunk.IsValid(i));
      }
    };
    switch (chunk.layout) {
      case Layout::kInt8:
        walk(int8_t{});
        break;
      case Layout::kInt16:
        walk(int16_t{});
        break;
      case Layout::kInt32:
        walk(int32_t{});
        break;
      case Layout::kInt64:
        walk(int64_t{});
        break;
      case Layout::kUint8:
        walk(uint8_t{});
        break;
      case Layout::kUint16:
        walk(uint16_t{});
        break;
      case Layout::kUint32:
        walk(uint32_t{});
        break;
      default:
        for (int64_t i = 0; i < chunk.length; ++i) f(0, false);
    }
  }
}

}  // namespace

struct EventFrame::State {
  Table events;
  EventColumns columns;
  Findings findings;
  EventLog log;
  Values<int32_t> subject;
  Values<int64_t> time;
  std::vector<uint8_t> codes;
  std::vector<int32_t> wide;
  std::vector<int64_t> rows;  // of the table, where rows were set aside
  Type subject_type = Type::kInt;
  bool direct = false;           // whole numbers stand for themselves
  std::vector<int64_t> numbers;  // by subject, when not direct
  table::Interner names;         // by subject, when text
  std::vector<int32_t> owner;    // by pair, when a value is held
  int32_t owners = 0;
  Type time_type = Type::kInt;
  Layout time_layout = Layout::kInt64;
  int64_t per_day = 0;  // ticks; 0: numbers without unit

  int64_t RowOf(uint32_t row) const { return rows.empty() ? row : rows[row]; }
  int32_t subjects() const { return owner.empty() ? log.subjects : owners; }

  void ReadSubjects(const Column& column);
  void ReadTimes(const Column& column);
  void ReadCodes();
  void SetCodes(const std::vector<int32_t>& found, const std::vector<Masks>& masks);
  bool ByExpression() const;
  void SetAside();
  void Hold(const Column& column);
  std::vector<int32_t> Order() const;
  absl::StatusOr<Column> Ids(const std::vector<int32_t>& subjects) const;
  Column Times(std::string name, std::vector<int64_t> ticks) const;
};

void EventFrame::State::ReadSubjects(const Column& column) {
  subject_type = column.type();
  if (column.type() == Type::kText) {
    absl::StatusOr<std::vector<int32_t>> interned = table::InternColumn(column, names);
    if (!interned.ok()) {
      findings.AddError(ReasonOf(interned.status()),
                        {.table = events.name(), .field = column.name()},
                        MessageOf(interned.status()));
      return;
    }
    subject = Values<int32_t>::Keep(*std::move(interned), {}, 0);
    log.subjects = names.size();
    return;
  }
  int64_t low = 0;
  int64_t high = -1;
  ForEachInt(column, [&](int64_t value, bool) {
    low = std::min(low, value);
    high = std::max(high, value);
  });
  if (low >= 0 && high < std::max(kMostDirect, 2 * column.length()) &&
      high < std::numeric_limits<int32_t>::max()) {
    direct = true;
    log.subjects = static_cast<int32_t>(high + 1);
    if (column.chunks().size() == 1 && LayoutOf(column) == Layout::kInt32) {
      subject = Values<int32_t>::Borrow(column.chunks()[0]);
      return;
    }
    std::vector<int32_t> numbers_of;
    numbers_of.reserve(static_cast<size_t>(column.length()));
    ForEachInt(column,
               [&](int64_t value, bool) { numbers_of.push_back(static_cast<int32_t>(value)); });
    subject = Values<int32_t>::Keep(std::move(numbers_of), {}, 0);
    return;
  }
  const absl::StatusOr<Values<int64_t>> values = table::ReadInts(column);
  if (!values.ok()) {
    findings.AddError(ReasonOf(values.status()), {.table = events.name(), .field = column.name()},
                      MessageOf(values.status()));
    return;
  }
  DenseNumbers dense = Densify(values->span());
  subject = Values<int32_t>::Keep(std::move(dense.number), {}, 0);
  numbers = std::move(dense.values);
  log.subjects = static_cast<int32_t>(numbers.size());
}

void EventFrame::State::ReadTimes(const Column& column) {
  time_type = column.type();
  time_layout = LayoutOf(column);
  switch (column.type()) {
    case Type::kInt: {
      absl::StatusOr<Values<int64_t>> values = table::ReadInts(column);
      if (values.ok()) {
        time = *std::move(values);
        return;
      }
      findings.AddError(ReasonOf(values.status()), {.table = events.name(), .field = column.name()},
                        MessageOf(values.status()));
      return;
    }
    case Type::kDate: {
      per_day = 1;
      const absl::StatusOr<Values<int32_t>> days = table::ReadDates(column);
      if (!days.ok()) return WrongType(events, column, "days", findings);
      time = Values<int64_t>::Keep({days->span().begin(), days->span().end()}, {}, 0);
      return;
    }
    case Type::kTimestamp: {
      if (time_layout == Layout::kTimestampSecond) per_day = 86'400;
      if (time_layout == Layout::kTimestampMilli) per_day = 86'400'000;
      if (time_layout == Layout::kTimestampMicro) per_day = kMicrosPerDay;
      if (time_layout == Layout::kTimestampNano) per_day = kMicrosPerDay * 1000;
      if (per_day > 0) {
        time = Raw(column);
        return;
      }
      per_day = kMicrosPerDay;
      time_layout = Layout::kTimestampMicro;
      absl::StatusOr<Values<int64_t>> values = table::ReadTimestamps(column);
      if (!values.ok()) return WrongType(events, column, "instants", findings);
      time = *std::move(values);
      return;
    }
    default:
      WrongType(events, column, "whole numbers, days or instants", findings);
  }
}

bool EventFrame::State::ByExpression() const {
  const auto by = [](const EventMatch& match) {
    return match.where.has_value() || match.events.empty();
  };
  return std::any_of(columns.steps.begin(), columns.steps.end(), by) ||
         std::any_of(columns.exclude.begin(), columns.exclude.end(),
                     [&](const EventExclusion& exclusion) { return by(exclusion.what); });
}

// Codes from numbers of combinations, row by row.
void EventFrame::State::SetCodes(const std::vector<int32_t>& found,
                                 const std::vector<Masks>& masks) {
  for (const auto& [steps, excludes] : masks) {
    log.steps.push_back(steps);
    log.excludes.push_back(excludes);
  }
  if (masks.size() <= 256) {
    codes.assign(found.begin(), found.end());
  } else {
    wide = found;
  }
}

void EventFrame::State::ReadCodes() {
  // Values of the event column, and what each means.
  std::map<std::string, Masks, std::less<>> meanings;
  const auto bits_of = [](const EventExclusion& exclusion) {
    uint64_t bits = 0;
    for (int s = exclusion.after; s < exclusion.before; ++s) bits |= uint64_t{1} << s;
    return bits;
  };
  for (size_t s = 0; s < columns.steps.size(); ++s) {
    for (const std::string& value : columns.steps[s].events)
      meanings[value].first |= uint64_t{1} << s;
  }
  for (const EventExclusion& exclusion : columns.exclude) {
    for (const std::string& value : exclusion.what.events)
      meanings[value].second |= bits_of(exclusion);
  }
  std::map<Masks, int32_t> combinations = {{{0, 0}, 0}};
  std::vector<Masks> masks = {{0, 0}};
  const auto number = [&](Masks mask) {
    const auto [at, fresh] = combinations.emplace(mask, static_cast<int32_t>(masks.size()));
    if (fresh) masks.push_back(mask);
    return at->second;
  };
  const Column* event = meanings.empty() ? nullptr : events.column(columns.event);
  const auto rows_count = static_cast<size_t>(events.rows());
  if (!ByExpression()) {
    // By value alone: a table of values, one pass over the column.
    if (event->type() == Type::kText) {
      const absl::StatusOr<table::Codes> texts = table::ReadCodes(*event);
      if (!texts.ok()) return WrongType(events, *event, "text or whole numbers", findings);
      std::vector<int32_t> meaning;
      for (const std::string_view text : texts->texts) {
        const auto at = meanings.find(text);
        meaning.push_back(at == meanings.end() ? 0 : number(at->second));
      }
      for (const auto& [steps, excludes] : masks) {
        log.steps.push_back(steps);
        log.excludes.push_back(excludes);
      }
      const bool missing = texts->codes.null_count() > 0;
      const auto code = [&](int64_t i) {
        return missing && !texts->codes.IsValid(i) ? 0
                                                   : meaning[static_cast<size_t>(texts->codes[i])];
      };
      if (masks.size() <= 256) {
        codes.resize(rows_count);
        for (size_t i = 0; i < rows_count; ++i)
          codes[i] = static_cast<uint8_t>(code(static_cast<int64_t>(i)));
      } else {
        wide.resize(rows_count);
        for (size_t i = 0; i < rows_count; ++i) wide[i] = code(static_cast<int64_t>(i));
      }
      return;
    }
    if (event->type() != Type::kInt)
      return WrongType(events, *event, "text or whole numbers", findings);
    std::map<int64_t, int32_t> by_value;
    for (const auto& [text, mask] : meanings) {
      int64_t value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc() || end != text.data() + text.size()) {
        findings.AddError(Reason::kInvalidValue, {.table = events.name(), .field = columns.event},
                          StrCat("\"", text, "\" is no whole number, as the column's values are"));
        continue;
      }
      by_value[value] = number(mask);
    }
    if (by_value.empty()) return;
    const int64_t low = by_value.begin()->first;
    const auto range = static_cast<uint64_t>(by_value.rbegin()->first) - static_cast<uint64_t>(low);
    if (range < 4096 && masks.size() <= 256) {
      std::vector<uint8_t> meaning(static_cast<size_t>(range) + 2, 0);
      for (const auto& [value, code] : by_value)
        meaning[static_cast<size_t>(value - low)] = static_cast<uint8_t>(code);
      codes.resize(rows_count);
      uint8_t* to = codes.data();
      const uint64_t outside = range + 1;
      ForEachInt(*event, [&](int64_t value, bool present) {
        const uint64_t place = static_cast<uint64_t>(value) - static_cast<uint64_t>(low);
        *to++ = meaning[static_cast<size_t>(present ? std::min(place, outside) : outside)];
      });
      for (const auto& [steps, excludes] : masks) {
        log.steps.push_back(steps);
        log.excludes.push_back(excludes);
      }
      return;
    }
    std::vector<int32_t> found;
    found.reserve(rows_count);
    ForEachInt(*event, [&](int64_t value, bool present) {
      const auto at = by_value.find(value);
      found.push_back(present && at != by_value.end() ? at->second : 0);
    });
    return SetCodes(found, masks);
  }
  // With conditions: the combination of every row.
  std::vector<Masks> of_row(rows_count);
  const auto apply = [&](const EventMatch& match, uint64_t steps, uint64_t excludes,
                         std::string_view path) {
    std::vector<uint8_t> keep(rows_count, 1);
    if (!match.events.empty()) {
      for (size_t i = 0; i < rows_count; ++i) {
        const auto row = static_cast<int64_t>(i);
        keep[i] = !event->IsNull(row) && std::find(match.events.begin(), match.events.end(),
                                                   event->FormatAt(row)) != match.events.end()
                      ? 1
                      : 0;
      }
    }
    if (match.where.has_value()) {
      const auto fail = [&](const absl::Status& status) {
        for (Finding finding : FindingsOf(status)) {
          if (finding.where.path.empty()) finding.where.path = path;
          findings.Add(std::move(finding));
        }
      };
      const absl::StatusOr<expression::Bound> bound =
          expression::Bind(*match.where, events, {.environment = columns.environment});
      if (!bound.ok()) return fail(bound.status());
      const absl::StatusOr<expression::Selection> selected = expression::Select(*bound, events);
      if (!selected.ok()) return fail(selected.status());
      findings.Append(selected->findings);
      for (size_t i = 0; i < rows_count; ++i) keep[i] &= selected->mask[i];
    }
    for (size_t i = 0; i < rows_count; ++i) {
      if (keep[i] == 0) continue;
      of_row[i].first |= steps;
      of_row[i].second |= excludes;
    }
  };
  for (size_t s = 0; s < columns.steps.size(); ++s)
    apply(columns.steps[s], uint64_t{1} << s, 0, StrCat("steps[", static_cast<int64_t>(s), "]"));
  for (size_t x = 0; x < columns.exclude.size(); ++x)
    apply(columns.exclude[x].what, 0, bits_of(columns.exclude[x]),
          StrCat("exclude[", static_cast<int64_t>(x), "]"));
  std::vector<int32_t> found;
  found.reserve(rows_count);
  Masks before = {0, 0};
  int32_t code = 0;
  for (const Masks& mask : of_row) {
    if (mask != before) {
      before = mask;
      code = number(mask);
    }
    found.push_back(code);
  }
  SetCodes(found, masks);
}

// Leaves out rows without subject or time.
void EventFrame::State::SetAside() {
  const Column& who = *events.column(columns.subject);
  const Column* when = columns.time.empty() ? nullptr : events.column(columns.time);
  if (who.null_count() == 0 && (when == nullptr || when->null_count() == 0)) return;
  std::vector<int32_t> subjects_left;
  std::vector<int64_t> times_left;
  const auto finding = [&](const Column& column) {
    if (column.null_count() == 0) return;
    int64_t first = 0;
    while (!column.IsNull(first)) ++first;
    findings.AddError(Reason::kNullValue,
                      {.table = events.name(), .row = first, .field = column.name()},
                      StrCat(column.null_count(), " rows without ", column.name(),
                             " were set aside, row ", first, " the first"));
  };
  finding(who);
  if (when != nullptr) finding(*when);
  for (int64_t i = 0; i < events.rows(); ++i) {
    if (who.IsNull(i) || (when != nullptr && when->IsNull(i))) continue;
    const auto to = rows.size();
    rows.push_back(i);
    subjects_left.push_back(subject[i]);
    times_left.push_back(time[i]);
    if (!codes.empty()) codes[to] = codes[static_cast<size_t>(i)];
    if (!wide.empty()) wide[to] = wide[static_cast<size_t>(i)];
  }
  if (!codes.empty()) codes.resize(rows.size());
  if (!wide.empty()) wide.resize(rows.size());
  subject = Values<int32_t>::Keep(std::move(subjects_left), {}, 0);
  time = Values<int64_t>::Keep(std::move(times_left), {}, 0);
}

// Makes subjects of pairs of subject and value.
void EventFrame::State::Hold(const Column& column) {
  table::Interner held;
  absl::StatusOr<std::vector<int32_t>> value = std::vector<int32_t>();
  if (column.type() == Type::kText || column.type() == Type::kInt) {
    value = table::InternColumn(column, held);
  } else {
    for (int64_t i = 0; i < column.length(); ++i)
      value->push_back(column.IsNull(i) ? -1 : held.Intern(column.FormatAt(i)));
  }
  if (!value.ok()) return WrongType(events, column, "values that can be compared", findings);
  std::vector<int64_t> pairs;
  pairs.reserve(log.subject.size());
  for (size_t i = 0; i < log.subject.size(); ++i) {
    const int32_t at = (*value)[static_cast<size_t>(RowOf(static_cast<uint32_t>(i)))];
    pairs.push_back(int64_t{log.subject[i]} << 32 | static_cast<uint32_t>(at));
  }
  DenseNumbers dense = Densify(pairs);
  owners = log.subjects;
  owner.reserve(dense.values.size());
  for (const int64_t pair : dense.values) owner.push_back(static_cast<int32_t>(pair >> 32));
  if (owner.empty()) owner.push_back(0);
  log.subjects = static_cast<int32_t>(dense.values.size());
  subject = Values<int32_t>::Keep(std::move(dense.number), {}, 0);
  log.subject = subject.span();
}

// Subjects in the order of their ids.
std::vector<int32_t> EventFrame::State::Order() const {
  if (subject_type == Type::kText) return names.SortedOrder();
  std::vector<int32_t> order(static_cast<size_t>(subjects()));
  std::iota(order.begin(), order.end(), 0);
  if (!direct) {
    std::sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
      return numbers[static_cast<size_t>(a)] < numbers[static_cast<size_t>(b)];
    });
  }
  return order;
}

absl::StatusOr<Column> EventFrame::State::Ids(const std::vector<int32_t>& of) const {
  if (subject_type == Type::kText) {
    std::vector<std::string> texts;
    for (int32_t n = 0; n < names.size(); ++n) texts.emplace_back(names.text(n));
    return Column::OfDictionary(columns.subject, of, texts);
  }
  std::vector<int64_t> ids;
  ids.reserve(of.size());
  for (const int32_t n : of) ids.push_back(direct ? n : numbers[static_cast<size_t>(n)]);
  return Column::OfInts(columns.subject, std::move(ids));
}

// Ticks as the column of times has them.
Column EventFrame::State::Times(std::string name, std::vector<int64_t> ticks) const {
  if (time_type == Type::kInt) return Column::OfInts(std::move(name), std::move(ticks));
  if (time_type == Type::kDate)
    return Column::OfDates(std::move(name), std::vector<int32_t>(ticks.begin(), ticks.end()));
  table::Chunk chunk;
  chunk.layout = time_layout;
  chunk.length = static_cast<int64_t>(ticks.size());
  auto kept = std::make_shared<std::vector<int64_t>>(std::move(ticks));
  chunk.values = kept->data();
  chunk.owner = std::move(kept);
  return Column(std::move(name), Type::kTimestamp, 0, {std::move(chunk)});
}

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
  const Column* who = Find(events, columns.subject, findings);
  if (who != nullptr && who->type() != Type::kText && who->type() != Type::kInt &&
      events.rows() > 0)
    WrongType(events, *who, "text or whole numbers", findings);
  const Column* when = columns.time.empty() ? nullptr : Find(events, columns.time, findings);
  const Column* held = columns.hold.empty() ? nullptr : Find(events, columns.hold, findings);
  const auto names_events = [](const EventMatch& match) { return !match.events.empty(); };
  if (std::any_of(columns.steps.begin(), columns.steps.end(), names_events) ||
      std::any_of(columns.exclude.begin(), columns.exclude.end(),
                  [&](const EventExclusion& x) { return names_events(x.what); }))
    Find(events, columns.event, findings);
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
  std::vector<int64_t> steps;
  std::vector<int64_t> rows;
  std::vector<int64_t> times;
  for (const int32_t n : state_->Order()) {
    const size_t first = static_cast<size_t>(n) * width;
    for (size_t s = 0; s < width; ++s) {
      if (outcomes.rows()[first + s] == kNoRow) continue;
      subjects.push_back(n);
      steps.push_back(static_cast<int64_t>(s) + 1);
      rows.push_back(state_->RowOf(outcomes.rows()[first + s]));
      times.push_back(outcomes.times()[first + s]);
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(Column ids, state_->Ids(subjects));
  return Table::Of(
      "chains", {std::move(ids), Column::OfInts("step", std::move(steps)),
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
  const Column* by = Find(state_->events, column, findings);
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
