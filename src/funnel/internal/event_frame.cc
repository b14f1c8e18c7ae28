// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "funnel/internal/event_frame.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

#include "attain/base/status.h"
#include "base/internal/text.h"
#include "funnel/internal/dense.h"

namespace attain::funnel {
namespace {

using attain::internal::StrCat;
using table::Column;
using table::Layout;
using table::Table;
using table::Type;
using table::Values;

constexpr int64_t kMostDirect = int64_t{1} << 24;  // whole numbers below stand for themselves
using Masks = std::pair<uint64_t, uint64_t>;       // steps and exclusions

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

const Column* FindColumn(const Table& events, const std::string& name, Findings& findings) {
  const Column* column = events.column(name);
  if (column != nullptr) return column;
  const std::string near = NearestWord(name, events.column_names());
  findings.AddError(Reason::kUnknownColumn, {.table = events.name(), .field = name},
                    StrCat("there is no column \"", name, "\""),
                    near.empty() ? "" : StrCat("did you mean \"", near, "\"?"));
  return nullptr;
}

void AddWrongType(const Table& events, const Column& column, std::string_view wanted,
                  Findings& findings) {
  findings.AddError(Reason::kWrongColumnType, {.table = events.name(), .field = column.name()},
                    StrCat("the column is ", table::Name(column.type()), "; wanted: ", wanted));
}

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
      if (!days.ok()) return AddWrongType(events, column, "days", findings);
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
      if (!values.ok()) return AddWrongType(events, column, "instants", findings);
      time = *std::move(values);
      return;
    }
    default:
      AddWrongType(events, column, "whole numbers, days or instants", findings);
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
      if (!texts.ok()) return AddWrongType(events, *event, "text or whole numbers", findings);
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
      return AddWrongType(events, *event, "text or whole numbers", findings);
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
  if (!value.ok()) return AddWrongType(events, column, "values that can be compared", findings);
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
  if (direct) {
    // As they are, four bytes each.
    table::Chunk chunk;
    chunk.layout = Layout::kInt32;
    chunk.length = static_cast<int64_t>(of.size());
    auto kept = std::make_shared<std::vector<int32_t>>(of);
    chunk.values = kept->data();
    chunk.owner = std::move(kept);
    return Column(columns.subject, Type::kInt, 0, {std::move(chunk)});
  }
  std::vector<int64_t> ids;
  ids.reserve(of.size());
  for (const int32_t n : of) ids.push_back(numbers[static_cast<size_t>(n)]);
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

}  // namespace attain::funnel
