// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Changes: rows of one table given for a single calculation, and what a measure credits them with, without touching the rest of the table.
//
//   deals   D-2   58,000.00 -> 61,000.00      row 1 is replaced:   Ada  2026-03-02  61,000.00
//           D-9                4,000.00       a new row:           Ada  2026-03-09   4,000.00
//
// For questions like "what would I earn if this deal closed": the answer costs as much as there are rows given. Rows whose credit depends on other rows (splits,
// reversals) are not for this; whoever makes the changes leaves them out. In: a prepared measure, changed cells. Out: a credit per row that counts.
#ifndef ATTAIN_MEASURE_CHANGES_H_
#define ATTAIN_MEASURE_CHANGES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/money.h"
#include "attain/measure/measure.h"

namespace attain::measure {

/// One column of the rows given. Exactly one of `texts` and `numbers` has an entry per row.
struct ChangedCells {
  std::string_view name = {};                   ///< Name of the column in the dataset; the text lives elsewhere. Required.
  std::vector<std::string_view> texts = {};     ///< Values of a text column. Default: none.
  std::vector<int64_t> numbers = {};            ///< Values of others: decimals in units of 10^-scale of the dataset's column, days, microseconds. Default: none.
  std::vector<uint8_t> present = {};            ///< A byte per row, 0 = missing. Default: every value is there.
  /// True when the value of a row is there.
  bool has(size_t row) const { return present.empty() || present[row] != 0; }
};

/// Rows of one table, changed or added.
struct RowChanges {
  std::string table = {};                       ///< The table in the dataset. Required.
  std::vector<ChangedCells> columns = {};       ///< What is given; other cells keep their values, those of new rows are missing.
  std::vector<int64_t> old_rows = {};           ///< For each row the one it replaces; -1 for a new row.
  std::vector<int64_t> gone = {};               ///< The rows replaced, ascending.
  std::vector<std::string_view> ids = {};       ///< For each row its own id.
  int64_t table_rows = 0;                       ///< Rows of the table before.
  /// The number of a row once the rows replaced have left: changed and new rows come last.
  int64_t NumberOf(int64_t row) const;
  /// The number of the changed row at `place` among those given.
  int64_t NumberOfChange(size_t place) const { return table_rows - static_cast<int64_t>(gone.size()) + static_cast<int64_t>(place); }
};

/// What one changed row credits.
struct ChangedCredit {
  size_t change = 0;        ///< Place among the rows given.
  int32_t day = 0;          ///< Its day.
  int64_t units = 0;        ///< The amount in units of 10^-scale of the amount's column; 1 for a count.
  Currency currency = {};   ///< Of the amount; none for a count, and where it is missing.
};

/// What the changed rows credit `payee` (a number of crm::Entity::kRep) with, in the order given: rows that count and whose owner is the payee, who has all of it. Of another
/// table: nothing. kUnsupportedOption for ratios and last values.
absl::StatusOr<std::vector<ChangedCredit>> CreditChanges(const Prepared& prepared, const RowChanges& changes, int32_t payee);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_CHANGES_H_
