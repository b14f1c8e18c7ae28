// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sums and counts of one frame, by a column and, if wanted, by period.
//
//   owner  closed      amount        Aggregate(frame, {.by = "owner", .sum = "amount", .date = "closed"})
//   R-2    2026-01-15  120.50
//   R-1    2026-01-31   80.00        owner  period   n  sum
//   R-2    2026-01-20  -20.50        R-1    2026-01  1   80.00
//                                    R-2    2026-01  2  100.00
//
// For whoever brings a frame and not a CRM. Sums are exact, groups come in the order of their names, and the result
// depends neither on the order of rows nor on chunks or threads. In: a table, names of columns, a mask. Out: a table.
#ifndef ATTAIN_MEASURE_AGGREGATE_H_
#define ATTAIN_MEASURE_AGGREGATE_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/table/table.h"

namespace attain::measure {

/// What is added up, and by what.
struct AggregateOptions {
  /// Column of the groups: text or whole numbers. Missing values are a group of their own, the last. Default: one group
  /// of all rows.
  std::string by = {};
  /// Column to add up: whole numbers or decimals; missing amounts count as a row and add nothing. Default: rows are
  /// only counted.
  std::string sum = {};
  /// Column of days that says the period; rows without a day are left out. Default: no periods.
  std::string date = {};
  Grain grain = Grain::kMonth;                  ///< Length of the periods. Default: months.
  crm::Calendar calendar = {};                  ///< Names the periods. Default: Gregorian from 1 January.
  std::span<const uint8_t> selected = {};       ///< A byte per row, 0 = left out. Default: every row.
  int threads = 1;                              ///< Threads at work, 1..256.
};

/// One row per group and period that has rows (without `by` and `date` always one row): the group under the name of its
/// column, `period` when `date` is given, `n` (rows), and `sum` when asked for, with the decimals of its column.
/// Ordered by group (whole numbers by value, text by name), then period. kUnknownColumn; kWrongColumnType;
/// kLengthMismatch for the mask; kOverflow.
absl::StatusOr<table::Table> Aggregate(const table::Table& frame, const AggregateOptions& options);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_AGGREGATE_H_
