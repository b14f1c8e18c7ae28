// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The exact sum of a column by (entity, period): one pass over the rows, no hashing.
//
//   rows:   rep 0  2026-01-15   120.50          months 2026-01, 2026-02
//           rep 1  2026-01-31    80.00
//           rep 0  2026-02-01    -20.50
//   sums:   rep 0: 120.50, -20.50      rep 1: 80.00, 0.00      (counts 1, 1 and 1, 0)
//
// Entities are dense numbers (table/intern.h), days are counts since 1970-01-01, amounts whole
// units or coefficients of one scale. Sums are exact at any size up to 127 bits; beyond that the
// answer is kOverflow, never a wrap, whatever the order of the rows or the number of threads.
#ifndef ATTAIN_MEASURE_ROLLUP_H_
#define ATTAIN_MEASURE_ROLLUP_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "attain/base/date.h"
#include "attain/base/period.h"
#include "attain/table/column.h"

namespace attain::measure {

/// From a day to the number of its period, by one lookup.
class DayIndex {
 public:
  /// An index without periods.
  DayIndex() = default;
  /// Periods by position; they may leave gaps. kInvalidPeriod when one is empty or two overlap, or
  /// when they span more than 4,000,000 days.
  static absl::StatusOr<DayIndex> Of(std::span<const Period> periods);

  /// The number of the period of day `days` (since 1970-01-01), or -1.
  int32_t operator[](int32_t days) const {
    const int64_t offset = int64_t{days} - first_;
    return offset < 0 || offset >= static_cast<int64_t>(index_.size())
               ? -1
               : index_[static_cast<size_t>(offset)];
  }
  int32_t periods() const { return periods_; }                   ///< Number of periods.
  int32_t first() const { return first_; }                       ///< First day covered.
  std::span<const int32_t> table() const { return index_; }      ///< From first() on, day by day.

 private:
  int32_t first_ = 0;
  int32_t periods_ = 0;
  std::vector<int32_t> index_;
};

/// Sum and number of rows of one cell.
struct Total {
  absl::int128 sum = 0;  ///< Exact sum, in the unit of the amounts.
  int64_t n = 0;         ///< Rows added.
  bool operator==(const Total&) const = default;
};

/// Totals by entity and period.
struct Totals {
  int32_t entities = 0;       ///< Number of entities.
  int32_t periods = 0;        ///< Number of periods.
  std::vector<Total> cells;   ///< Entity by entity, period by period.
  /// The total of one cell.
  const Total& at(int32_t entity, int32_t period) const {
    return cells[static_cast<size_t>(entity) * static_cast<size_t>(periods) +
                 static_cast<size_t>(period)];
  }
};

/// How to roll up.
struct RollupOptions {
  int threads = 1;  ///< Threads at work, 1..256. The result is the same for any number.
};

/// The kernel: totals of `amounts` by entity (0 ≤ entity < `entities`; -1 = none: left out) and
/// period (days outside every period are left out). `selected`, when not empty, has a byte per row;
/// rows with 0 are left out. kLengthMismatch, kRowOutOfRange for an entity beyond the last,
/// kInvalidArgument for a negative number of entities or threads outside the range.
absl::StatusOr<Totals> Rollup(std::span<const int32_t> entity, std::span<const int32_t> day,
                              std::span<const int64_t> amounts, int32_t entities,
                              const DayIndex& periods, std::span<const uint8_t> selected = {},
                              RollupOptions options = {});

/// The same over amounts of 128 bits (coefficients of one scale). Also kOverflow when a sum does
/// not fit 127 bits.
absl::StatusOr<Totals> Rollup(std::span<const int32_t> entity, std::span<const int32_t> day,
                              std::span<const absl::int128> amounts, int32_t entities,
                              const DayIndex& periods, std::span<const uint8_t> selected = {},
                              RollupOptions options = {});

/// The same over columns as they lie in a table, without copying: `entity` a whole-number column of
/// dense numbers, `day` dates, `amounts` whole numbers or decimals (one scale; missing amounts are
/// left out). kWrongColumnType for other columns.
absl::StatusOr<Totals> Rollup(const table::Column& entity, const table::Column& day,
                              const table::Column& amounts, int32_t entities,
                              const DayIndex& periods, std::span<const uint8_t> selected = {},
                              RollupOptions options = {});

/// Adds the totals of rows of `from` into those of `to`, entity `i` of `from` going to entity
/// `parents[i]` (-1: nowhere): from leaves to the level above. kLengthMismatch, kRowOutOfRange,
/// kOverflow.
absl::Status AddInto(const Totals& from, std::span<const int32_t> parents, Totals& to);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_ROLLUP_H_
