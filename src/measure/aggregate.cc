// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/measure/aggregate.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "attain/measure/rollup.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"

namespace attain::measure {
namespace {

using table::Chunk;
using table::Column;
using table::Layout;
using table::Table;
using table::TableBuilder;
using table::Type;

// Whole numbers up to this one are their own group numbers: no interning, one accumulator each.
constexpr int64_t kMostDirectGroups = 1 << 22;

/// Refers to dense numbers as a column of 32-bit whole numbers.
Column ColumnOf(std::vector<int32_t> values, std::string name) {
  auto kept = std::make_shared<std::vector<int32_t>>(std::move(values));
  Chunk chunk;
  chunk.layout = Layout::kInt32;
  chunk.length = static_cast<int64_t>(kept->size());
  chunk.values = kept->data();
  chunk.owner = kept;
  return Column(std::move(name), Type::kInt, 0, {std::move(chunk)});
}

/// The groups of a column: a dense number per row, and what each number is called.
struct Groups {
  Column entity;               // dense numbers
  int32_t count = 0;           // how many numbers, the group of missing values included
  std::vector<int32_t> order;  // numbers in the order of the result
  table::Interner names;       // empty when numbers are their own names
  bool direct = false;         // numbers are their own names
  int32_t missing = -1;        // the group of missing values
};

/// Groups whose numbers lie in the column already, when they are small enough; nothing otherwise.
std::optional<Groups> DirectGroups(const Column& by) {
  if (by.type() != Type::kInt || by.null_count() > 0 || by.length() == 0) return std::nullopt;
  const auto values = table::ReadInts(by);
  if (!values.ok()) return std::nullopt;
  const auto [low, high] = std::minmax_element(values->span().begin(), values->span().end());
  if (*low < 0 || *high >= kMostDirectGroups) return std::nullopt;
  Groups groups;
  groups.entity = by;
  groups.direct = true;
  groups.count = static_cast<int32_t>(*high + 1);
  groups.order.resize(static_cast<size_t>(groups.count));
  std::iota(groups.order.begin(), groups.order.end(), 0);
  return groups;
}

absl::StatusOr<Groups> GroupsOf(const Column& by) {
  if (auto direct = DirectGroups(by)) return *std::move(direct);
  Groups groups;
  ATTAIN_ASSIGN_OR_RETURN(std::vector<int32_t> numbers, table::InternColumn(by, groups.names));
  groups.count = groups.names.size();
  groups.order = groups.names.SortedOrder();
  if (by.null_count() > 0) {
    groups.missing = groups.count++;
    groups.order.push_back(groups.missing);
    std::replace(numbers.begin(), numbers.end(), -1, groups.missing);
  }
  groups.entity = ColumnOf(std::move(numbers), by.name());
  return groups;
}

absl::StatusOr<const Column*> Find(const Table& frame, const std::string& name) {
  if (const Column* column = frame.column(name)) return column;
  const std::string near = NearestWord(name, frame.column_names());
  return MakeError(
      Reason::kUnknownColumn,
      internal::StrCat("table ", frame.name(), " has no column \"", name, "\"",
                       near.empty() ? "" : ", did you mean \"", near, near.empty() ? "" : "\"?"));
}

/// A coefficient of 128 bits as Arrow lays it out, low half first.
struct Wide {
  uint64_t low;
  int64_t high;
};

/// Adds the selected amounts of one column without groups: a single pass, two 64-bit halves with
/// their carries counted apart.
absl::StatusOr<Total> SumAll(const Column& amounts, std::span<const uint8_t> selected) {
  using attain::internal::int128;
  int128 sum = 0;
  int64_t n = 0;
  bool overflow = false;
  const auto add = [&](absl::int128 value) {
    overflow = attain::internal::AddOverflows(sum, static_cast<int128>(value), &sum) || overflow;
    ++n;
  };
  int64_t first = 0;
  for (const Chunk& chunk : amounts.chunks()) {
    const uint8_t* mask = selected.empty() ? nullptr : selected.data() + first;
    if (chunk.layout == Layout::kDecimal128 && chunk.null_count == 0) {
      // Coefficients that fit 64 bits, nearly all of them, are added as such; 2^63 of them would be
      // needed to overflow 127 bits.
      const Wide* values = chunk.As<Wide>();
      for (int64_t begin = 0; begin < chunk.length; begin += 1 << 16) {
        const int64_t end = std::min<int64_t>(chunk.length, begin + (1 << 16));
        uint64_t low = 0;
        uint64_t high = 0;
        int64_t count = 0;
        uint64_t wide = 0;
        for (int64_t i = begin; i < end; ++i) {
          const uint64_t keep = mask == nullptr ? 1 : mask[i];
          const uint64_t all = 0 - keep;
          const uint64_t value = values[i].low & all;
          low += value & 0xFFFFFFFF;
          high += static_cast<uint64_t>(static_cast<int64_t>(value) >> 32);
          wide |=
              static_cast<uint64_t>(values[i].high ^ (static_cast<int64_t>(values[i].low) >> 63)) &
              all;
          count += static_cast<int64_t>(keep);
        }
        if (wide != 0) {
          for (int64_t i = begin; i < end; ++i) {
            if (mask == nullptr || mask[i] != 0)
              add(absl::MakeInt128(values[i].high, values[i].low));
          }
          continue;
        }
        const int128 part = static_cast<int128>(static_cast<int64_t>(high)) * (int64_t{1} << 32) +
                            static_cast<int128>(low);
        overflow = attain::internal::AddOverflows(sum, part, &sum) || overflow;
        n += count;
      }
    } else {
      ATTAIN_ASSIGN_OR_RETURN(
          const auto values,
          table::ReadDecimals(Column(amounts.name(), amounts.type(), amounts.scale(), {chunk})));
      for (int64_t i = 0; i < values.size(); ++i) {
        if (values.IsValid(i) && (mask == nullptr || mask[i] != 0)) add(values[i]);
      }
    }
    first += chunk.length;
  }
  if (overflow)
    return MakeError(Reason::kOverflow,
                     internal::StrCat("the sum of ", amounts.name(), " does not fit 127 bits"));
  return Total{sum, n};
}

/// The one row of a frame that is neither grouped nor cut by time.
absl::StatusOr<Table> AggregateAll(const Table& frame, const AggregateOptions& options) {
  int64_t n = frame.rows();
  if (!options.selected.empty())
    n = std::count_if(options.selected.begin(), options.selected.end(),
                      [](uint8_t keep) { return keep != 0; });
  if (options.sum.empty()) {
    TableBuilder builder("aggregate", {{"n", Type::kInt}});
    builder.Int(0, n).EndRow();
    return builder.Build();
  }
  ATTAIN_ASSIGN_OR_RETURN(const Column* amounts, Find(frame, options.sum));
  if (amounts->type() != Type::kInt && amounts->type() != Type::kDecimal) {
    return MakeError(
        Reason::kWrongColumnType,
        internal::StrCat("column ", amounts->name(), " is ", table::Name(amounts->type()),
                         "; whole numbers or decimals can be added up exactly"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Total total, SumAll(*amounts, options.selected));
  ATTAIN_ASSIGN_OR_RETURN(const Decimal sum, Decimal::Of(total.sum, amounts->scale()));
  TableBuilder builder("aggregate", {{"n", Type::kInt}, {"sum", Type::kDecimal, amounts->scale()}});
  builder.Int(0, n).Decimal(1, sum).EndRow();
  return builder.Build();
}

/// The periods that cover every day of a column.
absl::StatusOr<std::vector<Period>> PeriodsOf(const Column& day, const AggregateOptions& options) {
  ATTAIN_ASSIGN_OR_RETURN(const auto days, table::ReadDates(day));
  int32_t low = INT32_MAX;
  int32_t high = INT32_MIN;
  for (int64_t row = 0; row < days.size(); ++row) {
    if (!days.IsValid(row)) continue;
    low = std::min(low, days[row]);
    high = std::max(high, days[row]);
  }
  if (low > high) return std::vector<Period>();
  return options.calendar.Periods(Date::FromDays(low), Date::FromDays(high) + 1, options.grain);
}

/// The rows that count: those selected, less those without a day.
std::vector<uint8_t> WithDay(const Column& day, std::span<const uint8_t> selected) {
  std::vector<uint8_t> mask(static_cast<size_t>(day.length()), 1);
  if (!selected.empty()) std::copy(selected.begin(), selected.end(), mask.begin());
  table::ForEachChunk(day, [&](const Chunk& chunk, int64_t first) {
    for (int64_t i = 0; i < chunk.length; ++i) {
      if (!chunk.IsValid(i)) mask[static_cast<size_t>(first + i)] = 0;
    }
  });
  return mask;
}

}  // namespace

absl::StatusOr<Table> Aggregate(const Table& frame, const AggregateOptions& options) {
  if (!options.selected.empty() && static_cast<int64_t>(options.selected.size()) != frame.rows()) {
    return MakeError(
        Reason::kLengthMismatch,
        internal::StrCat("the mask has ", static_cast<int64_t>(options.selected.size()),
                         " bytes, table ", frame.name(), " has ", frame.rows(), " rows"));
  }
  if (options.by.empty() && options.date.empty()) return AggregateAll(frame, options);
  // Without groups every row has the number 0.
  Column all;
  const Column* by = &all;
  if (options.by.empty()) {
    all = ColumnOf(std::vector<int32_t>(static_cast<size_t>(frame.rows()), 0), "all");
  } else {
    ATTAIN_ASSIGN_OR_RETURN(by, Find(frame, options.by));
  }
  ATTAIN_ASSIGN_OR_RETURN(Groups groups, GroupsOf(*by));

  // Without a date everything falls into one period of one day.
  Column day;
  std::vector<Period> periods;
  std::vector<uint8_t> with_day;
  std::span<const uint8_t> selected = options.selected;
  if (options.date.empty()) {
    day = Column::OfDates("day", std::vector<int32_t>(static_cast<size_t>(frame.rows()), 0));
    periods = {Period{"all", Date::FromDays(0), Date::FromDays(1), Grain::kCustom}};
  } else {
    ATTAIN_ASSIGN_OR_RETURN(const Column* column, Find(frame, options.date));
    day = *column;
    ATTAIN_ASSIGN_OR_RETURN(periods, PeriodsOf(day, options));
    if (day.null_count() > 0) {
      with_day = WithDay(day, options.selected);
      selected = with_day;
    }
  }
  ATTAIN_ASSIGN_OR_RETURN(const DayIndex index, DayIndex::Of(periods));

  const bool sums = !options.sum.empty();
  const Column* amounts =
      &groups.entity;  // counted, not added: any column without missing values will do
  if (sums) {
    ATTAIN_ASSIGN_OR_RETURN(amounts, Find(frame, options.sum));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Totals totals,
                          Rollup(groups.entity, day, *amounts, groups.count, index, selected,
                                 {.threads = options.threads}));
  // A missing amount is no row of the sum, but it is a row of the group.
  Totals counted;
  if (sums && amounts->null_count() > 0) {
    ATTAIN_ASSIGN_OR_RETURN(counted, Rollup(groups.entity, day, groups.entity, groups.count, index,
                                            selected, {.threads = options.threads}));
  }
  const Totals& rows = counted.cells.empty() ? totals : counted;

  std::vector<table::ColumnSpec> columns;
  if (!options.by.empty())
    columns.push_back({options.by, by->type() == Type::kInt ? Type::kInt : Type::kText});
  if (!options.date.empty()) columns.push_back({"period", Type::kText});
  columns.push_back({"n", Type::kInt});
  if (sums) columns.push_back({"sum", Type::kDecimal, amounts->scale()});
  TableBuilder builder("aggregate", std::move(columns));
  for (const int32_t group : groups.order) {
    for (int32_t period = 0; period < totals.periods; ++period) {
      if (rows.at(group, period).n == 0) continue;
      int column = 0;
      if (options.by.empty()) {
        // no column for the only group there is
      } else if (groups.direct) {
        builder.Int(column++, group);
      } else if (group == groups.missing) {
        builder.Null(column++);
      } else if (by->type() == Type::kInt) {
        ATTAIN_ASSIGN_OR_RETURN(const Decimal number, Decimal::Parse(groups.names.text(group)));
        builder.Int(column++, static_cast<int64_t>(number.coefficient()));
      } else {
        builder.Text(column++, groups.names.text(group));
      }
      if (!options.date.empty()) builder.Text(column++, periods[static_cast<size_t>(period)].name);
      builder.Int(column++, rows.at(group, period).n);
      if (sums) {
        ATTAIN_ASSIGN_OR_RETURN(const Decimal sum,
                                Decimal::Of(totals.at(group, period).sum, amounts->scale()));
        builder.Decimal(column++, sum);
      }
      builder.EndRow();
    }
  }
  return builder.Build();
}

}  // namespace attain::measure
