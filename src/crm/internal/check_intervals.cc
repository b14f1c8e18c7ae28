// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Checks of validities: ends that are not after starts, and rows of one thing that hold at the same
// time.
#include <algorithm>
#include <numeric>
#include <string>

#include "base/internal/text.h"
#include "crm/internal/state.h"

namespace attain::crm {
namespace {

using internal::StrCat;

/// One side of the validity of each row, in days or microseconds; `open` where it is missing.
std::vector<int64_t> Moments(const table::Table& table, std::string_view name, bool instants,
                             int64_t open, int offset_minutes) {
  std::vector<int64_t> moments(static_cast<size_t>(table.rows()), open);
  const table::Column* column = table.column(name);
  if (column == nullptr) return moments;
  const auto fill = [&](auto reader) {
    for (int64_t row = 0; row < table.rows(); ++row) {
      if (reader.has(row)) moments[static_cast<size_t>(row)] = reader[row];
    }
  };
  if (instants) {
    fill(Micros(column));
  } else {
    fill(Days(column, offset_minutes));
  }
  return moments;
}

}  // namespace

void Checks::Intervals() {
  for (auto& entry : state_.tables) {
    TableState& table = entry.second;
    if (table.info == nullptr || table.info->from.empty()) continue;
    const TableInfo& info = *table.info;
    const bool instants = info.column(info.from)->type == ColumnType::kTimestamp;
    const auto from =
        Moments(table.table, info.from, instants, INT64_MIN, state_.options.offset_minutes);
    const auto to =
        Moments(table.table, info.to, instants, INT64_MAX, state_.options.offset_minutes);
    const auto rows = table.table.rows();
    const bool both =
        table.table.column(info.from) != nullptr && table.table.column(info.to) != nullptr;
    for (int64_t row = 0; both && row < rows; ++row) {
      const auto i = static_cast<size_t>(row);
      if (to[i] <= from[i] && table.kept[row]) {
        Error(Reason::kIntervalInverted, table, info.to, row, [&] {
          return StrCat("the end ", table.table.column(info.to)->FormatAt(row),
                        " is not after the start ", table.table.column(info.from)->FormatAt(row));
        });
      }
    }
    if (info.exclusive.empty()) continue;
    std::vector<std::vector<int64_t>> groups;
    for (const std::string_view column : info.exclusive)
      groups.push_back(Distinguishing(state_, table, column));
    std::vector<int32_t> order;
    for (int64_t row = 0; row < rows; ++row) {
      if (table.kept[row]) order.push_back(static_cast<int32_t>(row));
    }
    const auto same_group = [&](size_t a, size_t b) {
      return std::all_of(groups.begin(), groups.end(),
                         [&](const auto& group) { return group[a] == group[b]; });
    };
    std::sort(order.begin(), order.end(), [&](int32_t x, int32_t y) {
      const auto a = static_cast<size_t>(x);
      const auto b = static_cast<size_t>(y);
      for (const auto& group : groups) {
        if (group[a] != group[b]) return group[a] < group[b];
      }
      if (from[a] != from[b]) return from[a] < from[b];
      if (to[a] != to[b]) return to[a] < to[b];
      const int text = CompareRows(table.table, x, y);
      return text != 0 ? text < 0 : x < y;
    });
    int32_t last = -1;  // the row of the group that holds longest so far
    for (const int32_t row : order) {
      const auto i = static_cast<size_t>(row);
      if (last >= 0 && same_group(i, static_cast<size_t>(last)) &&
          from[i] < to[static_cast<size_t>(last)]) {
        Error(
            Reason::kIntervalOverlap, table, info.from, row,
            [&] {
              const table::Column* what = table.table.column(info.exclusive.back());
              return StrCat("two rows of ", what == nullptr ? "one thing" : what->FormatAt(row),
                            " hold at the same time");
            },
            last);
        continue;
      }
      last = row;
    }
  }
}

}  // namespace attain::crm
