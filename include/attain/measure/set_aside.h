// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Rows that a measure would count but cannot use, by the reps they name: so that whoever reads a
// rep's figure is told that something is missing from it.
//
//   deals   D-6  R-105  12,000.00  XQQ  2026-02-20  won     CCY_MISSING: set aside on loading
//   deals   D-9  Ada 0.6, Tom 0.6       2026-03-01  won     SPLIT_SUM: credited to nobody
//
//   RowsSetAside(won_amount)   R-105: row 5 of 2026-02-20; Ada and Tom: row 8 of 2026-03-01
#ifndef ATTAIN_MEASURE_SET_ASIDE_H_
#define ATTAIN_MEASURE_SET_ASIDE_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "attain/base/status.h"
#include "attain/measure/measure.h"

namespace attain::measure {

/// A row that counts for nobody, and a rep it names.
struct SetAside {
  int32_t payee = -1;            ///< The rep (crm::Entity::kRep).
  int32_t day = 0;               ///< Its day, counted from 1970-01-01.
  int64_t row = 0;               ///< Row of the measure's table.
  Reason reason = Reason::kNone; ///< Why: of the first finding of the row.
  bool operator==(const SetAside&) const = default;
};

/// The rows of the measure's table (of a ratio: of its numerator) that were set aside on loading, and those whose shares do
/// not add up to 1, with each rep they name: in the owner column or the column of `credit`, in txn_credits, in
/// deal_splits. Rows that the conditions leave out do not count, nor do rows without a day; where a condition cannot be
/// evaluated because of the fault, the row does. `rows`: what Rows() gave for the measure. In the order of payee, day,
/// row. Costs nothing when every row is used.
std::vector<SetAside> RowsSetAside(const Prepared& prepared, const CreditedRows& rows);

}  // namespace attain::measure

#endif  // ATTAIN_MEASURE_SET_ASIDE_H_
